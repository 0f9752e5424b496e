namespace Exchange.Consent;

/// <summary>
/// The values of each dimension that an invariant speaks of. A key that it does not name means every value, and the unknown too
/// (null): mostly that gives less than a known value, but not always, since a higher grant that fails for an unknown input can no
/// longer turn existence into nothing.
/// </summary>
internal static class Scope
{
    private static readonly Relation[] Known = [Relation.None, Relation.Lead, Relation.Duo, Relation.Member];

    public static IEnumerable<T?> WithUnknown<T>(IReadOnlySet<T>? named)
        where T : struct, Enum => Values(named is null, Of(named).Select(value => (T?)value));

    public static IEnumerable<string?> WithUnknown(IEnumerable<string> all, IReadOnlySet<string>? named) =>
        Of(all, named).Concat(named is null ? [null] : Array.Empty<string?>());

    public static IEnumerable<T> Of<T>(IReadOnlySet<T>? named)
        where T : struct, Enum => Enum.GetValues<T>().Where(value => named?.Contains(value) != false);

    public static IEnumerable<string> Of(IEnumerable<string> all, IReadOnlySet<string>? named) =>
        all.Where(value => named?.Contains(value) != false);

    /// <summary>A backup counts as none, and so is not a value of its own.</summary>
    public static IEnumerable<Relation?> Relations(InvariantScope scope) =>
        Values(scope.Relations is null, Known.Where(relation => scope.Relations?.Contains(relation) != false).Select(relation => (Relation?)relation));

    /// <summary>Where no article makes a difference between minors and others, one value stands for all.</summary>
    public static IEnumerable<Minority?> Minors(Covenant covenant, InvariantScope scope) =>
        covenant.Table.Words.TellsMinors || scope.Minors is not null ? WithUnknown(scope.Minors) : [null];

    /// <summary>
    /// The forums in which the partner's effective circle is one that the invariant speaks of. In an unknown forum the circle is
    /// unknown, and an invariant that names circles does not speak of it.
    /// </summary>
    public static IEnumerable<string?> Forums(Covenant covenant, InvariantScope scope, string partner) =>
        WithUnknown(covenant.Forums.Keys.Prepend(DecisionInput.NoForum), scope.Forums)
            .Where(forum => scope.Circles is not { } circles || (covenant.CircleOf(partner, forum) is { } circle && circles.Contains(circle)));

    private static IEnumerable<T?> Values<T>(bool unknownToo, IEnumerable<T?> known)
        where T : struct => unknownToo ? known.Append(null) : known;
}
