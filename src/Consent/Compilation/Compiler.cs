namespace Exchange.Consent;

/// <summary>
/// Compiles articles to a <see cref="CompiledTable"/>. A node is the set of articles still alive (and, until the forum is known,
/// the forums that the caller belongs to): walking to the next dimension keeps the articles that the value lets live. A node
/// without a living grant is node 0.
/// </summary>
internal sealed class Compiler
{
    private readonly Article[] _articles;
    private readonly Alphabet _words;
    private readonly Survivors _survivors;
    private readonly RowBuilder _rows;
    private readonly NodeBudget _budget = new(Limits.Nodes);
    private string _tooMany = "Its conditions are different for too many callers, forums and circumstances.";

    private Compiler(CovenantParts covenant)
    {
        // In ordinal order of the ids, so that of several articles with one level the first bit is the one to cite.
        _articles = [.. covenant.Articles.OrderBy(article => article.Id, StringComparer.Ordinal)];
        _words = new Alphabet(covenant);
        _survivors = new Survivors(_articles, _words);
        _rows = new RowBuilder(_articles, _words, _survivors);
    }

    /// <summary>The table, or null when the covenant tells more situations apart than <see cref="Limits"/> allows.</summary>
    /// <param name="covenant">What was read.</param>
    /// <param name="tooMany">Without a table, what there is too much of.</param>
    public static CompiledTable? Compile(CovenantParts covenant, out string tooMany)
    {
        var compiler = new Compiler(covenant);
        var table = compiler.Compile();
        tooMany = compiler._tooMany;
        return table;
    }

    /// <summary>What the rows of a covenant that compiles are made of.</summary>
    public static RowBuilder RowsOf(CovenantParts covenant)
    {
        var compiler = new Compiler(covenant);
        compiler.Compile();
        return compiler._rows;
    }

    private CompiledTable? Compile()
    {
        if (_words.Periods.Length > Limits.Periods)
        {
            _tooMany = $"'inForce' of its articles divides time in {_words.Periods.Length} stretches; {Limits.Periods} is the most.";
            return null;
        }

        if (TokenClasses.Of(_survivors, _words.Roles.Length) is not { } tokens)
        {
            _tooMany = $"Its caps with 'to: {{ role: … }}' treat more than {Limits.TokenClasses} combinations of roles differently.";
            return null;
        }

        // Who it is, and what to the case; then the forum, which settles circle and membership; then the rest.
        var atSeat = new Nodes<Caller>(_budget);
        var bySeat = BySeat(tokens, atSeat);
        var atRelation = new Nodes<Caller>(_budget);
        var byRelation = atSeat.Step(Alphabet.Relations + 1, atRelation, ByRelation());
        var atForum = new Nodes<Situation>(_budget);
        var byForum = atRelation.Step(_words.ForumWidth, atForum, ByForum());
        var atPurpose = new Nodes<Situation>(_budget);
        var byPurpose = atForum.Step(_words.PurposeWidth, atPurpose, By(_survivors.ByPurpose));
        var atState = new Nodes<Situation>(_budget);
        var byState = atPurpose.Step(Alphabet.States, atState, By(_survivors.ByState));
        var atPeriod = new Nodes<Situation>(_budget);
        var byPeriod = atState.Step(_words.Periods.Length, atPeriod, By(_survivors.ByPeriod));
        var atMinority = new Nodes<Situation>(_budget);
        var byMinority = atPeriod.Step(Alphabet.Minorities + 1, atMinority, By(_survivors.ByMinority));
        var atConsent = new Nodes<Situation>(_budget);
        var byConsent = atMinority.Step(Alphabet.Consents + 1, atConsent, By(_survivors.ByConsent));
        var bySecrecy = BySecrecy(atConsent, _rows);
        if (_budget.Exhausted)
            return null;

        return new CompiledTable
        {
            Words = _words,
            TokenClasses = tokens.Next,
            UnknownToken = tokens.Unknown,
            TokenWidth = tokens.Live.Count,
            BySeat = bySeat,
            ByRelation = byRelation,
            ByForum = byForum,
            ByPurpose = byPurpose,
            ByState = byState,
            ByPeriod = byPeriod,
            ByMinority = byMinority,
            ByConsent = byConsent,
            BySecrecy = bySecrecy,
            Classes = _rows.Classes,
            Rows = [.. _rows.Rows],
            Decisions = [.. _rows.Decisions],
            NeverReached = NeverReached(Reached(bySeat, byRelation, byForum, byPurpose, byState, byPeriod, byMinority, byConsent), atConsent),
        };
    }

    /// <summary>The nodes before secrecy at which a situation arrives of which everything is known.</summary>
    private IEnumerable<int> Reached(
        int[] bySeat, int[] byRelation, int[] byForum, int[] byPurpose, int[] byState, int[] byPeriod, int[] byMinority, int[] byConsent)
    {
        IEnumerable<int> nodes = bySeat.Distinct();
        nodes = Follow(nodes, byRelation, Alphabet.Relations + 1, Alphabet.Relations);
        nodes = Follow(nodes, byForum, _words.ForumWidth, _words.ForumWidth - 1);
        nodes = Follow(nodes, byPurpose, _words.PurposeWidth, _words.Purposes.Length);
        nodes = Follow(nodes, byState, Alphabet.States, (int)CaseState.Destroyed);
        nodes = Follow(nodes, byPeriod, _words.Periods.Length, _words.Periods.Length);
        nodes = Follow(nodes, byMinority, Alphabet.Minorities + 1, Alphabet.Minorities);
        return Follow(nodes, byConsent, Alphabet.Consents + 1, Alphabet.Consents);
    }

    private static HashSet<int> Follow(IEnumerable<int> nodes, int[] table, int width, int known) =>
        [.. nodes.SelectMany(node => Enumerable.Range(0, known).Select(value => table[node * width + value]))];

    private IReadOnlyList<Article> NeverReached(IEnumerable<int> nodes, Nodes<Situation> atConsent)
    {
        var reached = _survivors.Where(_ => false);
        foreach (var situation in nodes.Select(node => atConsent.All[node]).OfType<Situation>())
            reached = _survivors.BySecrecy[..Alphabet.Secrecies].Aggregate(reached, (sum, secrecy) => sum | (situation.Live & secrecy));
        return [.. _articles.Where((_, number) => !reached.Contains(number))];
    }

    private int[] BySeat(TokenClasses tokens, Nodes<Caller> next)
    {
        var table = new int[_words.Seats.Length * tokens.Live.Count];
        for (var seat = 0; seat < _words.Seats.Length; seat++)
        {
            var (partner, role) = _words.Seats[seat];
            var member = ForumsWhere(entry =>
                entry.Partner == _words.Partners[partner].Id || entry.Roles?.Contains(_words.Roles[role]) == true);
            var small = _words.Partners[partner].Circle == Circle.Small;
            for (var token = 0; token < tokens.Live.Count; token++)
            {
                // A token that lacks the acting role's own caps lacks the acting role; such a caller does not exist.
                if (tokens.Next[token * _words.Roles.Length + role] == token)
                    table[seat * tokens.Live.Count + token] = next.Number(Alive(_survivors.BySeat[seat] & tokens.Live[token], live => new Caller(live, member, small)));
            }
        }

        return table;
    }

    private Func<Caller, int, Caller?> ByRelation()
    {
        var member = Enumerable.Range(0, Alphabet.Relations + 1)
            .Select(relation => ForumsWhere(entry => relation < Alphabet.Relations && entry.Relations?.Contains((Relation)relation) == true))
            .ToArray();
        return (caller, relation) => Alive(
            caller.Live & _survivors.ByRelation[relation],
            live => caller with { Live = live, MemberOf = caller.MemberOf | member[relation] });
    }

    private Func<Caller, int, Situation?> ByForum()
    {
        var ofSmall = Enumerable.Range(0, _words.ForumWidth).Select(forum => _survivors.ByForum(forum, smallPartner: true)).ToArray();
        var ofWide = Enumerable.Range(0, _words.ForumWidth).Select(forum => _survivors.ByForum(forum, smallPartner: false)).ToArray();
        return (caller, forum) =>
        {
            var inMeeting = forum < _words.Forums.Length;
            return inMeeting && !caller.MemberOf.Contains(forum)
                ? null
                : Alive(caller.Live & (caller.SmallPartner ? ofSmall : ofWide)[forum], live => new Situation(live, inMeeting));
        };
    }

    private Func<Situation, int, Situation?> By(ArticleSet[] survivors) =>
        (situation, value) => Alive(situation.Live & survivors[value], live => situation with { Live = live });

    private int[] BySecrecy(Nodes<Situation> nodes, RowBuilder rows)
    {
        const int width = Alphabet.Secrecies + 1;
        var table = new int[nodes.All.Count * width];
        var nothing = rows.RowOf(_survivors.Where(_ => false), inMeeting: false);
        for (var node = 0; node < nodes.All.Count && !_budget.Exhausted; node++)
        {
            for (var secrecy = 0; secrecy < width; secrecy++)
            {
                var row = nodes.All[node] is { } situation
                    ? rows.RowOf(situation.Live & _survivors.BySecrecy[secrecy], situation.InMeeting)
                    : nothing;
                if (row < 0)
                    _budget.Exhaust();
                table[node * width + secrecy] = row;
            }
        }

        return table;
    }

    private T? Alive<T>(ArticleSet live, Func<ArticleSet, T> node)
        where T : class => live.Intersects(_survivors.Grants) ? node(live) : null;

    /// <summary>The forums with a member entry that satisfies the predicate.</summary>
    private ArticleSet ForumsWhere(Func<MemberEntry, bool> predicate) =>
        ArticleSet.Where(_words.Forums.Length, forum => _words.Forums[forum].Members.Any(predicate));

    /// <summary>Before the forum is known.</summary>
    private sealed record Caller(ArticleSet Live, ArticleSet MemberOf, bool SmallPartner);

    /// <summary>From the forum on.</summary>
    private sealed record Situation(ArticleSet Live, bool InMeeting);
}
