using Exchange.Consent;
using Microsoft.AspNetCore.DataProtection;

namespace Exchange.Keys.Tests;

public sealed class PseudonymsTests
{
    private static readonly PartnershipId Amsterdam = new("amsterdam");
    private static readonly DateOnly Day = new(2026, 3, 31);

    private readonly Pseudonyms _pseudonyms = new(new KeyVault(new MemoryKeyStore(), new EphemeralDataProtectionProvider()));

    [Fact]
    public void Of_WithinOneQuarter_IsStable()
    {
        var pseudonym = _pseudonyms.Of(Amsterdam, "ggd", "casusoverleg", Day, "subject");
        Assert.Matches("^[A-Za-z0-9_-]{22}$", pseudonym);
        Assert.Equal(pseudonym, _pseudonyms.Of(Amsterdam, "ggd", "casusoverleg", new DateOnly(2026, 1, 1), "subject"));
    }

    [Fact]
    public void Of_OtherPartnerPurposeQuarterSubjectOrPartnership_Differs()
    {
        string[] all =
        [
            _pseudonyms.Of(Amsterdam, "ggd", "casusoverleg", Day, "subject"),
            _pseudonyms.Of(Amsterdam, "om", "casusoverleg", Day, "subject"),
            _pseudonyms.Of(Amsterdam, "ggd", "regie", Day, "subject"),
            _pseudonyms.Of(Amsterdam, "ggd", "casusoverleg", Day.AddDays(1), "subject"),
            _pseudonyms.Of(Amsterdam, "ggd", "casusoverleg", Day.AddYears(-1), "subject"),
            _pseudonyms.Of(Amsterdam, "ggd", "casusoverleg", Day, "another"),
            _pseudonyms.Of(new PartnershipId("utrecht"), "ggd", "casusoverleg", Day, "subject"),
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
            _pseudonyms.Of(Amsterdam, "ggd", "toezicht", Day, "case"),
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
    }
}
