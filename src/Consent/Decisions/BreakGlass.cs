namespace Exchange.Consent;

/// <summary>
/// What a caller sees without a meeting after breaking the glass (<em>noodtoegang</em>): what it would see in meetings that it may
/// attend, and nothing that none of them shows. Of the forums that it belongs to, and no meeting, those count that let it see best
/// who it is about; they have one ceiling, so that what they show together is still one view. Every answer is a cell of the table
/// that the proofs visit. The reasons: <c>docs/decisions/2026-11-22-break-glass-is-a-seat-at-meetings.md</c>.
/// </summary>
internal sealed class BreakGlass
{
    private readonly CompiledTable _table;
    private readonly CallerView[] _views;

    private BreakGlass(CompiledTable table, CallerView[] views) => (_table, _views) = (table, views);

    /// <summary>The ceiling that the views have in common.</summary>
    public Ceiling Ceiling => _views.Select(view => view.Ceiling).Aggregate(Ceiling.Lowest);

    /// <summary>Looked for cell by cell: a row's own highest may be anonymised, which gives nothing here.</summary>
    public Level Highest =>
    (
        from category in _table.Words.Categories
        from source in _table.Words.Partners
        from secrecy in Enum.GetValues<Secrecy>()
        select Decide(category.Id, source.Id, secrecy).Level
    ).Max();

    /// <summary>The caller's view, of which no guard holds and no meeting is open.</summary>
    public static CallerView Open(Covenant covenant, in Standing standing)
    {
        var (table, words) = (covenant.Table, covenant.Table.Words);
        var without = table.Open(standing, words.NoForum);
        var views = new List<CallerView> { without };
        for (var forum = 0; forum < words.Forums.Length; forum++)
        {
            if (StandsIn(covenant, words.Partners[standing.Partner].Id, words.Forums[forum].Id))
                views.Add(table.Open(standing, forum)); // in a forum that the caller does not belong to, the table has nothing for it
        }

        // Below pseudonymised a case has no name but an alias, and that lives in a meeting: there is nothing to show.
        var best = views.Max(view => view.Ceiling.Level);
        return best > Level.Anonymised
            ? new CallerView(table, new BreakGlass(table, [.. views.Where(view => view.Ceiling.Level == best)]))
            : without;
    }

    /// <summary>Decides one section of open handling: the highest of the views, less what needs a meeting.</summary>
    public Decision Decide(string? category, string? source, Secrecy? secrecy)
    {
        var best = RowBuilder.Nothing;
        foreach (var view in _views)
        {
            var decision = view.Decide(category, source, secrecy, Handling.Open);
            if (decision.Level != Level.Anonymised && IsBetter(decision, best))
                best = decision;
        }

        return best;
    }

    /// <summary>
    /// A circle is not lifted: only a forum counts in which the caller's is what it is without a meeting. Nor does the Meldpunt:
    /// it has signals on its agenda and nothing else, and a signal is guarded outside it.
    /// </summary>
    private static bool StandsIn(Covenant covenant, string partner, string forum) =>
        forum != Forum.Meldpunt && covenant.CircleOf(partner, forum) == covenant.CircleOf(partner, DecisionInput.NoForum);

    /// <summary>The higher level; of one level, what an article decided, the first article in ordinal order, and what is kept shortest.</summary>
    private static bool IsBetter(Decision decision, Decision than)
    {
        if (decision.Level != than.Level)
            return decision.Level > than.Level;
        if (decision.Article is null || than.Article is null)
            return decision.Article is not null;
        var order = string.CompareOrdinal(decision.Article, than.Article);
        if (order != 0)
            return order < 0;
        return decision.Reason != than.Reason ? decision.Reason < than.Reason : KeptFor(decision) < KeptFor(than);
    }

    private static int KeptFor(Decision decision) => decision.Terms?.Obliges?.KeepDays ?? 0;
}
