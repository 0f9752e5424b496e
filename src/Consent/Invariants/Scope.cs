namespace Exchange.Consent;

/// <summary>The known values of each dimension that an invariant speaks of.</summary>
internal static class Scope
{
    private static readonly Relation[] Known = [Relation.None, Relation.Lead, Relation.Duo, Relation.Member];

    public static IEnumerable<T> Of<T>(IReadOnlySet<T>? named)
        where T : struct, Enum => Enum.GetValues<T>().Where(value => named?.Contains(value) != false);

    public static IEnumerable<string> Of(IEnumerable<string> all, IReadOnlySet<string>? named) =>
        all.Where(value => named?.Contains(value) != false);

    /// <summary>A backup counts as none, and so is not a value of its own.</summary>
    public static IEnumerable<Relation> Relations(InvariantScope scope) =>
        Known.Where(relation => scope.Relations?.Contains(relation) != false);

    /// <summary>The forums in which the partner's effective circle is one that the invariant speaks of.</summary>
    public static IEnumerable<string> Forums(Covenant covenant, InvariantScope scope, string partner) =>
        Of(covenant.Forums.Keys.Prepend(DecisionInput.NoForum), scope.Forums)
            .Where(forum => scope.Circles is not { } circles || (covenant.CircleOf(partner, forum) is { } circle && circles.Contains(circle)));
}
