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
        Assert.Equal(Handling.AskSource, AskSource.HandlingFor("om", "regie", Now));
        Assert.Equal(Handling.AskSource, AskSource.HandlingFor("OOV", "regie", Now));
        Assert.Equal(Handling.Open, AskSource.HandlingFor("oov", "regie", Now));
        Assert.Equal(Handling.Open, AskSource.HandlingFor("politie", "regie", Now));
    }

    [Fact]
    public void HandlingFor_Embargo_HoldsForEverybodyUntilItsMoment()
    {
        var embargoed = AskSource with { EmbargoUntil = Now };

        Assert.Equal(Handling.Embargo, embargoed.HandlingFor("politie", "regie", Now.AddTicks(-1)));
        Assert.Equal(Handling.Embargo, embargoed.HandlingFor("oov", "regie", Now.AddTicks(-1)));
        Assert.Equal(Handling.Open, embargoed.HandlingFor("oov", "regie", Now));
        Assert.Equal(Handling.AskSource, embargoed.HandlingFor("om", "regie", Now));
    }

    [Fact]
    public void HandlingFor_Secret_HoldsWhateverElseIsSet()
    {
        var secret = AskSource with { Handling = Handling.Secret, EmbargoUntil = Now.AddDays(1) };

        Assert.All(["politie", "oov", "om"], partner => Assert.Equal(Handling.Secret, secret.HandlingFor(partner, "regie", Now)));
    }

    [Fact]
    public void HandlingFor_Grant_HoldsForItsRecipientAndPurposeUntilItsMoment()
    {
        var granted = Asked(RequestState.Granted, Now);

        Assert.Equal(Handling.Open, granted.HandlingFor("om", "regie", Now.AddTicks(-1)));
        Assert.Equal(Handling.AskSource, granted.HandlingFor("om", "regie", Now));
        Assert.Equal(Handling.AskSource, granted.HandlingFor("om", "interventie", Now.AddTicks(-1)));
        Assert.Equal(Handling.AskSource, granted.HandlingFor("OM", "regie", Now.AddTicks(-1)));
        Assert.Equal(Handling.AskSource, granted.HandlingFor("ggd", "regie", Now.AddTicks(-1)));
    }

    [Fact]
    public void HandlingFor_OpenOrRefusedRequest_OpensNothing()
    {
        Assert.Equal(Handling.AskSource, Asked(RequestState.Open, null).HandlingFor("om", "regie", Now));
        Assert.Equal(Handling.AskSource, Asked(RequestState.Refused, Now.AddDays(1)).HandlingFor("om", "regie", Now));
        Assert.Equal(Handling.AskSource, Asked(RequestState.Granted, null).HandlingFor("om", "regie", Now)); // until when is not known
    }

    [Fact]
    public void HandlingFor_Grant_LiftsNeitherEmbargoNorSecret()
    {
        var granted = Asked(RequestState.Granted, Now.AddDays(9));

        Assert.Equal(Handling.Embargo, (granted with { EmbargoUntil = Now.AddDays(1) }).HandlingFor("om", "regie", Now));
        Assert.Equal(Handling.Secret, (granted with { Handling = Handling.Secret }).HandlingFor("om", "regie", Now));
    }

    [Fact]
    public void Request_StandsWhileOpenAndWhileItsAnswerHolds()
    {
        Assert.True(Asked(RequestState.Open, null).Requests[0].Stands(Now));
        foreach (var state in new[] { RequestState.Granted, RequestState.Refused })
        {
            Assert.True(Asked(state, Now.AddTicks(1)).Requests[0].Stands(Now));
            Assert.False(Asked(state, Now).Requests[0].Stands(Now));
        }
    }

    private static Section Asked(RequestState state, DateTimeOffset? until) => AskSource with
    {
        Requests = [new SourceRequest(RequestId.Create(), AskSource.Id, "om", "regie", Now.AddDays(-1), state, until, 1)],
    };

    [Fact]
    public void HandlingFor_Open_IsOpenForAll() =>
        Assert.Equal(Handling.Open, (AskSource with { Handling = Handling.Open, Recipients = [] }).HandlingFor("om", "regie", Now));
}
