using System.Text;

namespace Exchange.Consent.Tests;

/// <summary>Random small covenants, crowded enough that articles meet, and random questions, unknowns included.</summary>
internal sealed class RandomCovenants(Seed seed)
{
    private static readonly string[] Partners = ["p0", "p1", "p2", "p3"];
    private static readonly string[] Roles = ["r0", "r1", "r2"];
    private static readonly string[] Forums = ["meldpunt", "voorportaal", "f0", "f1"];
    private static readonly string[] Purposes = ["casusoverleg", "regie", "uitvraag"];
    private static readonly string[] Categories = ["c0", "c1", "c2", "c3"];
    private static readonly string[] RelationWords = ["lead", "duo", "member", "none"];
    private static readonly string[] Levels = ["none", "existence", "anonymised", "pseudonymised", "full"];

    /// <summary>The text of a covenant, and its articles as lines so that a property can move, drop or add some.</summary>
    public (string Parties, List<string> Articles) Text()
    {
        var text = new StringBuilder("covenant: toeval\nversion: \"1\"\ntitle: toeval\ninForce: { from: 2020-01-01, until: 2021-01-01 }\n");
        if (seed.Chance(12))
            text.Append("minors: ownArticle\n");
        if (seed.Chance(20))
            text.Append($"breakGlass: {{ role: {List(["r0", "r1"])}, for: {List(["casusoverleg", "regie"])} }}\n");
        text.Append("controllers: { c: { name: C, oin: \"00000000000000000001\" } }\npartners:\n");
        foreach (var partner in Partners)
            text.Append($"  {partner}: {{ controller: c, circle: {seed.Of(["small", "wide"])}, kinds: {List(["kern", "regisseur", "interventie"])}, roles: {(partner == "p0" ? "[r0, r1, r2]" : List(Roles))} }}\n");
        text.Append("purposes: [casusoverleg, regie, uitvraag]\nforums:\n");
        foreach (var forum in Forums)
        {
            var members = Partners.Where(_ => seed.Chance(60)).ToList();
            if (seed.Chance(30))
                members.Add($"{{ role: {List(Roles)} }}");
            if (seed.Chance(30))
                members.Add($"{{ relation: {List(RelationWords)} }}");
            text.Append($"  {forum}: {{ prepareDays: 1{(seed.Chance(60) ? $", circle: {seed.Of(["small", "wide"])}" : "")}{(members.Count > 0 ? $", members: [{string.Join(", ", members)}]" : "")} }}\n");
        }

        text.Append("categories:\n");
        foreach (var category in Categories)
            text.Append($"  {category}: {{ identifying: {(seed.Chance(35) ? "true" : "false")}, fields: {{ a: {{ type: text }} }} }}\n");
        return (text.ToString(), [.. Enumerable.Range(0, 4 + seed.Below(14)).Select(Article)]);
    }

    public static string Whole(string parties, IEnumerable<string> articles) => parties + "articles:\n" + string.Concat(articles.Select(article => $"  - {{ {article} }}\n"));

    public string Article(int number)
    {
        var grant = seed.Chance(65);
        var text = new StringBuilder($"id: \"{seed.Below(90) + 10}.{number}\", ");
        text.Append(grant ? $"grant: {Levels[1 + Math.Max(seed.Below(4), seed.Below(4))]}" : $"cap: {Levels[seed.Below(4)]}");
        Maybe(text, 70, "categories", Categories);
        Maybe(text, 35, "from", Partners);
        var to = new StringBuilder();
        Maybe(to, 30, "partner", Partners);
        Maybe(to, 25, "circle", ["small", "wide"]);
        Maybe(to, 20, "kind", ["kern", "regisseur", "interventie"]);
        Maybe(to, 30, "role", Roles);
        Maybe(to, 25, "relation", RelationWords);
        if (to.Length > 0)
            text.Append($", to: {{ {to.ToString()[2..]} }}");
        Maybe(text, 40, "at", Forums);
        Maybe(text, 50, "for", Purposes);
        var when = new StringBuilder();
        Maybe(when, 30, "case", Words.All<CaseState>());
        Maybe(when, 25, "consent", Words.All<ConsentStatus>());
        Maybe(when, 25, "secrecy", Words.All<Secrecy>());
        Maybe(when, 12, "minor", Words.All<Minority>());
        if (when.Length > 0)
            text.Append($", when: {{ {when.ToString()[2..]} }}");
        if (seed.Chance(12))
            text.Append(seed.Of([", inForce: { from: 2020-04-01 }", ", inForce: { until: 2020-09-01 }", ", inForce: { from: 2020-05-01, until: 2020-06-01 }"]));
        if (grant && number % 3 > 0)
            text.Append($", ground: g{number % 3}, obliges: {{ purpose: {Purposes[0]}, keepDays: {number % 4 + 1}, onward: false }}");
        return text.ToString();
    }

    /// <summary>Mostly words that the covenant knows, sometimes another, sometimes none.</summary>
    public DecisionInput Input()
    {
        var role = Word(Roles);
        IReadOnlyCollection<string>? roles = seed.Chance(8) ? null : [.. seed.Some(Roles), .. role is null ? Array.Empty<string>() : seed.Chance(95) ? [role] : []];
        return new DecisionInput(
            Word(Partners),
            role,
            roles,
            Value<Relation>(),
            Word([.. Forums, "none", "none"]),
            Word(Purposes),
            seed.Chance(60) ? CaseState.Active : Value<CaseState>(),
            Value<ConsentStatus>(),
            Value<Secrecy>(),
            seed.Chance(90) ? Handling.Open : Value<Handling>(),
            Word(Categories),
            Word(Partners),
            seed.Chance(95) ? new DateOnly(2020, 1 + seed.Below(12), 1) : seed.Chance(50) ? null : new DateOnly(2019 + seed.Below(3), 1, 1),
            seed.Chance(96) ? Restriction.None : Value<Restriction>(),
            seed.Chance(50),
            Value<Minority>());
    }

    private void Maybe(StringBuilder text, int percent, string key, IReadOnlyList<string> values)
    {
        if (seed.Chance(percent))
            text.Append($", {key}: {List(values)}");
    }

    private string List(IReadOnlyList<string> values) => $"[{string.Join(", ", seed.Some(values))}]";

    private string? Word(IReadOnlyList<string> words) => seed.Chance(4) ? null : seed.Chance(3) ? "vreemd" : seed.Of(words);

    private T? Value<T>()
        where T : struct, Enum => seed.Chance(5) ? null : seed.Chance(2) ? (T)Enum.ToObject(typeof(T), 77) : seed.Of(Enum.GetValues<T>());
}
