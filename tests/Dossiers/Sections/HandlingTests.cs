using Exchange.Consent;

namespace Exchange.Dossiers.Tests.Sections;

public sealed class HandlingTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private static readonly Section AskSource = new()
    {
        Id = new SectionId("s"),
        Category = "police",
        Source = "politie",
        Ground = "Wpg art. 16",
        Handling = Handling.AskSource,
        Recipients = ["oov"],
        Secrecy = Secrecy.NotLifted,
        KeepUntil = new DateOnly(2027, 1, 1),
        EncryptedContent = default,
    };

    [Fact]
    public void HandlingFor_AskSource_HoldsForAllButSourceAndNamedRecipients()
    {
        Assert.Equal(Handling.AskSource, AskSource.HandlingFor("om", Now));
        Assert.Equal(Handling.AskSource, AskSource.HandlingFor("OOV", Now));
        Assert.Equal(Handling.Open, AskSource.HandlingFor("oov", Now));
        Assert.Equal(Handling.Open, AskSource.HandlingFor("politie", Now));
    }

    [Fact]
    public void HandlingFor_Embargo_HoldsForEverybodyUntilItsMoment()
    {
        var embargoed = AskSource with { EmbargoUntil = Now };

        Assert.Equal(Handling.Embargo, embargoed.HandlingFor("politie", Now.AddTicks(-1)));
        Assert.Equal(Handling.Embargo, embargoed.HandlingFor("oov", Now.AddTicks(-1)));
        Assert.Equal(Handling.Open, embargoed.HandlingFor("oov", Now));
        Assert.Equal(Handling.AskSource, embargoed.HandlingFor("om", Now));
    }

    [Fact]
    public void HandlingFor_Secret_HoldsWhateverElseIsSet()
    {
        var secret = AskSource with { Handling = Handling.Secret, EmbargoUntil = Now.AddDays(1) };

        Assert.All(["politie", "oov", "om"], partner => Assert.Equal(Handling.Secret, secret.HandlingFor(partner, Now)));
    }

    [Fact]
    public void HandlingFor_Open_IsOpenForAll() =>
        Assert.Equal(Handling.Open, (AskSource with { Handling = Handling.Open, Recipients = [] }).HandlingFor("om", Now));
}
