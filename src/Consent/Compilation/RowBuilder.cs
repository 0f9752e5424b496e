namespace Exchange.Consent;

/// <summary>
/// Works out one row from the articles that speak: (1) per category and source the highest grant and the lowest cap, (2) the
/// one-view level over the identifying categories, (3) the limit that it sets, (4) what is left without a meeting.
/// </summary>
internal sealed class RowBuilder(Article[] articles, Alphabet words, Survivors survivors)
{
    private readonly Dictionary<Decision, ushort> _numbers = new() { [Nothing] = 0 };
    private readonly List<Decision> _decisions = [Nothing, Nothing];
    private readonly Dictionary<(ArticleSet Live, bool InMeeting), int> _known = [];
    private readonly Dictionary<Row, int> _rows = [];

    /// <summary>The number of the decision "no grant".</summary>
    public const ushort NoGrant = 0;

    /// <summary>
    /// The number of "anonymised, but there is no meeting": the same decision as no grant, told apart because the rule on own
    /// contributions comes before it.
    /// </summary>
    public const ushort NoMeeting = 1;

    public static Decision Nothing { get; } = new(Level.None, null, DecisionReason.NoGrant);

    public IReadOnlyList<Decision> Decisions => _decisions;

    public IEnumerable<Row> Rows => _rows.OrderBy(pair => pair.Value).Select(pair => pair.Key);

    /// <summary>The number of the row, or -1 when there are more rows than a covenant can need.</summary>
    public int RowOf(ArticleSet live, bool inMeeting)
    {
        if (_known.TryGetValue((live, inMeeting), out var number))
            return number;
        if ((long)(_known.Count + 1) * words.Categories.Length * words.SourceWidth > Limits.Cells)
            return -1;
        var row = Build(live, inMeeting);
        if (_decisions.Count > ushort.MaxValue)
            return -1;
        if (!_rows.TryGetValue(row, out number))
            _rows.Add(row, number = _rows.Count);
        _known.Add((live, inMeeting), number);
        return number;
    }

    /// <summary>The situations of which there is a row: the articles that speak, and whether a meeting is open.</summary>
    public IReadOnlyCollection<(ArticleSet Live, bool InMeeting)> Situations => _known.Keys;

    public Article ArticleAt(int number) => articles[number];

    /// <summary>The caps that decide some cell, by their numbers; without any other the cells are the same.</summary>
    public IEnumerable<int> CapsIn(ArticleSet live)
    {
        var cited = new HashSet<string>();
        for (var category = 0; category < words.Categories.Length; category++)
        {
            for (var source = 0; source < words.SourceWidth; source++)
            {
                if (ByArticles(live, category, source) is { Reason: DecisionReason.Capped, Article: { } cap })
                    cited.Add(cap);
            }
        }

        return cited.Select(cap => Array.FindIndex(articles, article => article.Id == cap));
    }

    public Row Build(ArticleSet live, bool inMeeting)
    {
        // 1
        var found = new Decision[words.Categories.Length * words.SourceWidth];
        for (var category = 0; category < words.Categories.Length; category++)
        {
            for (var source = 0; source < words.SourceWidth; source++)
                found[category * words.SourceWidth + source] = ByArticles(live, category, source);
        }

        // 2
        var ceiling = CeilingOf(found);

        // 3 and 4
        var limit = ceiling.Level > Level.Anonymised ? ceiling.Level : Level.Anonymised;
        var cells = new ushort[found.Length];
        for (var i = 0; i < found.Length; i++)
        {
            var decision = found[i].Level > limit ? new Decision(limit, ceiling.Article, DecisionReason.OneView) : found[i];
            cells[i] = decision.Level == Level.Anonymised && !inMeeting ? NoMeeting : NumberOf(decision);
        }

        var perSource = PerSource(cells);
        return new Row
        {
            Cells = cells,
            Highest = perSource.Max(),
            HighestOfOthers = [.. Enumerable.Range(0, perSource.Length).Select(partner => perSource.Where((_, source) => source != partner).DefaultIfEmpty().Max())],
            Ceiling = ceiling,
            Own = ceiling.Level < Level.Full ? NumberOf(new Decision(Level.None, ceiling.Article, DecisionReason.OwnContribution)) : NoGrant,
        };
    }

    /// <summary>The highest level of each known source.</summary>
    private Level[] PerSource(ushort[] cells)
    {
        var highest = new Level[words.Partners.Length];
        for (var cell = 0; cell < cells.Length; cell++)
        {
            var source = cell % words.SourceWidth;
            if (source < highest.Length && _decisions[cells[cell]].Level > highest[source])
                highest[source] = _decisions[cells[cell]].Level;
        }

        return highest;
    }

    private Decision ByArticles(ArticleSet live, int category, int source)
    {
        var inCategory = survivors.ByCategory[category];
        var fromSource = survivors.BySource[source];
        var (granted, grant) = (Level.None, -1);
        for (var level = Level.Full; level > Level.None && grant < 0; level--)
            (granted, grant) = (level, ArticleSet.First(live, inCategory, fromSource, survivors.GrantsOf[(int)level]));
        if (grant < 0)
            return Nothing;

        for (var level = Level.None; level < granted; level++)
        {
            var cap = ArticleSet.First(live, inCategory, fromSource, survivors.CapsAt[(int)level]);
            if (cap >= 0)
            {
                // A higher grant capped to existence gives nothing: that somebody is known can itself be a secret.
                return new Decision(level == Level.Existence ? Level.None : level, articles[cap].Id, DecisionReason.Capped);
            }
        }

        return new Decision(granted, articles[grant].Id, granted == Level.Existence ? DecisionReason.ExistenceOnly : DecisionReason.Granted);
    }

    private Ceiling CeilingOf(Decision[] found)
    {
        var lowest = Level.Full;
        string? article = null;
        for (var category = 0; category < words.Categories.Length; category++)
        {
            if (!words.Categories[category].Identifying)
                continue;
            var sources = found.AsSpan(category * words.SourceWidth, words.Partners.Length);
            var highest = Level.None;
            foreach (var decision in sources)
                highest = decision.Level > highest ? decision.Level : highest;
            if (highest > lowest || highest == Level.Full)
                continue;
            if (highest < lowest)
                (lowest, article) = (highest, null);
            foreach (var decision in sources)
            {
                if (decision.Level == highest && decision.Article is { } id && (article is null || string.CompareOrdinal(id, article) < 0))
                    article = id;
            }
        }

        return new Ceiling(lowest, article);
    }

    private ushort NumberOf(Decision decision)
    {
        if (_numbers.TryGetValue(decision, out var number))
            return number;
        number = (ushort)Math.Min(_decisions.Count, ushort.MaxValue);
        _decisions.Add(decision);
        _numbers.Add(decision, number);
        return number;
    }
}
