using System.Text;
using System.Text.Json.Nodes;

namespace Exchange.Consent.Tests;

/// <summary>The JSON Schema that editors complete and check by says what the reader says: the same keys, the same words.</summary>
public sealed class SchemaTests
{
    /// <summary>A covenant in which every mapping of the language is there at least once.</summary>
    private const string Complete = """
        covenant: proef
        version: 2018.2
        title: Proef
        inForce: { from: 2018-07-01, until: 2030-01-01 }
        logKeepDays: 3650
        retention: { closedDays: 1826, declinedDays: 365 }
        minors: ownArticle
        breakGlass: { allowed: true, role: [regisseur], for: regie, minutes: 30 }
        releaseGate: { k: 5, population: { name: Casussen, size: 400, of: district } }
        signatories: [politie]
        controllers: { politie: { name: Politie, oin: "00000004000000000002" } }
        partners: { politie: { name: Politie, controller: politie, circle: small, kinds: [kern], roles: [regisseur], handling: askSource } }
        purposes: [regie]
        forums: { itat: { circle: wide, members: [politie, { role: regisseur }, { relation: [lead] }], prepareDays: 5 } }
        categories:
          identity:
            title: Identiteit
            identifying: true
            special: [art9]
            keepDays: 90
            fields:
              birthDate: { type: date, pseudonymised: year, anonymised: ageBand10 }
              sort: { type: code, values: [a], pseudonymised: keep }
              risk: { type: code, list: risico, listVersion: "2018" }
        codeLists: { risico: { "2015": [laag, hoog], 2018: [hoog] } }
        districts: { Centrum: ["1011-1018", 1019] }
        grounds:
          Wpg art. 16: { title: Politie, special: art9, carries: [{ categories: [identity], from: [politie], to: { partner: [politie], circle: [small, wide], kind: [kern] } }] }
        articles:
          - id: "1"
            text: Een artikel.
            grant: full
            categories: [identity]
            from: [politie]
            to: { partner: [politie], circle: [small], kind: [kern], role: [regisseur], relation: [lead, none] }
            at: [itat]
            for: [regie]
            inForce: { from: 2019-01-01, until: 2020-01-01 }
            when: { case: [active], consent: [given], secrecy: [lifted], minor: [yes, no] }
            ground: Wpg art. 16
            obliges: { purpose: regie, keepDays: 90, onward: false }
          - { id: 2.1, text: Een grens., cap: none }
        scenarios:
          - name: a
            given: { partner: politie, role: regisseur, roles: [regisseur], relation: backup, forum: none, purpose: regie, case: active, consent: given, secrecy: lifted, handling: open, source: politie, date: 2019-01-01, minor: yes }
            expect: { identity: none }
        invariants:
          - name: a
            never: { partner: [politie], circle: wide, kind: kern, role: regisseur, relation: none, forum: [none, itat], purpose: regie, case: active, consent: given, secrecy: lifted, minor: no, handling: open, categories: [identity], source: politie, above: none }

        """;

    private static readonly JsonObject Schema = (JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(Sample.Root, "samples", "covenants", "covenant.schema.json")))!;
    private static readonly SchemaCheck Check = new(Schema);

    public static TheoryData<string> Samples => [.. Sample.All.Keys];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_Conforms(string name) => Assert.Empty(Errors(Encoding.UTF8.GetString(Sample.All[name])));

    [Fact]
    public void CompleteCovenant_IsRightAndConforms()
    {
        Assert.Empty(Covenants.Read(Complete).Mistakes);
        Assert.Empty(Errors(Complete));
    }

    [Fact]
    public void CovenantsThatTheReaderTakes_Conform()
    {
        Assert.Empty(Errors(Covenants.Text("""id: "1", grant: full""")));
        for (var number = 0; number < 100; number++)
        {
            var (parties, articles) = new RandomCovenants(new Seed((ulong)number)).Text();
            Assert.Empty(Errors(RandomCovenants.Whole(parties, articles)));
        }
    }

    [Theory]
    [InlineData("covenant: proef", "covenant: 1 proef")]
    [InlineData("covenant: proef", "covenants: proef")]
    [InlineData("inForce: { from: 2018-07-01,", "inForce: { from: 1 juli,")]
    [InlineData("inForce: { from: 2018-07-01,", "inForce: { since: 2018-07-01,")]
    [InlineData("oin: \"00000004000000000002\"", "oin: 4")]
    [InlineData("circle: small, kinds", "circle: tiny, kinds")]
    [InlineData("roles: [regisseur], handling", "roles: [], handling")]
    [InlineData("handling: askSource", "handling: secret")]
    [InlineData("signatories: [politie]", "signatories: []")]
    [InlineData("members: [politie,", "members: [{ rol: politie },")]
    [InlineData("type: date, pseudonymised: year", "type: date, pseudonymised: redact")]
    [InlineData("type: date, pseudonymised", "type: text, pseudonymised")]
    [InlineData("listVersion: \"2018\"", "values: [a]")]
    [InlineData("identifying: true", "identifying: yes")]
    [InlineData("special: [art9]", "special: [art8]")]
    [InlineData("k: 5", "k: 1")]
    [InlineData("minutes: 30", "minutes: 90")]
    [InlineData("minors: ownArticle", "minors: yes")]
    [InlineData("grant: full", "grant: none")]
    [InlineData("grant: full", "grant: full\n    cap: none")]
    [InlineData("    grant: full\n", "")]
    [InlineData("cap: none }", "cap: none, obliges: { purpose: regie, keepDays: 1, onward: false } }")]
    [InlineData("when: { case: [active],", "when: { state: [active],")]
    [InlineData("minor: [yes, no]", "minor: [maybe]")]
    [InlineData("relation: [lead, none]", "relation: [backup]")]
    [InlineData("keepDays: 90, onward: false", "keepDays: 0, onward: false")]
    [InlineData("carries: [{ categories: [identity], from", "carries: [{ from")]
    [InlineData("expect: { identity: none }", "expect: { identity: niets }")]
    [InlineData("above: none", "boven: none")]
    [InlineData("\"1011-1018\"", "\"101\"")]
    public void PlantedMistake_DoesNotConform_NorIsItRead(string old, string @new)
    {
        Assert.Contains(old, Complete, StringComparison.Ordinal);
        var text = Complete.Replace(old, @new, StringComparison.Ordinal);

        Assert.NotEmpty(Covenants.Read(text).Mistakes);
        Assert.NotEmpty(Errors(text));
    }

    /// <summary>The reader names its keys to whoever writes one that it does not have; the schema has those and no others.</summary>
    [Fact]
    public void EveryMapping_HasTheKeysThatTheReaderKnows()
    {
        var compared = new HashSet<string>();
        Compare(Schema, SchemaCheck.Json(Complete)!, []);
        string[] members = ["forums", "itat", "members"];
        Assert.Equal(["relation", "role"], Known(With(members, add: list => list.Add(new JsonObject { ["vreemd"] = "x" }))));

        Assert.True(compared.Count > 20, string.Join(' ', compared));

        void Compare(JsonNode node, JsonNode? value, string[] path)
        {
            var schema = Check.Resolve(node);
            if (schema["anyOf"] is JsonArray several)
                schema = Check.Resolve(several.First(one => !Check.Errors(one!, value).Any())!);
            switch (value)
            {
                case JsonArray list:
                    foreach (var (i, item) in list.Index())
                        Compare(schema["items"]!, item, [.. path, $"{i}"]);
                    break;
                case JsonObject map when schema["properties"] is JsonObject properties:
                    if (properties.Count > 1)
                        KeysAgree(properties, path);
                    foreach (var (key, inner) in map)
                        Compare(properties[key]!, inner, [.. path, key]);
                    break;
                case JsonObject map:
                    foreach (var (key, inner) in map)
                        Compare(schema["additionalProperties"]!, inner, [.. path, key]);
                    break;
            }
        }

        void KeysAgree(JsonObject properties, string[] path)
        {
            var text = With(path, map => map["vreemd"] = "x");
            Assert.Equal(properties.Select(pair => pair.Key).Order(StringComparer.Ordinal), Known(text));
            compared.Add(string.Join('/', path));
        }
    }

    [Fact]
    public void EveryWord_IsOfTheLanguage()
    {
        Same<Level>("level");
        Same<Circle>("circle");
        Same<PartnerKind>("kind");
        Same<Relation>("anyRelation");
        Same<CaseState>("case");
        Same<ConsentStatus>("consent");
        Same<Secrecy>("secrecy");
        Same<Minority>("minor");
        Same<Handling>("handling");
        Same<SpecialData>("special");
        Assert.Equal(Words.All<Relation>().Where(word => word != "backup").Order(), Enumerated(Schema["$defs"]!["relation"]!));
        var field = Schema["$defs"]!["field"]!["properties"]!;
        Assert.Equal(Words.All<FieldType>().Order(), Enumerated(field["type"]!));
        Assert.Equal(Words.All<Generalisation>().Order(), Enumerated(field["pseudonymised"]!));
        Assert.Equal(Words.All<Generalisation>().Order(), Enumerated(field["anonymised"]!));

        static void Same<T>(string definition)
            where T : struct, Enum => Assert.Equal(Words.All<T>().Order(), Enumerated(Schema["$defs"]![definition]!));

        static IEnumerable<string> Enumerated(JsonNode schema) => ((JsonArray)schema["enum"]!).Select(word => (string)word!).Order();
    }

    private static IEnumerable<string> Errors(string text) => Check.Errors(Schema, SchemaCheck.Json(text));

    /// <summary>The complete covenant (which is YAML, as any JSON is) with a change in one place.</summary>
    private static string With(string[] path, Action<JsonObject>? change = null, Action<JsonArray>? add = null)
    {
        var root = SchemaCheck.Json(Complete)!;
        var place = path.Aggregate(root, (node, key) => node is JsonArray list ? list[int.Parse(key, System.Globalization.CultureInfo.InvariantCulture)]! : node[key]!);
        if (place is JsonObject map)
            change!(map);
        else
            add!((JsonArray)place);
        return root.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    private static IEnumerable<string> Known(string text)
    {
        var message = Assert.Single(Covenants.Read(text).Mistakes, m => m.Message.Contains("no key 'vreemd'", StringComparison.Ordinal)).Message;
        return message[(message.IndexOf("It has ", StringComparison.Ordinal) + 7)..].TrimEnd('.').Split(", ").Order(StringComparer.Ordinal);
    }
}
