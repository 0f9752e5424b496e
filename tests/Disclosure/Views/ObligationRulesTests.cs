using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Disclosure.Tests.Views;

public sealed class ObligationRulesTests
{
    private static readonly DateOnly Today = new(2026, 3, 1);
    private static readonly Obligations Ninety = new("casusoverleg", 90, true);

    [Theory]
    [InlineData(Level.Full, "2026-05-30")]
    [InlineData(Level.Anonymised, "2026-05-30")]
    public void For_ArticleObliges_CountsFromToday(Level level, string until) =>
        Assert.Equal(
            new SectionObligations("casusoverleg", DateOnly.Parse(until), true),
            ObligationRules.For(Keep("2030-01-01"), Decided(level, Ninety), "regie", Today));

    [Theory]
    [InlineData(Level.Full)]
    [InlineData(Level.Pseudonymised)]
    public void For_RetentionEndsFirst_IsTheEnd(Level level) =>
        Assert.Equal(new DateOnly(2026, 3, 15), ObligationRules.For(Keep("2026-03-15"), Decided(level, Ninety), "regie", Today).KeepUntil);

    [Theory]
    [InlineData(Level.Anonymised)]
    [InlineData(Level.Existence)]
    public void For_LowLevels_TellNoDateOfTheSection(Level level) =>
        Assert.Equal(
            ObligationRules.For(Keep("2026-03-15"), Decided(level, Ninety), "regie", Today),
            ObligationRules.For(Keep("2031-03-15"), Decided(level, Ninety), "regie", Today));

    [Fact]
    public void For_NoObligations_AreReadStrictly()
    {
        Assert.Equal(
            new SectionObligations("regie", new DateOnly(2030, 1, 1), false),
            ObligationRules.For(Keep("2030-01-01"), Decided(Level.Full, null), "regie", Today));
        Assert.Equal(
            new SectionObligations("regie", Today, false),
            ObligationRules.For(Keep("2030-01-01"), Decided(Level.Anonymised, null), "regie", Today));
    }

    [Fact]
    public void For_EndlessDays_StopAtTheLastDay() =>
        Assert.Equal(
            DateOnly.MaxValue,
            ObligationRules.For(Keep("2030-01-01"), Decided(Level.Anonymised, Ninety with { KeepDays = int.MaxValue }), "regie", Today).KeepUntil);

    private static Decision Decided(Level level, Obligations? obliges) => new(level, "6.1", DecisionReason.Capped, new Terms("AVG art. 6(1)(e)", obliges));

    private static Section Keep(string until) => new()
    {
        Id = new SectionId("s"),
        Category = "police",
        Source = "politie",
        Ground = "Wpg art. 16",
        Handling = Handling.Open,
        Secrecy = Secrecy.NotLifted,
        KeepUntil = DateOnly.Parse(until),
        EncryptedContent = default,
    };
}
