namespace Exchange.Consent.Tests;

public sealed class GrantsAndCapsTests
{
    private const string Identity = """id: "0.1", grant: full, categories: [identity]""";

    [Fact]
    public void Decide_NoGrant_GivesNoneWithoutArticle() =>
        Expect(Level.None, null, DecisionReason.NoGrant, Covenants.With(Identity).Decide(Covenants.Asking));

    [Fact]
    public void Decide_SeveralGrants_TakesTheHighest() =>
        Expect(Level.Full, "2", DecisionReason.Granted, Covenants.With(
            Identity,
            """id: "1", grant: anonymised, categories: [police]""",
            """id: "2", grant: full, categories: [police]""",
            """id: "3", grant: pseudonymised, categories: [police]""").Decide(Covenants.Asking));

    [Fact]
    public void Decide_SeveralCaps_TakesTheLowest() =>
        Expect(Level.Anonymised, "3", DecisionReason.Capped, Covenants.With(
            Identity,
            """id: "1", grant: full, categories: [police]""",
            """id: "2", cap: pseudonymised, categories: [police]""",
            """id: "3", cap: anonymised, categories: [police]""").Decide(Covenants.Asking));

    [Fact]
    public void Decide_CapAtTheGrantedLevel_LowersNothing() =>
        Expect(Level.Pseudonymised, "2", DecisionReason.Granted, Covenants.With(
            Identity,
            """id: "2", grant: pseudonymised, categories: [police]""",
            """id: "1", cap: pseudonymised, categories: [police]""").Decide(Covenants.Asking));

    [Fact]
    public void Decide_CapWithoutGrant_GivesNoArticle() =>
        Expect(Level.None, null, DecisionReason.NoGrant, Covenants.With(
            Identity, """id: "1", cap: none, categories: [police]""").Decide(Covenants.Asking));

    [Fact]
    public void Decide_TiedGrants_CitesTheFirstIdInOrdinalOrder() =>
        Expect(Level.Full, "10", DecisionReason.Granted, Covenants.With(
            Identity,
            """id: "9", grant: full, categories: [police]""",
            """id: "10", grant: full, categories: [police]""",
            """id: "a", grant: full, categories: [police]""").Decide(Covenants.Asking));

    internal static void Expect(Level level, string? article, DecisionReason reason, Decision got) =>
        Assert.Equal(new Decision(level, article, reason), got with { Terms = null });
}
