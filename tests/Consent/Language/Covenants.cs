using System.Text;

namespace Exchange.Consent.Tests;

/// <summary>Covenants for tests: the excerpt of DESIGN §4 made whole, and whatever a test adds to its parties.</summary>
internal static class Covenants
{
    /// <summary>Controllers, partners, purposes, forums and categories; a test adds articles.</summary>
    public const string Parties = """
        covenant: proef
        version: "1"
        title: Een convenant om mee te proberen (fictieve tekst)
        inForce: { from: 2018-07-01, until: 2030-01-01 }
        signatories: [gemeente, politie]
        controllers:
          gemeente: { name: Gemeente, oin: "00000001000000000001" }
          politie: { name: Politie, oin: "00000004000000000002" }
          ggd: { name: GGD, oin: "00000001000000000003" }
        partners:
          oov: { name: OOV, controller: gemeente, circle: small, kinds: [kern], roles: [coordinator, secretary, analyst] }
          politie: { name: Eenheid Amsterdam, controller: politie, circle: small, kinds: [kern, regisseur], roles: [regisseur, caseworker] }
          ggd: { name: GGD Amsterdam, controller: ggd, circle: wide, kinds: [regisseur], roles: [regisseur, caseworker] }
          scw: { name: Straathoekwerk, controller: gemeente, circle: wide, kinds: [interventie], roles: [caseworker, analyst] }
        purposes: [casusoverleg, regie, uitvraag]
        forums:
          meldpunt: { members: [oov] }
          voorportaal: { circle: small, members: [oov, politie] }
          regieoverleg: { circle: small, members: [oov, politie, ggd], prepareDays: 5 }
          itat: { circle: wide, members: [oov, politie, ggd, { role: regisseur }] }
          uitvoerdersoverleg: { members: [{ relation: [lead, duo, member] }] }
          cto: { circle: small }
        categories:
          identity: { title: Identiteit, identifying: true, fields: { name: { type: text }, birthDate: { type: date, pseudonymised: year, anonymised: ageBand10 } } }
          police: { title: Politie, fields: { narrative: { type: freeText, pseudonymised: redact, anonymised: redact } } }
          care: { title: Zorg, fields: { narrative: { type: freeText } } }

        """;

    /// <summary>The parties with these articles, written as one flow mapping per line, without the leading dash.</summary>
    public static Covenant With(params string[] articles) => Load(Text(articles));

    /// <summary>The text of the parties with these articles.</summary>
    public static string Text(params string[] articles) =>
        Parties + "articles:\n" + string.Concat(articles.Select(article => $"  - {{ {article} }}\n"));

    /// <summary>Loads a text that must be right.</summary>
    public static Covenant Load(string text)
    {
        var reading = Read(text);
        Assert.True(reading.Mistakes.Count == 0, string.Join("\n", reading.Mistakes));
        return reading.Covenant!;
    }

    public static CovenantReading Read(string text) => Covenant.Load(Encoding.UTF8.GetBytes(text));

    /// <summary>The part of a question that is the same for every section.</summary>
    public static CallerContext ContextOf(DecisionInput input) => new(
        input.Partner, input.Role, input.Roles, input.Relation, input.Forum, input.Purpose, input.Case, input.Consent, input.Date, input.Restriction, input.BreakGlass, input.Minor);

    /// <summary>A politie regisseur in the Regieoverleg about an active case, asking for police data from politie.</summary>
    public static DecisionInput Asking { get; } = new(
        Partner: "politie",
        Role: "regisseur",
        Roles: ["regisseur"],
        Relation: Relation.None,
        Forum: "regieoverleg",
        Purpose: "casusoverleg",
        Case: CaseState.Active,
        Consent: ConsentStatus.Absent,
        Secrecy: Secrecy.NotLifted,
        Handling: Handling.Open,
        Category: "police",
        Source: "oov",
        Date: new DateOnly(2026, 11, 22),
        Restriction: Restriction.None);
}
