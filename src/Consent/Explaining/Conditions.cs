namespace Exchange.Consent;

/// <summary>Holds one question against the conditions of articles, one by one.</summary>
internal sealed class Conditions(Covenant covenant, DecisionInput input)
{
    public const string AboutCategory = "categories";
    public const string FromSource = "from";

    private const string AnyButUitvraag = "any but " + Covenant.Uitvraag;

    private readonly Partner? _partner = covenant.Partners.GetValueOrDefault(input.Partner ?? "");
    private readonly Circle? _circle = covenant.CircleOf(input.Partner, input.Forum);

    /// <summary>What the article has to say about the category and the source of the question.</summary>
    public ArticleFinding Judge(Article article) => Judged(article, [.. All(article).OfType<ConditionFinding>()]);

    /// <summary>The same about another category and source.</summary>
    public ArticleFinding Judge(ArticleFinding finding, string category, string source) => Judged(
        finding.Article,
        [
            .. new[] { Category(finding.Article, category), Source(finding.Article, source) }.OfType<ConditionFinding>(),
            .. finding.Conditions.Where(condition => condition.Key is not (AboutCategory or FromSource)),
        ]);

    private static ArticleFinding Judged(Article article, IReadOnlyList<ConditionFinding> conditions) => new(
        article,
        conditions.All(c => c.Outcome == ConditionOutcome.Holds || (c.Outcome == ConditionOutcome.Unknown && article.Effect == ArticleEffect.Cap)),
        conditions);

    private IEnumerable<ConditionFinding?> All(Article article)
    {
        yield return Category(article, input.Category);
        yield return Source(article, input.Source);
        yield return One("to.partner", article.To.Partners, _partner?.Id);
        yield return One("to.circle", Spelled(article.To.Circles), Spelled(_circle));
        yield return Any("to.kind", Spelled(article.To.Kinds), _partner?.Kinds.Select(Words.Of).ToList());
        yield return article.Effect == ArticleEffect.Grant
            ? One("to.role", article.To.Roles, input.Role)
            : Any("to.role", article.To.Roles, input.Roles);
        yield return One("to.relation", Spelled(article.To.Relations), Spelled(input.Relation == Relation.Backup ? Relation.None : input.Relation));
        yield return At(article);
        yield return For(article);
        yield return InForce(article);
        yield return One("when.case", Spelled(article.When.Cases), Spelled(input.Case));
        yield return One("when.consent", Spelled(article.When.Consents), Spelled(input.Consent));
        yield return One("when.secrecy", Spelled(article.When.Secrecies), Spelled(input.Secrecy));
        yield return One("when.minor", Spelled(article.When.Minors), Spelled(input.Minor));
    }

    private ConditionFinding? Category(Article article, string? category) =>
        One(AboutCategory, article.Categories, category is not null && covenant.Categories.ContainsKey(category) ? category : null);

    private ConditionFinding? Source(Article article, string? source) =>
        One(FromSource, article.From, source is not null && covenant.Partners.ContainsKey(source) ? source : null);

    /// <summary>Outside a meeting no forum matches; in an unknown one, any might.</summary>
    private ConditionFinding? At(Article article) =>
        One("at", article.At, input.Forum is { } forum && (forum == DecisionInput.NoForum || covenant.Forums.ContainsKey(forum)) ? forum : null);

    /// <summary>Asking a source is met only by an article that names it; for a grant that is a condition without a key.</summary>
    private ConditionFinding? For(Article article)
    {
        var purpose = input.Purpose is { } stated && covenant.Purposes.Contains(stated) ? stated : null;
        if (article.For is not null || article.Effect == ArticleEffect.Cap || (purpose is not null && purpose != Covenant.Uitvraag))
            return One("for", article.For, purpose);
        return new ConditionFinding("for", [AnyButUitvraag], purpose, purpose is null ? ConditionOutcome.Unknown : ConditionOutcome.Fails);
    }

    private ConditionFinding? InForce(Article article)
    {
        if (article.InForce is not { } period)
            return null;
        var from = period.From is { } first ? $"from {first:yyyy-MM-dd}" : "";
        var until = period.Until is { } end ? $"until {end:yyyy-MM-dd}" : "";
        return new ConditionFinding(
            "inForce",
            [$"{from} {until}".Trim()],
            input.Date is { } day ? $"{day:yyyy-MM-dd}" : null,
            Outcome(input.Date is { } date ? period.Contains(date) : null));
    }

    private static ConditionFinding? One(string key, IReadOnlySet<string>? wanted, string? got) =>
        wanted is null ? null : new ConditionFinding(key, Ordered(wanted), got, Outcome(got is null ? null : wanted.Contains(got)));

    private static ConditionFinding? Any(string key, IReadOnlySet<string>? wanted, IReadOnlyCollection<string>? got) =>
        wanted is null
            ? null
            : new ConditionFinding(key, Ordered(wanted), got is null ? null : string.Join('+', got), Outcome(got?.Any(wanted.Contains)));

    private static ConditionOutcome Outcome(bool? holds) => holds switch
    {
        true => ConditionOutcome.Holds,
        false => ConditionOutcome.Fails,
        null => ConditionOutcome.Unknown,
    };

    private static string[] Ordered(IReadOnlySet<string> words) => [.. words.Order(StringComparer.Ordinal)];

    private static HashSet<string>? Spelled<T>(IReadOnlySet<T>? values)
        where T : struct, Enum => values is null ? null : [.. values.Select(Words.Of)];

    private static string? Spelled<T>(T? value)
        where T : struct, Enum => value is { } known && Enum.IsDefined(known) ? Words.Of(known) : null;
}
