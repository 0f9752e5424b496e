namespace Exchange.Consent.Tests;

/// <summary>Articles that begin later than their covenant, or end sooner.</summary>
public sealed class InForceTests
{
    private const string Always = """id: "1", grant: anonymised, categories: [identity, police]""";
    private const string Later = """id: "2", grant: full, categories: [identity, police], inForce: { from: 2020-01-01 }""";
    private const string Capped = """id: "3", cap: pseudonymised, inForce: { from: 2021-03-01, until: 2021-04-01 }""";

    [Theory]
    [InlineData("2018-06-30", Level.None)]
    [InlineData("2018-07-01", Level.Anonymised)]
    [InlineData("2019-12-31", Level.Anonymised)]
    [InlineData("2020-01-01", Level.Full)]
    [InlineData("2021-02-28", Level.Full)]
    [InlineData("2021-03-01", Level.Pseudonymised)]
    [InlineData("2021-03-31", Level.Pseudonymised)]
    [InlineData("2021-04-01", Level.Full)]
    [InlineData("2030-01-01", Level.None)]
    public void Decide_ArticleInForceForATime_SpeaksOnItsDays(string day, Level expected) =>
        Assert.Equal(expected, Covenants.With(Always, Later, Capped).Decide(Covenants.Asking with { Date = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture) }).Level);

    [Fact]
    public void Decide_DayUnknown_GivesNothing() =>
        Assert.Equal(DecisionReason.Guard, Covenants.With(Always, Later).Decide(Covenants.Asking with { Date = null }).Reason);

    [Fact]
    public void CheckInvariants_ArticleThatBeginsLater_RefutesWithItsDay()
    {
        var covenant = Covenants.Load(Covenants.Text(Always, Later) + "invariants:\n  - { name: a, never: { categories: [police], above: anonymised } }\n");

        var found = Assert.Single(covenant.CheckInvariants()).Counterexample!;

        Assert.Equal(new DateOnly(2020, 1, 1), found.Input.Date);
        Assert.Contains(found.Facts, fact => fact is { Key: "date", Value: ["2020-01-01"] });
    }

    [Fact]
    public void MayContribute_GroundOfAnArticleOfLater_OnlyFromItsFirstDay()
    {
        var covenant = Covenants.With("""id: "2", grant: full, categories: [police], ground: Wpg art. 16, inForce: { from: 2020-01-01 }""");

        Assert.True(covenant.MayContribute("politie", "police", "Wpg art. 16"));
        Assert.True(covenant.MayContribute("politie", "police", "Wpg art. 16", new DateOnly(2020, 1, 1)));
        Assert.False(covenant.MayContribute("politie", "police", "Wpg art. 16", new DateOnly(2019, 12, 31)));
    }

    [Theory]
    [InlineData("inForce: { from: 2020-01-01, until: 2020-01-01 }", "comes after 'from'")]
    [InlineData("inForce: { from: 2030-01-01 }", "begins when the covenant is no longer in force")]
    [InlineData("inForce: { until: 2018-07-01 }", "ends before the covenant is in force")]
    [InlineData("inForce: {}", "is empty")]
    [InlineData("inForce: 2020", "is a mapping")]
    public void Load_DaysThatCannotBe_AreAMistake(string inForce, string message) =>
        Assert.Contains(message, Assert.Single(Covenants.Read(Covenants.Text($$"""id: "1", grant: full, {{inForce}}""")).Mistakes).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_MorePeriodsThanACovenantHas_IsAMistake() =>
        Assert.Contains(
            " stretches; 64 is the most",
            Assert.Single(Covenants.Read(Covenants.Text([.. Enumerable.Range(0, 100).Select(i => $$"""id: "{{i}}", grant: full, inForce: { from: {{2019 + i / 28}}-01-{{1 + i % 28:00}} }""")])).Mistakes).Message,
            StringComparison.Ordinal);
}
