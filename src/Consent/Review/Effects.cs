namespace Exchange.Consent;

/// <summary>
/// What each article does in any cell at all. Per cell, of the grants and caps that meet there: an article is needed where the level
/// would be another without it, which can only be so of the one highest grant and of the one lowest cap; and a grant is undefeated
/// where no cap is lower.
/// </summary>
internal sealed class Effects
{
    private readonly Survivors _survivors;
    private readonly Alphabet _words;
    private readonly int _count;

    private Effects(Survivors survivors, Alphabet words, int count) =>
        (_survivors, _words, _count, Met, Needed, Undefeated) = (survivors, words, count, Nobody(count), Nobody(count), Nobody(count));

    /// <summary>The articles that meet a cell in which something is granted.</summary>
    public ArticleSet Met { get; private set; }

    /// <summary>The articles without which some cell would have another level.</summary>
    public ArticleSet Needed { get; private set; }

    /// <summary>The grants that some cell gives in full.</summary>
    public ArticleSet Undefeated { get; private set; }

    /// <summary>By grant that is always defeated, the most that is left of it, and the cap that leaves it.</summary>
    public Dictionary<int, (Level Left, int Cap)> Defeats { get; } = [];

    public static Effects Of(HashSet<ArticleSet> sets, Survivors survivors, Alphabet words, int articles)
    {
        var effects = new Effects(survivors, words, articles);
        var cells = effects.Cells();
        foreach (var set in sets)
        {
            foreach (var cell in cells)
                effects.Visit(set & cell);
        }

        var defeated = Where(articles, i => effects.Met.Contains(i) && survivors.Grants.Contains(i) && !effects.Undefeated.Contains(i));
        foreach (var set in sets.Where(set => set.Intersects(defeated)))
        {
            foreach (var cell in cells)
                effects.NoteDefeats(set & cell, defeated);
        }

        return effects;
    }

    /// <summary>The articles about each category from each source, equal ones once.</summary>
    private HashSet<ArticleSet> Cells() => [.. from category in _survivors.ByCategory from source in _survivors.BySource select category & source];

    private void Visit(ArticleSet here)
    {
        var (highest, grants) = Highest(here, Level.Full);
        if (highest == Level.None)
            return;
        Met |= here;
        var (lowest, caps) = Lowest(here, Level.None);
        var given = Given(highest, lowest);
        if (grants.IsSingle && Given(Highest(here, highest - 1).Level, lowest) != given)
            Needed |= grants;
        if (caps.IsSingle && Given(highest, Lowest(here, lowest + 1).Level) != given)
            Needed |= caps;
        for (var level = Level.Existence; level <= highest && level <= lowest; level++)
            Undefeated |= here & _survivors.GrantsOf[(int)level];
    }

    private void NoteDefeats(ArticleSet here, ArticleSet defeated)
    {
        if (!here.Intersects(defeated))
            return;
        var (lowest, caps) = Lowest(here, Level.None);
        for (var i = 0; i < _count; i++)
        {
            if (here.Contains(i) && defeated.Contains(i) && (!Defeats.TryGetValue(i, out var known) || lowest > known.Left))
                Defeats[i] = (lowest, caps.First());
        }
    }

    /// <summary>What a grant of one level under a cap of another gives (DESIGN §4: a higher grant capped to existence gives nothing).</summary>
    private static Level Given(Level grant, Level cap) => cap >= grant ? grant : cap == Level.Existence ? Level.None : cap;

    /// <summary>The highest level that is granted here, up to one, and by which articles.</summary>
    private (Level Level, ArticleSet Grants) Highest(ArticleSet here, Level upTo)
    {
        for (var level = upTo; level > Level.None; level--)
        {
            if (here.Intersects(_survivors.GrantsOf[(int)level]))
                return (level, here & _survivors.GrantsOf[(int)level]);
        }

        return (Level.None, Nobody(_count));
    }

    /// <summary>The lowest level that is capped to here, from one on, and by which articles; full when there is no such cap.</summary>
    private (Level Level, ArticleSet Caps) Lowest(ArticleSet here, Level from)
    {
        for (var level = from; level < Level.Full; level++)
        {
            if (here.Intersects(_survivors.CapsAt[(int)level]))
                return (level, here & _survivors.CapsAt[(int)level]);
        }

        return (Level.Full, Nobody(_count));
    }

    private static ArticleSet Nobody(int count) => Where(count, _ => false);

    private static ArticleSet Where(int count, Func<int, bool> predicate) => ArticleSet.Where(count, predicate);
}
