namespace Exchange.Consent.Tests;

/// <summary>
/// The values of each dimension that a covenant can tell apart. Two values are one when every article, every member entry and every
/// rule of DESIGN §4 treats them alike; then no decision can differ between them and one of them stands for both. Each dimension
/// has the unknown as a value too.
/// </summary>
internal sealed class Distinguishable(Covenant covenant)
{
    /// <summary>Callers: by what articles and forums say of the partner, by circle, kinds and roles, and as a source.</summary>
    public IReadOnlyList<string> Partners => Representatives(covenant.Partners.Keys, PartnerSignature, 1);

    /// <summary>Two of each kind of source: one may be the caller itself, the other then is another of the same kind. And an unknown one.</summary>
    public IReadOnlyList<string?> Sources => [.. Representatives(covenant.Partners.Keys, PartnerSignature, 2), null];

    /// <summary>Roles that the partner lists. One that it does not list, and none at all, are refused before any article.</summary>
    public IReadOnlyList<string> RolesOf(string partner) => Representatives(covenant.Partners[partner].Roles.Order(StringComparer.Ordinal), RoleSignature, 1);

    /// <summary>Tokens with the acting role: alone, with every set of roles that caps tell apart, and unknown.</summary>
    public IReadOnlyList<IReadOnlyCollection<string>?> TokensWith(string role)
    {
        var all = covenant.Partners.Values.SelectMany(partner => partner.Roles).Distinct().Order(StringComparer.Ordinal).ToList();
        var told = Representatives(all.Where(other => CapSignature(other).Contains('1')), CapSignature, 1);
        var tokens = new List<IReadOnlyCollection<string>?> { null };
        for (var set = 0; set < 1 << told.Count; set++)
        {
            var others = told.Where((_, i) => (set & (1 << i)) != 0).ToList();
            if (!others.Any(other => other != role && CapSignature(other) == CapSignature(role)))
                tokens.Add(others.Contains(role) ? others : [role, .. others]);
        }

        return [.. tokens.DistinctBy(token => token is null ? "?" : string.Join(',', token.Order(StringComparer.Ordinal)))];
    }

    /// <summary>A backup counts as none by rule; both are here so that the rule is tried.</summary>
    public IReadOnlyList<Relation?> Relations =>
        [.. Representatives(Enum.GetValues<Relation>(), r => r == Relation.Backup ? "backup" : Articles(a => Bit(a.To.Relations, r)) + Entries(m => m.Relations?.Contains(r) == true), 1).Select(r => (Relation?)r), null];

    /// <summary>The forums, none, and an unknown one.</summary>
    public IReadOnlyList<string?> Forums =>
        [.. Representatives(covenant.Forums.Keys, ForumSignature, 1), DecisionInput.NoForum, null];

    public IReadOnlyList<string?> Purposes =>
        [.. Representatives(covenant.Purposes, p => Articles(a => Bit(a.For, p)) + (p == Covenant.Uitvraag ? "u" : ""), 1), null];

    public IReadOnlyList<CaseState?> Cases =>
        [.. Representatives(Enum.GetValues<CaseState>(), s => s is CaseState.Signal or CaseState.Destroyed ? Words.Of(s) : Articles(a => Bit(a.When.Cases, s)), 1).Select(s => (CaseState?)s), null];

    public IReadOnlyList<ConsentStatus?> Consents =>
        [.. Representatives(Enum.GetValues<ConsentStatus>(), c => Articles(a => Bit(a.When.Consents, c)), 1).Select(c => (ConsentStatus?)c), null];

    public IReadOnlyList<Secrecy?> Secrecies =>
        [.. Representatives(Enum.GetValues<Secrecy>(), s => Articles(a => Bit(a.When.Secrecies, s)), 1).Select(s => (Secrecy?)s), null];

    /// <summary>The first days of the stretches in which other articles are in force.</summary>
    public IReadOnlyList<DateOnly> Days =>
        [.. Representatives(covenant.Articles.SelectMany(a => new[] { a.InForce?.From, a.InForce?.Until }).OfType<DateOnly>().Append(covenant.From).Where(covenant.InForceOn).Distinct(), day => Articles(a => a.InForce?.Contains(day) != false), 1)];

    /// <summary>Only the unknown, where no article makes a difference.</summary>
    public IReadOnlyList<Minority?> Minors =>
        covenant.Articles.All(a => a.When.Minors is null) ? [null] : [Minority.No, Minority.Yes, null];

    /// <summary>All but open are one: the guard holds.</summary>
    public static IReadOnlyList<Handling?> Guarded => [Handling.AskSource, Handling.Embargo, Handling.Secret, null];

    /// <summary>All but none are one: the guard holds.</summary>
    public static IReadOnlyList<Restriction?> Restricting => [Restriction.Restricted, null, (Restriction)77];

    public IReadOnlyList<string?> Categories =>
        [.. Representatives(covenant.Categories.Keys, c => Articles(a => Bit(a.Categories, c)) + (covenant.Categories[c].Identifying ? "i" : ""), 1), null];

    private static List<T> Representatives<T>(IEnumerable<T> values, Func<T, string> signature, int each) =>
        [.. values.GroupBy(signature).SelectMany(group => group.Take(each))];

    private string PartnerSignature(string partner)
    {
        var p = covenant.Partners[partner];
        return $"{p.Circle}|{string.Join(',', p.Kinds.Order())}|{string.Join(',', p.Roles.Order(StringComparer.Ordinal))}|"
            + Articles(a => Bit(a.To.Partners, partner)) + Articles(a => Bit(a.From, partner)) + Entries(m => m.Partner == partner);
    }

    private string RoleSignature(string role) =>
        Articles(a => Bit(a.To.Roles, role)) + Entries(m => m.Roles?.Contains(role) == true);

    private string CapSignature(string role) =>
        Articles(a => a.Effect == ArticleEffect.Cap && a.To.Roles?.Contains(role) == true);

    private string ForumSignature(string forum) =>
        $"{covenant.Forums[forum].Circle}|{string.Join(',', covenant.Forums[forum].Members)}|{(forum is Forum.Meldpunt or Forum.Voorportaal ? forum : "")}|"
        + Articles(a => Bit(a.At, forum));

    private string Articles(Func<Article, bool> treats) => string.Concat(covenant.Articles.Select(a => treats(a) ? '1' : '0'));

    private string Entries(Func<MemberEntry, bool> treats) =>
        string.Concat(covenant.Forums.Values.SelectMany(forum => forum.Members).Select(m => treats(m) ? '1' : '0'));

    private static bool Bit<T>(IReadOnlySet<T>? values, T value) => values is null || values.Contains(value);
}
