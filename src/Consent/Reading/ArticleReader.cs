namespace Exchange.Consent;

/// <summary>Reads the articles.</summary>
internal sealed class ArticleReader(Names names, CovenantHeader header, GroundRules rules, Mistakes mistakes)
{
    private const int LongestKeeping = 36_600;

    public IReadOnlyList<Article> Read(MapReader top)
    {
        var articles = new List<Article>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var items = Sequence.Of(top, "articles", required: true, mistakes);
        foreach (var map in items)
        {
            if (One(map) is not { } article)
                continue;
            rules.Check(article, map);
            if (lines.TryAdd(article.Id, article.Line))
                articles.Add(article);
            else
                mistakes.Add(map.PlaceOf("id"), $"Article '{article.Id}' is here twice; the first is on line {lines[article.Id]}.");
        }

        if (items.Count > Limits.Articles)
            mistakes.Add(top.PlaceOf("articles"), $"More than {Limits.Articles} articles; a covenant has fewer.");
        return articles;
    }

    private Article? One(MapReader map)
    {
        var id = map.Text("id");
        if (id is not null && !Names.IsArticleNumber(id))
            mistakes.Add(map.PlaceOf("id"), "An article's id is letters, digits, '.', '-' or '_', at most 32.");
        var text = map.Text("text", required: false);
        var grant = map.Word<Level>("grant", required: false);
        var cap = map.Word<Level>("cap", required: false);
        EffectIsClear(map, grant, cap);

        var categories = map.References("categories", "category", names.Categories);
        var from = map.References("from", "partner", names.Partners);
        var to = Callers(map);
        var at = map.References("at", "forum", names.Forums);
        var purposes = map.References("for", "purpose", names.Purposes);
        var inForce = InForce(map);
        var when = Circumstances(map, grants: grant is not null);
        var ground = map.Text("ground", required: false);
        var obliges = Obligations(map);
        map.Done();
        if (map.Has("cap") && map.Has("obliges"))
            mistakes.Add(map.PlaceOf("obliges"), "A cap releases nothing, so it obliges to nothing.");
        if (id is null || (grant is null && cap is null))
            return null;

        if (text is null && !map.Has("text"))
            mistakes.Warn(map.Place, $"Article '{id}' has no text.");
        if (grant is not null && ground is null && !map.Has("ground") && names.Grounds.Count == 0)
            mistakes.Warn(map.Place, $"Article '{id}' grants without a ground.");
        return new Article
        {
            Id = id,
            Text = text ?? "",
            Effect = grant is null ? ArticleEffect.Cap : ArticleEffect.Grant,
            Level = (grant ?? cap)!.Value,
            Categories = categories,
            From = from,
            To = to,
            At = at,
            For = purposes,
            InForce = inForce,
            When = when,
            Ground = ground,
            Obliges = obliges,
            Line = map.Place.Line,
        };
    }

    private void EffectIsClear(MapReader map, Level? grant, Level? cap)
    {
        if (map.Has("grant") && map.Has("cap"))
            mistakes.Add(map.PlaceOf("cap"), "An article grants or caps; this one does both. Write two articles.");
        else if (!map.Has("grant") && !map.Has("cap"))
            mistakes.Add(map.Place, "An article grants or caps; this one does neither. Add 'grant:' or 'cap:' with a level.");
        if (grant == Level.None)
            mistakes.Add(map.PlaceOf("grant"), "'grant: none' grants nothing. To withhold, write 'cap: none'.");
        if (cap == Level.Full)
            mistakes.Warn(map.PlaceOf("cap"), "'cap: full' lowers nothing.");
    }

    private ArticleCallers Callers(MapReader map)
    {
        if (map.Map("to", required: false) is not { } to)
            return ArticleCallers.Any;
        var callers = new ArticleCallers(
            to.References("partner", "partner", names.Partners),
            to.Words<Circle>("circle"),
            to.Words<PartnerKind>("kind"),
            to.References("role", "role", names.Roles),
            to.Words<Relation>("relation"));
        to.Done();
        if (callers.Relations is not null && callers.Relations.Contains(Relation.Backup))
            mistakes.Add(to.PlaceOf("relation"), ForumReader.BackupIsNone);
        return callers;
    }

    private Period? InForce(MapReader map)
    {
        if (map.Map("inForce", required: false) is not { } inForce)
            return null;
        var from = inForce.Day("from", required: false);
        var until = inForce.Day("until", required: false);
        inForce.Done();
        if (until <= from)
            mistakes.Add(inForce.PlaceOf("until"), "'until' is the first day on which the article no longer speaks: it comes after 'from'.");
        if (from is not null && header.Until <= from)
            mistakes.Add(inForce.PlaceOf("from"), "The article begins when the covenant is no longer in force.");
        if (until <= header.From)
            mistakes.Add(inForce.PlaceOf("until"), "The article ends before the covenant is in force.");
        return new Period(from, until);
    }

    private ArticleCircumstances Circumstances(MapReader map, bool grants)
    {
        var ofAdults = header.MinorsNeedOwnArticle && grants ? new HashSet<Minority> { Minority.No } : null;
        if (map.Map("when", required: false) is not { } when)
            return ArticleCircumstances.Any with { Minors = ofAdults };
        var circumstances = new ArticleCircumstances(
            when.Words<CaseState>("case"),
            when.Words<ConsentStatus>("consent"),
            when.Words<Secrecy>("secrecy"),
            when.Words<Minority>("minor") ?? ofAdults);
        when.Done();
        return circumstances;
    }

    private Obligations? Obligations(MapReader map)
    {
        if (map.Map("obliges", required: false) is not { } obliges)
            return null;
        var purpose = obliges.Reference("purpose", "purpose", names.Purposes, required: true);
        var keepDays = obliges.Number("keepDays", 1, LongestKeeping, required: true);
        var onward = obliges.YesOrNo("onward", required: true);
        obliges.Done();
        return purpose is null || keepDays is null || onward is null ? null : new Obligations(purpose, keepDays.Value, onward.Value);
    }
}
