namespace Exchange.Consent;

/// <summary>
/// What the roles of a token do together: caps look at all of them, so tokens that bring the same caps are one class. Class 0 is
/// a token without roles.
/// </summary>
internal sealed class TokenClasses
{
    private TokenClasses(List<ArticleSet> live, int[] next, int unknown) => (Live, Next, Unknown) = (live, next, unknown);

    /// <summary>Per class, what it lets live.</summary>
    public IReadOnlyList<ArticleSet> Live { get; }

    /// <summary>Class × role → class.</summary>
    public int[] Next { get; }

    /// <summary>The class of a token of which the roles are unknown: it brings every cap that tests a role.</summary>
    public int Unknown { get; }

    /// <summary>The classes, or null when there are more than a covenant can need.</summary>
    public static TokenClasses? Of(Survivors survivors, int roles)
    {
        var live = new List<ArticleSet> { survivors.RolelessCaps };
        var numbers = new Dictionary<ArticleSet, int> { [survivors.RolelessCaps] = 0 };
        var next = new List<int>();
        for (var from = 0; from < live.Count; from++)
        {
            for (var role = 0; role < roles; role++)
            {
                var with = live[from] | survivors.CapsByRole[role];
                if (!numbers.TryGetValue(with, out var to))
                {
                    if (live.Count == Limits.TokenClasses)
                        return null;
                    numbers.Add(with, to = live.Count);
                    live.Add(with);
                }

                next.Add(to);
            }
        }

        var unknown = 0;
        for (var role = 0; role < roles; role++)
            unknown = next[unknown * roles + role];
        return new TokenClasses(live, [.. next], unknown);
    }
}
