namespace Exchange.Consent;

/// <summary>What another version of a covenant changes, by effect and not by text.</summary>
/// <param name="Access">
/// Every situation in which the answer differs, in few statements, which may overlap. Both versions are looked at as if in force, whatever
/// their days.
/// </param>
/// <param name="Terms">What changes around the answers.</param>
public sealed record CovenantComparison(IReadOnlyList<AccessChange> Access, IReadOnlyList<TermChange> Terms)
{
    /// <summary>Whether anybody gets more, or anything guards less.</summary>
    public bool Widens => Access.Any(change => change.Widens) || Terms.Any(change => change.Widens);

    /// <summary>Whether nothing changes.</summary>
    public bool IsEmpty => Access.Count == 0 && Terms.Count == 0;
}

/// <summary>One change of an answer, and all situations that it is in: every combination of the values.</summary>
public sealed record AccessChange
{
    private readonly Func<DecisionInput, bool> _covers;

    internal AccessChange(Func<DecisionInput, bool> covers) => _covers = covers;

    /// <summary>The level that the old version gives.</summary>
    public required Level Old { get; init; }

    /// <summary>The level that the new version gives.</summary>
    public required Level New { get; init; }

    /// <summary>What the old version answers in these situations; more than one decision when several articles give the level.</summary>
    public required IReadOnlyList<Decision> OldBy { get; init; }

    /// <summary>What the new version answers in these situations.</summary>
    public required IReadOnlyList<Decision> NewBy { get; init; }

    /// <summary>Of an unchanged level, what else changed: the ground, the obligations; empty when the level changed.</summary>
    public required string Terms { get; init; }

    /// <summary>Whether the new answer gives more, or obliges to less.</summary>
    public required bool Widens { get; init; }

    /// <summary>
    /// Of the acting roles, those that get this when the token holds no other. Empty when it takes another role beside it, whose caps then
    /// have their part in the answer.
    /// </summary>
    public required IReadOnlyList<string> RolesAlone { get; init; }

    /// <summary>A scope per dimension of a question, in its order.</summary>
    public required IReadOnlyList<ChangeScope> Where { get; init; }

    /// <summary>Whether the change is about what the caller itself contributed, and about that only.</summary>
    public required bool OwnContributions { get; init; }

    /// <summary>Whether a question, of open handling and without break-glass or restriction, is one of its situations.</summary>
    public bool Covers(DecisionInput input) => _covers(input);
}

/// <summary>The values of one dimension in a statement.</summary>
/// <param name="Name">The key, as in a question.</param>
/// <param name="Values">
/// The values with which it is possible, in the order of the covenants; <c>unknown</c> for the unknown. Of a token, the roles that make the
/// difference, joined by <c>+</c>; empty for none.
/// </param>
/// <param name="Everything">Whether no other known value could be there: the dimension places no condition.</param>
public sealed record ChangeScope(string Name, IReadOnlyList<string> Values, bool Everything)
{
    /// <summary>How the unknown is written.</summary>
    public const string Unknown = "unknown";
}

/// <summary>A change of something else than an answer.</summary>
/// <param name="Kind">What kind of thing, such as <c>signatories</c> or <c>prepareDays</c>.</param>
/// <param name="Subject">Which one; empty when there is only one.</param>
/// <param name="Old">What the old version says; null when it says nothing.</param>
/// <param name="New">What the new version says; null when it says nothing.</param>
/// <param name="Widens">Whether more can be known, by more, for longer, or with less say over it. In doubt, it does.</param>
public sealed record TermChange(string Kind, string Subject, string? Old, string? New, bool Widens);
