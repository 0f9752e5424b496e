using System.Globalization;
using Exchange.Consent;

namespace Exchange.Commands;

/// <summary>
/// What a text must be before it may come into force: a covenant that reads without a mistake, keeps its own scenarios and invariants and those of every covenant,
/// that clients of this contract can read, and that can be followed by another.
/// </summary>
internal static class CovenantAcceptance
{
    private const string Field = "text";

    /// <summary>The covenant and what looks unmeant in it, or why it may not come into force, with every place.</summary>
    /// <param name="text">The exact bytes.</param>
    /// <param name="findMisfits">Names fields that this contract cannot carry.</param>
    public static Outcome<Reviewed> Of(ReadOnlyMemory<byte> text, Func<Covenant, IReadOnlyList<string>> findMisfits)
    {
        var reading = Covenant.Load(text);
        if (reading.Covenant is not { } covenant)
            return Invalid([.. reading.Mistakes.Select(mistake => mistake.ToString())]);
        var faults = new List<string>();
        faults.AddRange(covenant.RunScenarios().Where(s => !s.Passed).Select(s => Sentence(s.Scenario.Line, $"the scenario '{s.Scenario.Name}' comes out otherwise")));
        faults.AddRange(covenant.CheckBuiltIns().Where(i => !i.Holds).Select(i => $"a promise of every covenant does not hold: {i.Invariant.Name}"));
        faults.AddRange(covenant.CheckInvariants().Where(i => !i.Holds).Select(i => Sentence(i.Invariant.Line, $"the invariant '{i.Invariant.Name}' does not hold")));
        faults.AddRange(findMisfits(covenant).Select(field => $"the contract's sections have no such field, or of another type: {field}"));
        if (covenant.Signatories.Count == 0)
            faults.Add("nobody signs it");
        faults.AddRange(covenant.Signatories
            .Where(id => !covenant.Partners.Values.Any(p => p.Controller == id && p.Roles.Contains(Jurists.Role)))
            .Select(id => $"no partner of signatory '{id}' has the role {Jurists.Role}, so that nobody could sign what comes after it"));
        return faults.Count > 0 ? Invalid(faults) : new Reviewed(covenant, [.. reading.Warnings.Select(w => Sentence(w.Line, w.Message))]);
    }

    private static Refusal Invalid(IReadOnlyList<string> faults) =>
        new(RefusalReason.CovenantInvalid, "The text is no covenant that could come into force.") { Fields = [.. faults.Select(f => new FieldViolation(Field, f))] };

    private static string Sentence(int line, string text) => string.Create(CultureInfo.InvariantCulture, $"{line}: {text}");
}

/// <summary>A text that may come into force.</summary>
/// <param name="Covenant">The covenant.</param>
/// <param name="Warnings">What looks unmeant.</param>
internal sealed record Reviewed(Covenant Covenant, IReadOnlyList<string> Warnings);
