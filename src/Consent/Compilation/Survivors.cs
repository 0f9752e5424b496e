namespace Exchange.Consent;

/// <summary>
/// Per dimension and value, the articles that the value lets live: a grant lives where its condition holds, a cap where its
/// condition is not known to fail. An article speaks in a situation when every dimension lets it live.
/// </summary>
internal sealed class Survivors
{
    private readonly Article[] _articles;
    private readonly Alphabet _words;

    public Survivors(Article[] articles, Alphabet words)
    {
        _articles = articles;
        _words = words;
        Grants = Where(article => article.Effect == ArticleEffect.Grant);
        GrantsOf = [.. Enum.GetValues<Level>().Select(level => Where(a => a.Effect == ArticleEffect.Grant && a.Level == level))];
        CapsAt = [.. Enum.GetValues<Level>().Select(level => Where(a => a.Effect == ArticleEffect.Cap && a.Level == level))];
        BySeat = [.. words.Seats.Select(OfSeat)];
        RolelessCaps = Where(a => a.Effect == ArticleEffect.Grant || a.To.Roles is null);
        CapsByRole = [.. words.Roles.Select(role => Where(a => a.Effect == ArticleEffect.Cap && a.To.Roles is { } roles && roles.Contains(role)))];
        ByRelation = [.. Enumerable.Range(0, Alphabet.Relations).Select(r => OfSet(a => a.To.Relations, RelationAt(r))), Unknown(a => a.To.Relations is not null)];
        ByPurpose = [.. words.Purposes.Select(OfPurpose), Where(a => a.Effect == ArticleEffect.Cap)];
        ByState = [.. Enum.GetValues<CaseState>().Select(state => OfSet(a => a.When.Cases, state))];
        ByPeriod = [.. words.Periods.Select(day => Where(a => a.InForce?.Contains(day) != false))];
        ByMinority = [.. Enum.GetValues<Minority>().Select(minor => OfSet(a => a.When.Minors, minor)), Unknown(a => a.When.Minors is not null)];
        ByConsent = [.. Enum.GetValues<ConsentStatus>().Select(consent => OfSet(a => a.When.Consents, consent)), Unknown(a => a.When.Consents is not null)];
        BySecrecy = [.. Enum.GetValues<Secrecy>().Select(secrecy => OfSet(a => a.When.Secrecies, secrecy)), Unknown(a => a.When.Secrecies is not null)];
        ByCategory = [.. words.Categories.Select(category => OfSet(a => a.Categories, category.Id))];
        BySource = [.. words.Partners.Select(partner => OfSet(a => a.From, partner.Id)), Unknown(a => a.From is not null)];
    }

    public ArticleSet Grants { get; }

    public ArticleSet[] GrantsOf { get; }

    public ArticleSet[] CapsAt { get; }

    public ArticleSet[] BySeat { get; }

    /// <summary>What lives for a token without roles; <see cref="CapsByRole"/> adds to it, role by role.</summary>
    public ArticleSet RolelessCaps { get; }

    public ArticleSet[] CapsByRole { get; }

    public ArticleSet[] ByRelation { get; }

    public ArticleSet[] ByPurpose { get; }

    public ArticleSet[] ByState { get; }

    public ArticleSet[] ByPeriod { get; }

    public ArticleSet[] ByMinority { get; }

    public ArticleSet[] ByConsent { get; }

    public ArticleSet[] BySecrecy { get; }

    public ArticleSet[] ByCategory { get; }

    public ArticleSet[] BySource { get; }

    /// <summary>Forum and effective circle go together: the one decides the other.</summary>
    public ArticleSet ByForum(int forum, bool smallPartner)
    {
        if (forum == _words.UnknownForum)
            return Unknown(a => a.At is not null || a.To.Circles is not null);
        var id = forum == _words.NoForum ? null : _words.Forums[forum].Id;
        var circle = smallPartner && (id is null || _words.Forums[forum].Circle is null or Circle.Small) ? Circle.Small : Circle.Wide;
        return Where(a => (a.At is null || (id is not null && a.At.Contains(id))) && (a.To.Circles is null || a.To.Circles.Contains(circle)));
    }

    public static Relation RelationAt(int number) => (Relation)number;

    public ArticleSet Where(Func<Article, bool> predicate) => ArticleSet.Where(_articles.Length, i => predicate(_articles[i]));

    private ArticleSet OfSeat(Seat seat)
    {
        var partner = _words.Partners[seat.Partner];
        var role = _words.Roles[seat.Role];
        return Where(a =>
            (a.To.Partners is null || a.To.Partners.Contains(partner.Id))
            && (a.To.Kinds is null || a.To.Kinds.Overlaps(partner.Kinds))
            && (a.Effect == ArticleEffect.Cap || a.To.Roles is null || a.To.Roles.Contains(role)));
    }

    /// <summary>Without a <c>for</c> a grant reaches every purpose but <c>uitvraag</c>, and a cap every purpose.</summary>
    private ArticleSet OfPurpose(string purpose) =>
        Where(a => a.For?.Contains(purpose) ?? (a.Effect == ArticleEffect.Cap || purpose != Covenant.Uitvraag));

    private ArticleSet OfSet<T>(Func<Article, IReadOnlySet<T>?> condition, T value) =>
        Where(a => condition(a) is not { } values || values.Contains(value));

    /// <summary>What an unknown value lets live: every cap, and the grants that do not test it.</summary>
    private ArticleSet Unknown(Func<Article, bool> tests) => Where(a => a.Effect == ArticleEffect.Cap || !tests(a));
}
