namespace Exchange.Consent;

/// <summary>Derives one decision from the articles: guards, caller, articles, one view, meeting.</summary>
internal sealed class Explainer
{
    private readonly Covenant _covenant;
    private readonly DecisionInput _input;
    private readonly Conditions _conditions;
    private readonly ArticleFinding[] _articles;
    private readonly IReadOnlyList<CheckFinding> _guards;
    private readonly IReadOnlyList<CheckFinding> _caller;

    public Explainer(Covenant covenant, DecisionInput input)
    {
        _covenant = covenant;
        _input = input with { BreakGlass = false };
        _conditions = new Conditions(covenant, _input);
        _articles = [.. covenant.Articles.OrderBy(article => article.Id, StringComparer.Ordinal).Select(_conditions.Judge)];
        _guards = [.. Checks.Guards(covenant, _input)];
        _caller = [.. Checks.Caller(covenant, _input)];
    }

    private bool InMeeting => _input.Forum is { } forum && _covenant.Forums.ContainsKey(forum);

    public Explanation Explain()
    {
        // 3
        var (grant, cap) = Deciding(_articles);
        var found = Found(grant, cap);

        // 4
        var heard = _guards.Concat(_caller).All(check => check.Passed);
        var identifying = _covenant.Categories.Values.Where(category => category.Identifying).Select(category => Identified(category.Id)).ToList();
        var ceiling = CeilingOf(identifying);
        var limit = ceiling.Level > Level.Anonymised ? ceiling.Level : Level.Anonymised;
        var seen = found.Level > limit ? new Decision(limit, ceiling.Article, DecisionReason.OneView, found.Terms) : found;
        var own = ceiling.Level < Level.Full && _input.Source is not null && _input.Source == _input.Partner && seen.Level > Level.None;
        if (own)
            seen = new Decision(Level.None, ceiling.Article, DecisionReason.OwnContribution);

        // 5
        var needsMeeting = seen.Level == Level.Anonymised && !InMeeting;
        var derived = !_guards.All(guard => guard.Passed) ? new Decision(Level.None, null, DecisionReason.Guard)
            : !heard || needsMeeting ? RowBuilder.Nothing
            : seen;
        var decision = _covenant.Decide(_input);
        return new Explanation
        {
            Input = _input,
            Decision = decision,
            Derived = derived,
            Guards = _guards,
            Caller = _caller,
            Circle = _covenant.CircleOf(_input.Partner, _input.Forum),
            Articles = _articles,
            Grant = grant,
            Cap = cap,
            OneView = new OneViewFinding(ceiling, identifying, heard && found.Level > limit, heard && own),
            InMeeting = InMeeting,
            Obliges = decision.Terms?.Obliges,
            Nearest = decision.Level == Level.None ? Nearest(grant, found, own ? ceiling : null, needsMeeting) : null,
        };
    }

    /// <summary>The highest grant and the lowest cap that apply; of several, the first.</summary>
    private static (Article? Grant, Article? Cap) Deciding(IReadOnlyList<ArticleFinding> articles)
    {
        Article? grant = null, cap = null;
        foreach (var article in articles.Where(finding => finding.Applies).Select(finding => finding.Article))
        {
            if (article.Effect == ArticleEffect.Grant && (grant is null || article.Level > grant.Level))
                grant = article;
            if (article.Effect == ArticleEffect.Cap && (cap is null || article.Level < cap.Level))
                cap = article;
        }

        return (grant, cap);
    }

    private static Decision Found(Article? grant, Article? cap)
    {
        if (grant is null)
            return RowBuilder.Nothing;
        var terms = new Terms(grant.Ground, grant.Obliges);
        if (cap is not null && cap.Level < grant.Level)
        {
            return cap.Level <= Level.Existence
                ? new Decision(Level.None, cap.Id, DecisionReason.Capped)
                : new Decision(cap.Level, cap.Id, DecisionReason.Capped, terms);
        }

        return new Decision(grant.Level, grant.Id, grant.Level == Level.Existence ? DecisionReason.ExistenceOnly : DecisionReason.Granted, terms);
    }

    private IdentifyingFinding Identified(string category)
    {
        var highest = _covenant.Partners.Keys
            .Select(source => Deciding([.. _articles.Select(finding => _conditions.Judge(finding, category, source))]))
            .Select(deciding => Found(deciding.Grant, deciding.Cap))
            .OrderByDescending(decision => decision.Level)
            .ThenBy(decision => decision.Article is null)
            .ThenBy(decision => decision.Article, StringComparer.Ordinal)
            .First();
        return new IdentifyingFinding(category, highest.Level, highest.Article);
    }

    private static Ceiling CeilingOf(IReadOnlyList<IdentifyingFinding> identifying)
    {
        var lowest = identifying.Select(finding => finding.Level).DefaultIfEmpty(Level.Full).Min();
        return lowest == Level.Full
            ? new Ceiling(Level.Full, null)
            : new Ceiling(lowest, identifying.Where(f => f.Level == lowest).Select(f => f.Article).OfType<string>().Order(StringComparer.Ordinal).FirstOrDefault());
    }

    private NearestFinding Nearest(Article? grant, Decision found, Ceiling? ownUnder, bool needsMeeting)
    {
        if (_guards.Any(guard => !guard.Passed))
            return new NearestFinding(null, [.. Failed(_guards)]);
        if (_caller.All(check => check.Passed))
        {
            if (found is { Level: Level.None, Reason: DecisionReason.Capped, Article: { } cap })
                return new NearestFinding(_covenant.Article(cap), _articles.First(finding => finding.Article.Id == cap).Conditions);
            if (ownUnder is { } ceiling)
                return new NearestFinding(ceiling.Article is { } set ? _covenant.Article(set) : null, [new ConditionFinding(Conditions.FromSource, ["others"], _input.Source, ConditionOutcome.Fails)]);
            if (needsMeeting)
                return new NearestFinding(grant, [new ConditionFinding("at", ["an open meeting"], _input.Forum, ConditionOutcome.Fails)]);
        }

        // The grant about this category that lacks least; of several the highest, then the first.
        var nearest = _articles
            .Where(finding => finding.Article.Effect == ArticleEffect.Grant
                && (finding.Article.Categories is null || (_input.Category is { } category && finding.Article.Categories.Contains(category))))
            .OrderBy(finding => finding.RuledOutBy.Count())
            .ThenByDescending(finding => finding.Article.Level)
            .FirstOrDefault();
        return new NearestFinding(nearest?.Article, [.. Failed(_caller), .. nearest?.RuledOutBy ?? []]);
    }

    private static IEnumerable<ConditionFinding> Failed(IEnumerable<CheckFinding> checks) =>
        checks.Where(check => !check.Passed).Select(check => new ConditionFinding(check.Name, [], check.Found, ConditionOutcome.Fails));
}
