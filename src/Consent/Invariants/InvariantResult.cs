namespace Exchange.Consent;

/// <summary>What came of one invariant.</summary>
/// <param name="Invariant">The invariant.</param>
/// <param name="Cells">How many cells it speaks of; all of them were visited, or all up to the counterexample.</param>
/// <param name="Counterexample">Null when it holds.</param>
public sealed record InvariantResult(Invariant Invariant, long Cells, Counterexample? Counterexample)
{
    /// <summary>Whether it holds in every cell that it speaks of.</summary>
    public bool Holds => Counterexample is null;
}

/// <summary>A situation in which an invariant fails, told in as few facts as it takes: no other takes fewer.</summary>
/// <param name="Input">One such situation in full.</param>
/// <param name="Got">What the articles give there.</param>
/// <param name="Facts">
/// What has to be so, by the words of the covenant, with every value that will do. A word that is not here can have any value that
/// the invariant speaks of.
/// </param>
public sealed record Counterexample(DecisionInput Input, Decision Got, IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> Facts)
{
    /// <summary>What the answer exceeds, where that is another answer.</summary>
    public Decision? Against { get; init; }

    /// <summary>For instance <c>partner ggd, role regisseur, category identity: full (GRANTED by article 4.1)</c>.</summary>
    public override string ToString() =>
        string.Join(", ", Facts.Select(fact => $"{fact.Key} {string.Join("|", fact.Value)}"))
        + $": {Told(Got)}{(Against is { } against ? $", more than {Told(against)}" : "")}";

    private static string Told(Decision decision) =>
        $"{Words.Of(decision.Level)} ({Words.Of(decision.Reason)}{(decision.Article is null ? "" : $" by article {decision.Article}")})";
}
