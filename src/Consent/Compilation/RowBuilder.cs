namespace Exchange.Consent;

/// <summary>
/// Works out one row from the articles that speak: (1) per category and source the highest grant and the lowest cap, (2) the
/// one-view level over the identifying categories, (3) the limit that it sets, (4) what is left without a meeting.
/// </summary>
internal sealed class RowBuilder
{
    private readonly Article[] _articles;
    private readonly Dictionary<Decision, ushort> _numbers = new() { [Nothing] = NoGrant };
    private readonly List<Decision> _decisions = [Nothing, Nothing];
    private readonly Terms[] _termsOf;
    private readonly int[] _granted;
    private readonly int[] _sameTerms;
    private readonly Dictionary<(int Cap, int Terms), ushort> _capped = [];
    private readonly Dictionary<(ArticleSet Live, bool InMeeting), int> _known = [];
    private readonly Dictionary<Row, int> _rows = [];
    private readonly Shared<ushort> _columns = new();
    private readonly Shared<Level> _highest = new();

    public RowBuilder(Article[] articles, Alphabet words, Survivors survivors)
    {
        _articles = articles;
        Classes = new CellClasses(articles, survivors, words);
        _termsOf = [.. articles.Select(article => new Terms(article.Ground, article.Obliges))];
        _sameTerms = [.. _termsOf.Select(terms => Array.IndexOf(_termsOf, terms))];
        _granted = [.. articles.Select(_ => -1)];
    }

    /// <summary>The number of the decision "no grant".</summary>
    public const ushort NoGrant = 0;

    /// <summary>
    /// The number of "anonymised, but there is no meeting": the same decision as no grant, told apart because the rule on own
    /// contributions comes before it.
    /// </summary>
    public const ushort NoMeeting = 1;

    public static Decision Nothing { get; } = new(Level.None, null, DecisionReason.NoGrant);

    public CellClasses Classes { get; }

    public IReadOnlyList<Decision> Decisions => _decisions;

    public IEnumerable<Row> Rows => _rows.OrderBy(pair => pair.Value).Select(pair => pair.Key);

    /// <summary>The situations of which there is a row: the articles that speak, and whether a meeting is open.</summary>
    public IReadOnlyCollection<(ArticleSet Live, bool InMeeting)> Situations => _known.Keys;

    public Article ArticleAt(int number) => _articles[number];

    /// <summary>The number of the row, or -1 when there are more rows than a covenant can need.</summary>
    public int RowOf(ArticleSet live, bool inMeeting)
    {
        if (_known.TryGetValue((live, inMeeting), out var number))
            return number;
        if ((long)(_known.Count + 1) * Classes.Categories.Length * Classes.Sources.Length > Limits.Cells)
            return -1;
        var row = Build(live, inMeeting);
        if (_decisions.Count > ushort.MaxValue)
            return -1;
        if (!_rows.TryGetValue(row, out number))
            _rows.Add(row, number = _rows.Count);
        _known.Add((live, inMeeting), number);
        return number;
    }

    /// <summary>The caps that decide some cell, by their numbers; without any other the cells are the same.</summary>
    public IEnumerable<int> CapsIn(ArticleSet live)
    {
        var cited = Found(live).SelectMany(column => column).Distinct().Select(number => _decisions[number]).Where(decision => decision.Reason == DecisionReason.Capped);
        return cited.Select(decision => Array.FindIndex(_articles, article => article.Id == decision.Article));
    }

    public Row Build(ArticleSet live, bool inMeeting)
    {
        // 1 and 2
        var columns = Found(live);
        var ceiling = CeilingOf(columns);

        // 3 and 4
        var limit = ceiling.Level > Level.Anonymised ? ceiling.Level : Level.Anonymised;
        var (terms, limited) = (default(Terms), NoGrant);
        var highest = new Level[Classes.Sources.Length];
        foreach (var column in columns)
        {
            for (var source = 0; source < column.Length; source++)
            {
                if (_decisions[column[source]] is var found && found.Level > limit)
                {
                    if (!ReferenceEquals(found.Terms, terms))
                        (terms, limited) = (found.Terms, NumberOf(new Decision(limit, ceiling.Article, DecisionReason.OneView, found.Terms)));
                    column[source] = limited;
                }

                var level = _decisions[column[source]].Level;
                if (level == Level.Anonymised && !inMeeting)
                    (column[source], level) = (NoMeeting, Level.None);
                if (level > highest[source])
                    highest[source] = level;
            }
        }

        return new Row
        {
            Columns = [.. columns.Select(_columns.One)],
            Highest = HighestBut(highest, -1),
            HighestOfOthers = _highest.One([.. highest.Select((_, source) => HighestBut(highest, source))]),
            Ceiling = ceiling,
            Own = ceiling.Level < Level.Full ? NumberOf(new Decision(Level.None, ceiling.Article, DecisionReason.OwnContribution)) : NoGrant,
        };
    }

    /// <summary>The highest of any known source but one partner of a class.</summary>
    private Level HighestBut(Level[] highest, int but)
    {
        var most = Level.None;
        for (var source = 0; source < highest.Length; source++)
        {
            if (highest[source] > most && Classes.PartnersIn[source] > (source == but ? 1 : 0))
                most = highest[source];
        }

        return most;
    }

    private ushort[][] Found(ArticleSet live)
    {
        var columns = new ushort[Classes.Categories.Length][];
        for (var category = 0; category < columns.Length; category++)
        {
            columns[category] = new ushort[Classes.Sources.Length];
            for (var source = 0; source < Classes.Sources.Length; source++)
                columns[category][source] = ByArticles(live, category, source);
        }

        return columns;
    }

    private ushort ByArticles(ArticleSet live, int category, int source)
    {
        var (grants, caps) = Classes.Articles(category, source);
        foreach (var grant in grants)
        {
            if (!live.Contains(grant))
                continue;
            var granted = _articles[grant].Level;
            foreach (var cap in caps)
            {
                if (_articles[cap].Level >= granted)
                    break;
                if (live.Contains(cap))
                    return Capped(cap, _sameTerms[grant]);
            }

            return Granted(grant);
        }

        return NoGrant;
    }

    private ushort Granted(int grant)
    {
        if (_granted[grant] < 0)
        {
            var article = _articles[grant];
            _granted[grant] = NumberOf(new Decision(
                article.Level,
                article.Id,
                article.Level == Level.Existence ? DecisionReason.ExistenceOnly : DecisionReason.Granted,
                _termsOf[_sameTerms[grant]]));
        }

        return (ushort)_granted[grant];
    }

    /// <summary>A higher grant capped to existence gives nothing: that somebody is known can itself be a secret.</summary>
    private ushort Capped(int cap, int terms)
    {
        var article = _articles[cap];
        var level = article.Level == Level.Existence ? Level.None : article.Level;
        if (level == Level.None)
            terms = -1;
        if (!_capped.TryGetValue((cap, terms), out var number))
            _capped.Add((cap, terms), number = NumberOf(new Decision(level, article.Id, DecisionReason.Capped, terms < 0 ? null : _termsOf[terms])));
        return number;
    }

    private Ceiling CeilingOf(ushort[][] found)
    {
        var lowest = Level.Full;
        string? article = null;
        for (var category = 0; category < found.Length; category++)
        {
            if (!Classes.Identifying[category])
                continue;
            var highest = Level.None;
            for (var source = 0; source < found[category].Length; source++)
            {
                var level = _decisions[found[category][source]].Level;
                if (Classes.PartnersIn[source] > 0 && level > highest)
                    highest = level;
            }

            if (highest > lowest || highest == Level.Full)
                continue;
            if (highest < lowest)
                (lowest, article) = (highest, null);
            for (var source = 0; source < found[category].Length; source++)
            {
                var decision = _decisions[found[category][source]];
                if (Classes.PartnersIn[source] > 0 && decision.Level == highest && decision.Article is { } id && (article is null || string.CompareOrdinal(id, article) < 0))
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

    /// <summary>Arrays of which equal ones are one.</summary>
    private sealed class Shared<T> : IEqualityComparer<T[]>
        where T : unmanaged
    {
        private readonly Dictionary<T[], T[]> _known;

        public Shared() => _known = new Dictionary<T[], T[]>(this);

        public T[] One(T[] values)
        {
            if (_known.TryGetValue(values, out var known))
                return known;
            _known.Add(values, values);
            return values;
        }

        public bool Equals(T[]? x, T[]? y) => Bytes(x).SequenceEqual(Bytes(y));

        public int GetHashCode(T[] obj)
        {
            var hash = new HashCode();
            hash.AddBytes(Bytes(obj));
            return hash.ToHashCode();
        }

        private static ReadOnlySpan<byte> Bytes(T[]? values) => System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan());
    }
}
