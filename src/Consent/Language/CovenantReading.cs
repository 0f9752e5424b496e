namespace Exchange.Consent;

/// <summary>What reading a covenant file gave: a covenant, or everything that is wrong with the file.</summary>
/// <param name="Covenant">The covenant; null when there is any mistake.</param>
/// <param name="Mistakes">Every mistake, in file order; empty when the covenant can be used.</param>
/// <param name="Warnings">What is allowed but probably not meant, in file order.</param>
public sealed record CovenantReading(
    Covenant? Covenant,
    IReadOnlyList<CovenantMistake> Mistakes,
    IReadOnlyList<CovenantMistake> Warnings);

/// <summary>Something in a covenant file that its authors have to look at.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1, in UTF-16 code units.</param>
/// <param name="Message">A sentence that says what is wrong and, where it can, what to write instead.</param>
public sealed record CovenantMistake(int Line, int Column, string Message)
{
    /// <summary><c>line:column: message</c>.</summary>
    public override string ToString() => $"{Line}:{Column}: {Message}";
}
