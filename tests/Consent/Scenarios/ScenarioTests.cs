namespace Exchange.Consent.Tests;

public sealed class ScenarioTests
{
    private const string Given = "partner: politie, role: regisseur, relation: none, forum: regieoverleg, purpose: casusoverleg, case: active";

    [Fact]
    public void Run_Met_Passes() => Assert.True(Run(Given, "police: full, care: none", """id: "1", grant: full, categories: [identity, police]""").Passed);

    [Fact]
    public void Run_Missed_SaysExpectedGotAndArticle()
    {
        var result = Run(Given, "police: anonymised", """id: "1", grant: full, categories: [identity, police]""");

        Assert.False(result.Passed);
        Assert.Equal("police: expected anonymised, got full (GRANTED by article 1)", Assert.Single(result.Expectations).ToString());
    }

    [Fact]
    public void Run_AbsentSource_MeansTheHighestOverAllSources()
    {
        string[] articles = ["""id: "1", grant: full, categories: [identity]""", """id: "2", grant: full, categories: [police], from: [scw]""", """id: "3", grant: existence, categories: [police]"""];

        Assert.True(Run(Given, "police: full", articles).Passed);
        Assert.True(Run(Given + ", source: scw", "police: full", articles).Passed);
        Assert.True(Run(Given + ", source: oov", "police: existence", articles).Passed);
    }

    [Fact]
    public void Run_AbsentKeys_HaveTheirMeaning()
    {
        // handling open, secrecy notLifted, consent absent, date the first day in force
        Assert.True(Run(Given, "police: full", """id: "1", grant: full, when: { secrecy: notLifted, consent: absent }""").Passed);
        Assert.True(Run(Given + ", date: 2018-06-30", "police: none", """id: "1", grant: full""").Passed);
        Assert.True(Run(Given + ", handling: embargo", "police: none", """id: "1", grant: full""").Passed);
        Assert.True(Run(Given + ", secrecy: lifted", "police: none", """id: "1", grant: full, when: { secrecy: notLifted }""").Passed);
    }

    [Theory]
    [InlineData("role: regisseur, relation: none, forum: regieoverleg, purpose: casusoverleg, case: active")]
    [InlineData("partner: politie, relation: none, forum: regieoverleg, purpose: casusoverleg, case: active")]
    [InlineData("partner: politie, role: regisseur, relation: none, forum: regieoverleg, purpose: casusoverleg")]
    public void Run_AbsentInput_IsUnknown(string given) => Assert.True(Run(given, "police: none", """id: "1", grant: full""").Passed);

    [Fact]
    public void Run_Roles_AreTheRestOfTheToken()
    {
        string[] articles = ["""id: "1", grant: full""", """id: "2", cap: none, to: { role: analyst }"""];

        Assert.True(Run(Given, "police: full", articles).Passed);
        Assert.True(Run(Given + ", roles: [analyst]", "police: none", articles).Passed);
    }

    private static ScenarioResult Run(string given, string expect, params string[] articles) =>
        Assert.Single(Covenants.Load(Covenants.Text(articles) + $"scenarios:\n  - {{ name: proef, given: {{ {given} }}, expect: {{ {expect} }} }}\n").RunScenarios());
}
