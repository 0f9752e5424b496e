using Exchange.Consent;
using Microsoft.AspNetCore.DataProtection;

namespace Exchange.Keys.Tests;

public sealed class PseudonymsTests
{
    private static readonly PartnershipId Amsterdam = new("amsterdam");
    private static readonly DateOnly Day = new(2026, 3, 31);

    private const string Case = "AAECAwQFBgcICQoLDA0ODw", Another = "EBESExQVFhcYGRobHB0eHw";

    private readonly Pseudonyms _pseudonyms = new(new KeyVault(new MemoryKeyStore(), new EphemeralDataProtectionProvider()));

    [Fact]
    public void Of_WithinOneQuarter_IsStable()
    {
        var pseudonym = _pseudonyms.Of(Amsterdam, "ggd", "casusoverleg", Day, Case);
        Assert.Matches("^[A-Za-z0-9_-]{22}$", pseudonym);
        Assert.Equal(pseudonym, _pseudonyms.Of(Amsterdam, "ggd", "casusoverleg", new DateOnly(2026, 1, 1), Case));
    }

    [Fact]
    public void Of_OtherPartnerPurposeQuarterCaseOrPartnership_Differs()
    {
        string[] all =
        [
            _pseudonyms.Of(Amsterdam, "ggd", "casusoverleg", Day, Case),
            _pseudonyms.Of(Amsterdam, "om", "casusoverleg", Day, Case),
            _pseudonyms.Of(Amsterdam, "ggd", "regie", Day, Case),
            _pseudonyms.Of(Amsterdam, "ggd", "casusoverleg", Day.AddDays(1), Case),
            _pseudonyms.Of(Amsterdam, "ggd", "casusoverleg", Day.AddYears(-1), Case),
            _pseudonyms.Of(Amsterdam, "ggd", "casusoverleg", Day, Another),
            _pseudonyms.Of(new PartnershipId("utrecht"), "ggd", "casusoverleg", Day, Case),
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    [Fact]
    public void OfCaseInLog_IsStableForOneControllerAndDiffersForAnyOther()
    {
        var pseudonym = _pseudonyms.OfCaseInLog(Amsterdam, "ggd", "case");
        Assert.Matches("^[A-Za-z0-9_-]{22}$", pseudonym);
        Assert.Equal(pseudonym, _pseudonyms.OfCaseInLog(Amsterdam, "ggd", "case"));
        string[] all =
        [
            pseudonym,
            _pseudonyms.OfCaseInLog(Amsterdam, "politie", "case"),
            _pseudonyms.OfCaseInLog(Amsterdam, "ggd", "another"),
            _pseudonyms.OfCaseInLog(new PartnershipId("utrecht"), "ggd", "case"),
            _pseudonyms.Of(Amsterdam, "ggd", "toezicht", Day, Case),
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    [Fact]
    public void CaseOf_LeadsBackThereAndThenAndNowhereElse()
    {
        var pseudonym = _pseudonyms.Of(Amsterdam, "ggd", "casusoverleg", Day, Case);
        Assert.Equal(Case, _pseudonyms.CaseOf(Amsterdam, "ggd", "casusoverleg", Day.AddDays(-80), pseudonym));
        string[] elsewhere =
        [
            _pseudonyms.CaseOf(Amsterdam, "om", "casusoverleg", Day, pseudonym),
            _pseudonyms.CaseOf(Amsterdam, "ggd", "regie", Day, pseudonym),
            _pseudonyms.CaseOf(Amsterdam, "ggd", "casusoverleg", Day.AddDays(1), pseudonym),
            _pseudonyms.CaseOf(new PartnershipId("utrecht"), "ggd", "casusoverleg", Day, pseudonym),
        ];
        Assert.Equal(elsewhere.Length, elsewhere.Distinct().Count());
        Assert.DoesNotContain(Case, elsewhere);
        Assert.All(elsewhere, id => Assert.Matches("^[A-Za-z0-9_-]{22}$", id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("geen")]
    [InlineData("AAECAwQFBgcICQoLDA0O=")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhM")]
    [InlineData("AAECAwQFBgc ICQoLDA0OD")]
    [InlineData("éAECAwQFBgcICQoLDA0ODw")]
    public void CaseOf_WhatIsNoPseudonym_IsAnIdLikeAnyOther(string text) =>
        Assert.Matches("^[A-Za-z0-9_-]{22}$", _pseudonyms.CaseOf(Amsterdam, "ggd", "casusoverleg", Day, text));

    [Fact]
    public void Of_WhatIsNoRandomId_Throws() =>
        Assert.Throws<ArgumentException>(() => _pseudonyms.Of(Amsterdam, "ggd", "casusoverleg", Day, "zaak-1"));

    [Fact]
    public void Ended_ListsTheKeysOfEarlierQuartersOfPartnersOnly()
    {
        _pseudonyms.Of(Amsterdam, "ggd", "casusoverleg", Day, Case);
        _pseudonyms.Of(Amsterdam, "om", "regie", Day.AddYears(-1), Case);
        _pseudonyms.Of(Amsterdam, "om", "regie", Day.AddDays(1), Case);
        _pseudonyms.Of(new PartnershipId("utrecht"), "om", "regie", Day, Case);
        _pseudonyms.OfCaseInLog(Amsterdam, "ggd", "case");

        Assert.Empty(_pseudonyms.Ended(Amsterdam, Day.AddYears(-1)));
        Assert.Equal(["2:om/5:regie/2025Q1"], _pseudonyms.Ended(Amsterdam, Day).Select(name => name.Scope));
        Assert.Equal(["2:om/5:regie/2025Q1", "3:ggd/12:casusoverleg/2026Q1"], _pseudonyms.Ended(Amsterdam, Day.AddDays(1)).Select(name => name.Scope));
    }
}
