namespace Exchange.Consent.Tests;

public sealed class OneViewTests
{
    private static readonly DecisionInput Asking = Covenants.Asking;

    [Theory]
    [InlineData("none", Level.Anonymised)]
    [InlineData("existence", Level.Anonymised)]
    [InlineData("anonymised", Level.Anonymised)]
    [InlineData("pseudonymised", Level.Pseudonymised)]
    [InlineData("full", Level.Full)]
    public void Decide_OtherCategories_GetAtMostTheLevelOfTheIdentifyingOne(string identity, Level expected)
    {
        string[] articles = ["""id: "1", grant: full, categories: [police]""", $"""id: "3", grant: {identity}, categories: [identity]"""];
        var covenant = Covenants.With(identity == "none" ? articles[..1] : articles);
        var setter = identity == "none" ? null : "3";

        covenant.Gives(Asking, expected, expected == Level.Full ? "1" : setter, expected == Level.Full ? DecisionReason.Granted : DecisionReason.OneView);
    }

    [Fact]
    public void Decide_LowerLevel_IsNotRaised()
    {
        var covenant = Covenants.With("""id: "1", grant: anonymised, categories: [police]""", """id: "2", grant: existence, categories: [care]""", """id: "3", grant: full, categories: [identity]""");

        covenant.Gives(Asking, Level.Anonymised, "1", DecisionReason.Granted);
        covenant.Gives(Asking with { Category = "care" }, Level.Existence, "2", DecisionReason.ExistenceOnly);
    }

    [Fact]
    public void Decide_CappedLowerAlready_StaysCapped() =>
        Covenants.With("""id: "1", grant: full, categories: [police]""", """id: "2", cap: anonymised, categories: [police]""", """id: "3", grant: anonymised, categories: [identity]""")
            .Gives(Asking, Level.Anonymised, "2", DecisionReason.Capped);

    [Fact]
    public void Decide_IdentifyingCategory_TakesItsHighestLevelOverAllSources() =>
        Covenants.With(
            """id: "1", grant: full, categories: [police]""",
            """id: "3", grant: anonymised, categories: [identity]""",
            """id: "4", grant: full, categories: [identity], from: [scw]""").Grants(Asking);

    [Fact]
    public void Decide_CapOnTheIdentifyingCategory_SetsTheLevel() =>
        Covenants.With(
            """id: "1", grant: full, categories: [police]""",
            """id: "3", grant: full, categories: [identity]""",
            """id: "4", cap: pseudonymised, categories: [identity]""").Gives(Asking, Level.Pseudonymised, "4", DecisionReason.OneView);

    [Fact]
    public void Decide_SecrecyOfTheSection_CountsForTheIdentifyingCategoryToo()
    {
        var covenant = Covenants.With(
            """id: "1", grant: full, categories: [police]""",
            """id: "3", grant: full, categories: [identity]""",
            """id: "4", cap: anonymised, categories: [identity], when: { secrecy: notLifted }""");

        covenant.Gives(Asking, Level.Anonymised, "4", DecisionReason.OneView);
        covenant.Grants(Asking with { Secrecy = Secrecy.Lifted });
    }

    [Fact]
    public void Decide_GuardsOfTheQuestion_DoNotChangeTheLevel() =>
        Covenants.With("""id: "1", grant: full""").Guards(Asking with { Handling = Handling.Secret });

    [Fact]
    public void Decide_SeveralIdentifyingCategories_TakesTheLowest()
    {
        var covenant = Covenants.Load(Covenants.Text(
            """id: "1", grant: full, categories: [police, identity]""", """id: "5", grant: pseudonymised, categories: [care]""")
            .Replace("care: { title: Zorg,", "care: { title: Zorg, identifying: true,", StringComparison.Ordinal));

        covenant.Gives(Asking, Level.Pseudonymised, "5", DecisionReason.OneView);
        covenant.Gives(Asking with { Category = "identity" }, Level.Pseudonymised, "5", DecisionReason.OneView);
    }

    [Fact]
    public void Decide_SeveralArticlesSetTheLevel_CitesTheFirstIdInOrdinalOrder() =>
        Covenants.With(
            """id: "1", grant: full, categories: [police]""",
            """id: "31", grant: anonymised, categories: [identity], from: [oov]""",
            """id: "4", grant: full, categories: [identity], from: [scw]""",
            """id: "30", cap: anonymised, categories: [identity], from: [scw]""").Gives(Asking, Level.Anonymised, "30", DecisionReason.OneView);

    [Fact]
    public void Decide_NoIdentifyingCategory_HasNoLimit()
    {
        var text = Covenants.Text("""id: "1", grant: full, categories: [police]""").Replace("identifying: true, ", "", StringComparison.Ordinal);
        var reading = Covenants.Read(text);

        reading.Covenant!.Grants(Asking);
        Assert.Contains(reading.Warnings, warning => warning.Message.Contains("identifying", StringComparison.Ordinal));
    }

    [Fact]
    public void Decide_OneViewWithoutAMeeting_GivesNone() =>
        Covenants.With("""id: "1", grant: full, categories: [police]""").Refuses(Asking with { Forum = "none" });

    [Fact]
    public void Decide_OwnContributionInAViewBelowFull_IsLeftOut()
    {
        var covenant = Covenants.With("""id: "1", grant: full, categories: [police]""", """id: "3", grant: pseudonymised, categories: [identity]""");

        covenant.Gives(Asking with { Source = "politie" }, Level.None, "3", DecisionReason.OwnContribution);
        covenant.Gives(Asking with { Source = "politie", Forum = "none" }, Level.None, "3", DecisionReason.OwnContribution);
        covenant.Gives(Asking with { Source = "oov" }, Level.Pseudonymised, "3", DecisionReason.OneView);
    }

    [Fact]
    public void Decide_OwnContributionInAFullView_Stays() =>
        Covenants.With("""id: "1", grant: full""").Grants(Asking with { Source = "politie" });

    [Fact]
    public void Decide_OwnContributionThatIsNoneAnyway_SaysWhyItIsNone()
    {
        var covenant = Covenants.With("""id: "1", grant: full, categories: [police]""", """id: "2", cap: none, categories: [police]""");

        covenant.Gives(Asking with { Source = "politie" }, Level.None, "2", DecisionReason.Capped);
        covenant.Refuses(Asking with { Source = "politie", Category = "care" });
    }

    [Fact]
    public void Decide_OwnAnonymisedContributionWithoutAMeeting_IsAnOwnContribution() =>
        Covenants.With("""id: "1", grant: anonymised""").Gives(Asking with { Source = "politie", Forum = "none" }, Level.None, "1", DecisionReason.OwnContribution);
}
