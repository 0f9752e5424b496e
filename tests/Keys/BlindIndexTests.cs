using Exchange.Consent;
using Microsoft.AspNetCore.DataProtection;

namespace Exchange.Keys.Tests;

public sealed class BlindIndexTests
{
    private static readonly PartnershipId Amsterdam = new("amsterdam"), Utrecht = new("utrecht");

    private readonly BlindIndex _index = new(new KeyVault(new MemoryKeyStore(), new EphemeralDataProtectionProvider()));

    [Fact]
    public void Of_SameValue_GivesSameIndex()
    {
        Assert.Equal(32, _index.Of(Amsterdam, "bsn", "999990019").Length);
        Assert.Equal(_index.Of(Amsterdam, "bsn", "999990019"), _index.Of(Amsterdam, "bsn", "999990019"));
    }

    [Fact]
    public void Of_OtherValueLabelOrPartnership_GivesOtherIndex()
    {
        var index = _index.Of(Amsterdam, "bsn", "999990019");
        Assert.NotEqual(index, _index.Of(Amsterdam, "bsn", "999990020"));
        Assert.NotEqual(index, _index.Of(Amsterdam, "bsn9", "99990019"));
        Assert.NotEqual(index, _index.Of(Utrecht, "bsn", "999990019"));
    }
}
