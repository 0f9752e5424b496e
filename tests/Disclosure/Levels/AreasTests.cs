using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Disclosure.Tests.Levels;

public sealed class AreasTests
{
    [Theory]
    [InlineData("1011AA", "Centrum", "binnen het werkgebied")]
    [InlineData("1018ZZ", "Centrum", "binnen het werkgebied")]
    [InlineData("1033AA", "Noord", "binnen het werkgebied")]
    [InlineData("1019AA", "elders", "elders")]
    [InlineData("9999XX", "elders", "elders")]
    public void Of_GoesByTheCovenantsTable(string postcode, string district, string coarse)
    {
        var address = new AddressValue { Postcode = postcode };

        Assert.Equal(new DistrictValue(district), Areas.Of(address, Covenants.Districts));
        Assert.Equal(new DistrictValue(coarse), Areas.CoarseOf(address, Covenants.Districts));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1011")]
    [InlineData("1011aa")]
    [InlineData("1011 AA")]
    [InlineData("0111AA")]
    [InlineData("Dam 11")]
    public void Of_NoDutchPostcode_GivesNone(string postcode)
    {
        var address = new AddressValue { Street = "Dam", City = "Amsterdam", Postcode = postcode };

        Assert.Null(Areas.Of(address, Covenants.Districts));
        Assert.Null(Areas.CoarseOf(address, Covenants.Districts));
    }

    [Fact]
    public void Of_CovenantWithoutTable_GivesNone()
    {
        // "Elders" would say that the address lies outside an area that nobody drew.
        var address = new AddressValue { Postcode = "1011AA" };

        Assert.Null(Areas.Of(address, Array.Empty<District>()));
        Assert.Null(Areas.CoarseOf(address, Array.Empty<District>()));
    }
}
