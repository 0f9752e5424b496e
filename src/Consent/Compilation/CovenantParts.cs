namespace Exchange.Consent;

/// <summary>Everything that a covenant file says, read and checked, before it is compiled.</summary>
internal sealed record CovenantParts
{
    public required CovenantHeader Header { get; init; }

    public required ReadOnlyMemory<byte> Digest { get; init; }

    public required IReadOnlyDictionary<string, Controller> Controllers { get; init; }

    public required IReadOnlyDictionary<string, Partner> Partners { get; init; }

    public required IReadOnlyList<string> Purposes { get; init; }

    public required IReadOnlyDictionary<string, Forum> Forums { get; init; }

    public required IReadOnlyDictionary<string, CategoryRule> Categories { get; init; }

    public required BreakGlassRule BreakGlass { get; init; }

    public required IReadOnlyDictionary<string, CodeList> CodeLists { get; init; }

    public required IReadOnlyDictionary<string, Ground> Grounds { get; init; }

    public required IReadOnlyList<District> Districts { get; init; }

    public required IReadOnlyList<Article> Articles { get; init; }

    public required IReadOnlyList<Scenario> Scenarios { get; init; }

    public required IReadOnlyList<Invariant> Invariants { get; init; }

    public required IReadOnlyList<string> Signatories { get; init; }
}
