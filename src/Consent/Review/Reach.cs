namespace Exchange.Consent;

/// <summary>
/// Every set of articles that speak together somewhere: for each caller, relation, forum, purpose, state, day, age, consent and
/// secrecy, the unknown ones too, where no guard holds. Equal sets are one, which is why all of them can be visited.
/// </summary>
internal sealed class Reach(Survivors survivors, Alphabet words)
{
    /// <summary>The sets, or null when there are more than a covenant can need.</summary>
    public HashSet<ArticleSet>? Sets()
    {
        if (TokenClasses.Of(survivors, words.Roles.Length) is not { } tokens)
            return null;

        // Who it is, and what to the case.
        var callers = new HashSet<Caller>();
        for (var seat = 0; seat < words.Seats.Length; seat++)
        {
            var (partner, role) = words.Seats[seat];
            var member = ForumsWhere(entry => entry.Partner == words.Partners[partner].Id || entry.Roles?.Contains(words.Roles[role]) == true);
            for (var token = 0; token < tokens.Live.Count; token++)
            {
                if (tokens.Next[token * words.Roles.Length + role] == token)
                    callers.Add(new Caller(survivors.BySeat[seat] & tokens.Live[token], member, words.Partners[partner].Circle == Circle.Small));
            }
        }

        var related = new HashSet<Caller>();
        for (var relation = 0; relation <= Alphabet.Relations; relation++)
        {
            var member = ForumsWhere(entry => relation < Alphabet.Relations && entry.Relations?.Contains(Survivors.RelationAt(relation)) == true);
            related.UnionWith(callers.Select(caller => caller with { Live = caller.Live & survivors.ByRelation[relation], MemberOf = caller.MemberOf | member }));
        }

        // Where; with it, whether a signal exists there.
        var ordinary = new HashSet<ArticleSet>();
        var signals = new HashSet<ArticleSet>();
        for (var forum = 0; forum < words.ForumWidth; forum++)
        {
            var isMeeting = forum < words.Forums.Length;
            var (small, wide) = (survivors.ByForum(forum, smallPartner: true), survivors.ByForum(forum, smallPartner: false));
            var there = related
                .Where(caller => !isMeeting || caller.MemberOf.Contains(forum))
                .Select(caller => caller.Live & (caller.SmallPartner ? small : wide))
                .Where(SomethingIsGranted)
                .ToHashSet();
            ordinary.UnionWith(there);
            if (isMeeting && words.Forums[forum].Id is Forum.Meldpunt or Forum.Voorportaal)
                signals.UnionWith(there);
        }

        // The rest.
        var states = Enum.GetValues<CaseState>().Where(state => state is not (CaseState.Signal or CaseState.Destroyed)).Select(state => survivors.ByState[(int)state]);
        var sets = Step(ordinary, [.. states]);
        sets.UnionWith(Step(signals, [survivors.ByState[(int)CaseState.Signal]]));
        foreach (var dimension in new[] { survivors.ByPurpose, survivors.ByPeriod, survivors.ByMinority, survivors.ByConsent, survivors.BySecrecy })
        {
            sets = Step(sets, dimension);
            if (sets.Count > Limits.Nodes)
                return null;
        }

        return sets;
    }

    private HashSet<ArticleSet> Step(HashSet<ArticleSet> sets, ArticleSet[] values) =>
        [.. from set in sets from value in values let live = set & value where SomethingIsGranted(live) select live];

    private bool SomethingIsGranted(ArticleSet live) => live.Intersects(survivors.Grants);

    private ArticleSet ForumsWhere(Func<MemberEntry, bool> predicate) =>
        ArticleSet.Where(words.Forums.Length, forum => words.Forums[forum].Members.Any(predicate));

    private sealed record Caller(ArticleSet Live, ArticleSet MemberOf, bool SmallPartner);
}
