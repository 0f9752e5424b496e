namespace Exchange.Consent;

/// <summary>
/// Holds every grant to the ground that it cites: the ground must carry each of its categories, from each of its sources, to all that
/// it reaches; and what is special needs a ground that says so.
/// </summary>
internal sealed class GroundRules(
    IReadOnlyDictionary<string, Ground> grounds,
    IReadOnlyDictionary<string, CategoryRule> categories,
    IReadOnlyDictionary<string, Partner> partners,
    Names names,
    Mistakes mistakes)
{
    private const int MostNamed = 4;

    private readonly string[] _sources = [.. names.Partners.Order(StringComparer.Ordinal)];
    private readonly Dictionary<GroundReach, ArticleSet> _from = new(ReferenceEqualityComparer.Instance);

    /// <summary>Special data are only carried by a ground that says so, and without grounds there is none.</summary>
    public void CheckCategories(MapReader top)
    {
        if (names.Grounds.Count > 0)
            return;
        foreach (var category in categories.Values.Where(category => category.Special.Count > 0))
        {
            mistakes.Add(
                top.PlaceOf("categories"),
                $"Category '{category.Id}' holds special data ({Listed(category.Special)}): that takes a ground of its own. Add 'grounds' with one that carries it.");
        }
    }

    public void Check(Article article, MapReader map)
    {
        if (article.Effect == ArticleEffect.Cap || names.Grounds.Count == 0 || mistakes.IsFull)
            return;
        if (article.Ground is not { } cited)
        {
            if (!map.Has("ground"))
                mistakes.Add(map.Place, $"Article '{article.Id}' grants without a ground; name one of the covenant's 'grounds'.");
            return;
        }

        if (!names.Grounds.Contains(cited))
            mistakes.Add(map.PlaceOf("ground"), $"This covenant has no ground '{MapReader.Shown(cited)}'.{Suggestion.For(cited, names.Grounds)}");
        else if (grounds.TryGetValue(cited, out var ground))
            Check(article, map, ground);
    }

    private void Check(Article article, MapReader map, Ground ground)
    {
        var place = map.PlaceOf(map.Has("categories") ? "categories" : "ground");
        var recipients = partners.Values.Where(partner => Reaches(article, partner)).ToList();
        var covering = ground.Carries.Where(reach => Covers(reach, article, recipients)).ToList();
        var from = article.From is { } named ? ArticleSet.Where(_sources.Length, i => named.Contains(_sources[i])) : null;
        foreach (var id in article.Categories ?? names.Categories)
        {
            if (!categories.TryGetValue(id, out var category))
                continue;
            if (category.Special.Except(ground.Special).ToArray() is { Length: > 0 } special)
                mistakes.Add(place, $"Ground '{ground.Id}' carries no special data of kind {Listed(special)}, and category '{id}' holds it: it takes a ground of its own.");
            if (WhyNot(article, ground, id, covering, from) is { } why)
                mistakes.Add(place, $"Ground '{ground.Id}' does not carry {why}");
        }
    }

    /// <summary>What of one category the ground does not carry, or null when it carries all.</summary>
    private string? WhyNot(Article article, Ground ground, string category, List<GroundReach> covering, ArticleSet? from)
    {
        var carried = ArticleSet.Where(_sources.Length, _ => false);
        var (anybody, some) = (false, false);
        foreach (var reach in covering.Where(reach => reach.Categories.Contains(category)))
        {
            some = true;
            anybody |= reach.From is null;
            carried |= SourcesOf(reach);
        }

        if (!some)
        {
            return ground.Carries.Any(reach => reach.Categories.Contains(category))
                ? $"'{category}' to all whom article '{article.Id}' reaches."
                : $"category '{category}'.";
        }

        if (anybody)
            return null;
        string[] missing = [.. _sources.Where((_, i) => from?.Contains(i) != false && !carried.Contains(i))];
        return missing.Length == 0
            ? null
            : $"'{category}' from {Listed(missing)}.{(from is null ? " Say 'from' whom the article is." : "")}";
    }

    private ArticleSet SourcesOf(GroundReach reach)
    {
        if (!_from.TryGetValue(reach, out var sources))
            _from.Add(reach, sources = ArticleSet.Where(_sources.Length, i => reach.From?.Contains(_sources[i]) == true));
        return sources;
    }

    private static bool Reaches(Article article, Partner partner) =>
        article.To.Partners?.Contains(partner.Id) != false
        && article.To.Kinds?.Overlaps(partner.Kinds) != false
        && (article.To.Roles is not { } roles || roles.Overlaps(partner.Roles))
        && (article.To.Circles is not { } circles || circles.Contains(Circle.Wide) || partner.Circle == Circle.Small);

    private static bool Covers(GroundReach reach, Article article, List<Partner> recipients) =>
        (reach.To is not { } to || recipients.All(partner => to.Contains(partner.Id)))
        && (reach.Kinds is not { } kinds || recipients.All(partner => kinds.Overlaps(partner.Kinds)))
        && (reach.Circles is not { } circles || (article.To.Circles is { } reached && reached.IsSubsetOf(circles)));

    private static string Listed(IEnumerable<SpecialData> special) => string.Join(", ", special.Order().Select(Words.Of));

    private static string Listed(string[] partners) =>
        string.Join(", ", partners.Take(MostNamed).Select(partner => $"'{MapReader.Shown(partner)}'"))
        + (partners.Length > MostNamed ? $" and {partners.Length - MostNamed} more" : "");
}
