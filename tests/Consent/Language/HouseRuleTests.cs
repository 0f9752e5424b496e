namespace Exchange.Consent.Tests;

/// <summary>Code lists, retention, the release gate and who may break the glass.</summary>
public sealed class HouseRuleTests
{
    private const string Article = """id: "1", text: a, ground: b, grant: full, categories: [police], at: [regieoverleg]""";

    private const string Lists = """
        codeLists:
          risico:
            "2015": [laag, midden, hoog]
            "2018": [laag, hoog, acuut]

        """;

    private const string Rules = """
        retention: { closedDays: 1825, declinedDays: 365 }
        releaseGate: { k: 10, population: { name: Casussen in de regio, size: 400 } }
        breakGlass: { role: [regisseur], for: [regie], minutes: 30 }

        """;

    [Fact]
    public void Load_CodeOfAList_HasTheVersionInIt()
    {
        var rule = Covenants.Load(Listed("list: risico, listVersion: \"2018\", pseudonymised: keep, anonymised: keep")).Categories["care"].Fields["risk"];

        Assert.Equal(new CodeListVersion("risico", "2018"), rule.List);
        Assert.Equal(["2018:laag", "2018:hoog", "2018:acuut"], rule.Values);
    }

    [Fact]
    public void Load_CodeWithValuesOfItsOwn_HasNoList()
    {
        var rule = Covenants.Load(Listed("values: [a, b, a]")).Categories["care"].Fields["risk"];

        Assert.Null(rule.List);
        Assert.Equal(["a", "b"], rule.Values);
    }

    [Theory]
    [InlineData("list: riscio, listVersion: \"2018\"", "no list of codes 'riscio'. Did you mean 'risico'?")]
    [InlineData("list: risico, listVersion: \"2016\"", "no version of 'risico' '2016'. Did you mean '2015'?")]
    [InlineData("list: risico", "lacks 'listVersion'")]
    [InlineData("listVersion: \"2018\"", "is of a 'list'")]
    [InlineData("list: risico, listVersion: \"2018\", values: [a]", "not both")]
    public void Load_ListThatIsNotThere_IsAMistake(string field, string message) =>
        Assert.Contains(Covenants.Read(Listed(field)).Mistakes, m => m.Message.Contains(message, StringComparison.Ordinal));

    [Theory]
    [InlineData("[laag, midden, hoog]", "[]", "empty list")]
    [InlineData("[laag, midden, hoog]", "[laag, 9]", "A code of list 'risico' is a name")]
    [InlineData("\"2015\":", "\"20 15\":", "A version of list 'risico'")]
    [InlineData("risico:\n", "risico: x\n  b:\n", "is a mapping of versions")]
    public void Load_MistakeInAList_IsReported(string old, string @new, string message) =>
        Assert.Contains(Covenants.Read(Listed("values: [a]").Replace(old, @new, StringComparison.Ordinal)).Mistakes, m => m.Message.Contains(message, StringComparison.Ordinal));

    [Fact]
    public void Load_HouseRules_AreRead()
    {
        var covenant = Covenants.Load(Rules + Covenants.Text(Article).Replace("care: { title: Zorg,", "care: { title: Zorg, special: art9, keepDays: 90,", StringComparison.Ordinal)
            .Replace("articles:", "grounds: { b: { carries: [{ categories: [police] }] } }\narticles:", StringComparison.Ordinal));

        Assert.Equal(new RetentionRule(1825, 365), covenant.Retention);
        Assert.Equal(new ReleaseGateRule(10, "Casussen in de regio", 400), covenant.ReleaseGate);
        Assert.Equal((30, true), (covenant.BreakGlass.Minutes, covenant.BreakGlass.Allowed));
        Assert.Equal(90, covenant.Categories["care"].KeepDays);
        Assert.Equal([SpecialData.Art9], covenant.Categories["care"].Special);
    }

    [Theory]
    [InlineData("", PopulationOf.Register)]
    [InlineData(", of: register", PopulationOf.Register)]
    [InlineData(", of: district", PopulationOf.District)]
    public void Load_ReleaseGate_CountsInTheRegisterUnlessItNamesTheDistrict(string of, PopulationOf expected)
    {
        var covenant = Covenants.Load($"releaseGate: {{ k: 5, population: {{ name: a, size: 9{of} }} }}\ndistricts: {{ A: [\"1000\"] }}\n" + Covenants.Text(Article));

        Assert.Equal(expected, covenant.ReleaseGate!.Of);
    }

    [Fact]
    public void Load_NoHouseRules_LeavesWhatTheDesignSays()
    {
        var covenant = Covenants.With(Article);

        Assert.Equal((null, new RetentionRule(null, null), false), (covenant.ReleaseGate, covenant.Retention, covenant.MinorsNeedOwnArticle));
        Assert.Equal(BreakGlassRule.Default, covenant.BreakGlass);
        Assert.Equal((null, 0), (covenant.Categories["care"].KeepDays, covenant.Categories["care"].Special.Count));
    }

    [Theory]
    [InlineData("k: 10", "k: 1", "whole number from 2")]
    [InlineData("k: 10", "k: 500", "Nobody has 500 look-alikes")]
    [InlineData("size: 400", "omvang: 400", "lacks 'size'")]
    [InlineData("size: 400", "size: 400, of: wijk", "register, district")]
    [InlineData("size: 400", "size: 400, of: district", "needs a table of 'districts'")]
    [InlineData("closedDays: 1825", "closedDays: 0", "whole number from 1")]
    [InlineData("minutes: 30", "minutes: 61", "whole number from 1 to 60")]
    [InlineData("minutes: 30", "allowed: false", "nothing to say of who")]
    [InlineData("role: [regisseur]", "role: []", "empty list")]
    [InlineData("role: [regisseur]", "role: [regiseur]", "Did you mean 'regisseur'?")]
    [InlineData("for: [regie]", "for: [regi]", "Did you mean 'regie'?")]
    public void Load_MistakeInAHouseRule_IsReported(string old, string @new, string message) =>
        Assert.Contains(Covenants.Read((Rules + Covenants.Text(Article)).Replace(old, @new, StringComparison.Ordinal)).Mistakes, m => m.Message.Contains(message, StringComparison.Ordinal));

    [Theory]
    [InlineData("breakGlass: { role: [regisseur], for: [casusoverleg] }", Level.Full)]
    [InlineData("breakGlass: { role: [coordinator] }", Level.None)]
    [InlineData("breakGlass: { for: [regie] }", Level.None)]
    [InlineData("breakGlass: { allowed: false }", Level.None)]
    [InlineData("breakGlass: { minutes: 5 }", Level.Full)]
    public void Decide_WhoMayNotBreakTheGlass_SeesNoMoreByIt(string rule, Level expected)
    {
        var covenant = Covenants.Load(rule + "\n" + Covenants.Text("""id: "1", grant: full, categories: [identity, police], at: [regieoverleg]"""));

        Assert.Equal(expected, covenant.Decide(Covenants.Asking with { Forum = "none", BreakGlass = true }).Level);
    }

    private static string Listed(string field) => Lists + Covenants.Text(Article).Replace(
        "care: { title: Zorg, fields: {", $"care: {{ title: Zorg, fields: {{ risk: {{ type: code, {field} }},", StringComparison.Ordinal);
}
