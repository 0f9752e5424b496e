using System.Globalization;
using System.Text;

namespace Exchange.Cli.Bench;

/// <summary>
/// The text of a large covenant that looks like a real one: every partner grants each category in each forum, some by relation, role or
/// consent, some existence only, with caps between. The same text for the same sizes. Nobody in it exists.
/// </summary>
/// <param name="Partners">How many partners.</param>
/// <param name="Categories">How many categories; the first is identifying.</param>
/// <param name="Forums">How many forums.</param>
/// <param name="Articles">How many articles, each fourteenth a cap.</param>
internal sealed record SyntheticCovenant(int Partners, int Categories, int Forums, int Articles)
{
    private static readonly string[] Roles = ["caseworker", "regisseur", "coordinator", "analyst"];
    private static readonly string[] Levels = ["full", "full", "pseudonymised", "anonymised", "full", "existence"];

    public string Text()
    {
        var text = new StringBuilder("covenant: groot\nversion: \"1\"\ntitle: Een groot convenant (fictieve tekst)\ninForce: { from: 2020-01-01 }\nsignatories: [c]\n");
        text.Append("controllers: { c: { name: C, oin: \"00000001000000000001\" } }\npartners:\n");
        foreach (var p in Enumerable.Range(0, Partners))
            Add(text, $"  p{p}: {{ name: P{p}, controller: c, circle: {(p % 5 == 0 ? "small" : "wide")}, kinds: [{(p % 2 == 0 ? "kern" : "regisseur")}], roles: [{string.Join(", ", Roles.Where((_, r) => (p + r) % 3 != 0))}] }}\n");
        text.Append("purposes: [casusoverleg, regie, interventie, uitvraag]\nforums:\n");
        foreach (var f in Enumerable.Range(0, Forums))
            Add(text, $"  f{f}: {{ {(f % 2 == 0 ? "circle: small, " : "circle: wide, ")}members: [{string.Join(", ", Enumerable.Range(0, Partners).Where(p => (p + f) % 2 == 0).Select(p => $"p{p}"))}, {{ relation: [lead, duo] }}] }}\n");
        text.Append("categories:\n");
        foreach (var c in Enumerable.Range(0, Categories))
            Add(text, $"  c{c}: {{ title: C{c}, identifying: {(c == 0 ? "true" : "false")}, fields: {{ a: {{ type: text }} }} }}\n");
        text.Append("articles:\n");
        foreach (var a in Enumerable.Range(0, Articles))
            text.Append(a % 14 == 13 ? Cap(a) : Grant(a));
        return text.ToString();
    }

    private string Grant(int a)
    {
        var (category, forum) = (a % Categories, a / Categories % Forums);
        var to = (a / 7 % 4) switch
        {
            0 => $"circle: {(forum % 2 == 0 ? "small" : "wide")}",
            1 => "relation: [lead, duo]",
            2 => $"role: {Roles[a % Roles.Length]}",
            _ => $"partner: [p{a % Partners}, p{(a + 3) % Partners}]",
        };
        var from = a % 3 == 0 ? "" : $", from: [p{a * 5 % Partners}, p{(a * 5 + 1) % Partners}]";
        var at = a % 11 == 0 ? "" : $", at: [f{forum}]";
        var consent = a % 6 == 5 ? ", consent: given" : "";
        return $"  - {{ id: \"{a / 20 + 1}.{a % 20}\", text: t, grant: {Levels[a % Levels.Length]}, categories: [c{category}, c{(category + 1) % Categories}]{from}, to: {{ {to} }}{at}, "
            + $"for: [{(a % 2 == 0 ? "casusoverleg" : "regie, casusoverleg")}], when: {{ case: [{(a % 4 == 0 ? "weighed, active" : "active, onHold")}]{consent} }}, ground: g{a % 9} }}\n";
    }

    private string Cap(int a) => (a / 14 % 4) switch
    {
        0 => $"  - {{ id: \"{a / 20 + 1}.{a % 20}\", text: t, cap: none, categories: [c{a % Categories}], when: {{ secrecy: notLifted }} }}\n",
        1 => $"  - {{ id: \"{a / 20 + 1}.{a % 20}\", text: t, cap: pseudonymised, to: {{ role: analyst }} }}\n",
        2 => $"  - {{ id: \"{a / 20 + 1}.{a % 20}\", text: t, cap: anonymised, categories: [c{a % Categories}], from: [p{a % Partners}], when: {{ consent: [withdrawn, absent] }} }}\n",
        _ => $"  - {{ id: \"{a / 20 + 1}.{a % 20}\", text: t, cap: none, categories: [c{a % Categories}], at: [f{a % Forums}] }}\n",
    };

    private static void Add(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture));
}
