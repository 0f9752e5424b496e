using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Gateway.Contract;

namespace Exchange.Gateway.Tests.Contract;

public sealed class OffersTests
{
    [Fact]
    public void Section_TakesEverythingThatTheSourceSaid()
    {
        var offered = Offers.Section(Requests.Contribute().Contribution);

        Assert.Equal("identity", offered.Category);
        Assert.Equal(["address", "birthDate", "surname"], offered.Content.Fields.Keys);
        Assert.Equal("Wpg art. 16", offered.Ground);
        Assert.Equal(Handling.AskSource, offered.Handling);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000), offered.EmbargoUntil);
        Assert.Equal(["om"], offered.Recipients);
        Assert.Equal("Toestemming.\nBesproken op 1 maart.", offered.SecrecyLiftedBecause);
        Assert.Equal(new PartialDate(2026, 2, 28), offered.Date);
        Assert.Equal(new DateOnly(2030, 1, 31), offered.KeepUntil);
    }

    [Fact]
    public void Section_WhatIsNotSaid_IsAbsent()
    {
        var offered = Offers.Section(new V1.Contribution
        {
            Police = new V1.PoliceSection { IncidentKind = "overig" },
            KeepUntil = new V1.Date { Year = 2030, Month = 1, Day = 31 },
        });

        Assert.Equal((null, null, null, ""), (offered.Handling, offered.EmbargoUntil, offered.Date, offered.SecrecyLiftedBecause));
    }

    [Fact]
    public void Subject_IsTheFirstSectionWithThePartnersDefaultHandling()
    {
        var offered = Offers.Subject(Requests.OpenCase());

        Assert.Equal("identity", offered.Category);
        Assert.Equal(["bsn", "surname"], offered.Content.Fields.Keys);
        Assert.Equal("AVG art. 6(1)(e)", offered.Ground);
        Assert.Equal((null, null, ""), (offered.Handling, offered.EmbargoUntil, offered.SecrecyLiftedBecause));
        Assert.Empty(offered.Recipients);
        Assert.Equal(new PartialDate(2026), offered.Date);
    }
}
