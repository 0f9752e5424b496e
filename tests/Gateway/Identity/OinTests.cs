using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using Exchange.Cli.Pki;
using Exchange.Gateway.Identity;

namespace Exchange.Gateway.Tests.Identity;

public sealed class OinTests
{
    private const string SerialNumber = "2.5.4.5";
    private const string CommonName = "2.5.4.3";
    private static readonly DevAuthority Authority = DevAuthority.Root("Test CA", TimeProvider.System);

    [Fact]
    public void Of_OneSerialNumberOfTwentyDigits_GivesIt() =>
        Assert.Equal(TwoPartners.PolitieOin, Oin.Of(Authority.Client("politie", TwoPartners.PolitieOin)));

    [Theory]
    [InlineData("")]
    [InlineData("0000000400000000000")]
    [InlineData("000000040000000000021")]
    [InlineData("0000000400000000000x")]
    [InlineData(" 0000000400000000000")]
    [InlineData("0000000400000000000 ")]
    [InlineData("-0000000400000000002")]
    public void Of_NoTwentyDigits_GivesNone(string number)
    {
        Assert.Null(Oin.Of(Authority.Client("politie", number)));
        Assert.False(Oin.IsWellFormed(number));
    }

    [Theory]
    [InlineData("\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0664\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0662")]
    [InlineData("0000000400000000000\uFF12")]
    [InlineData("0000000400000000000\0")]
    public void Of_DigitsOfAnotherScript_GivesNone(string number) =>
        Assert.Null(Oin.Of(Authority.Client(Name([(SerialNumber, number, UniversalTagNumber.UTF8String)]))));

    [Fact]
    public void Of_NoSerialNumber_GivesNone() =>
        Assert.Null(Oin.Of(Authority.Client(Name([(CommonName, TwoPartners.PolitieOin, UniversalTagNumber.UTF8String)]))));

    [Fact]
    public void Of_EmptySubject_GivesNone() => Assert.Null(Oin.Of(Authority.Client(Name())));

    [Fact]
    public void Of_TwoSerialNumbers_GivesNone()
    {
        Assert.Null(Oin.Of(Authority.Client(Name([Serial(TwoPartners.OmOin)], [Serial(TwoPartners.PolitieOin)]))));
        Assert.Null(Oin.Of(Authority.Client(Name([Serial(TwoPartners.PolitieOin)], [Serial(TwoPartners.PolitieOin)]))));
        Assert.Null(Oin.Of(Authority.Client(Name([Serial("x")], [Serial(TwoPartners.PolitieOin)]))));
        Assert.Null(Oin.Of(Authority.Client(Name([Serial(TwoPartners.PolitieOin)], [Serial("x")]))));
    }

    [Fact]
    public void Of_RelativeNameOfSeveralValues_GivesNone()
    {
        Assert.Null(Oin.Of(Authority.Client(Name([Serial(TwoPartners.PolitieOin), (CommonName, "politie", UniversalTagNumber.UTF8String)]))));
        Assert.Null(Oin.Of(Authority.Client(Name(
            [Serial(TwoPartners.PolitieOin)],
            [(CommonName, "politie", UniversalTagNumber.UTF8String), (SerialNumber, TwoPartners.OmOin, UniversalTagNumber.PrintableString)]))));
    }

    [Fact]
    public void Of_NumberInsideACommonName_IsNotRead() =>
        Assert.Equal(
            TwoPartners.OmOin,
            Oin.Of(Authority.Client(Name(
                [(CommonName, $"x, serialNumber={TwoPartners.PolitieOin}", UniversalTagNumber.UTF8String)], [Serial(TwoPartners.OmOin)]))));

    private static (string Type, string Value, UniversalTagNumber Tag) Serial(string number) => (SerialNumber, number, UniversalTagNumber.PrintableString);

    // Written by hand, since the builder makes no name of several values.
    private static X500DistinguishedName Name(params (string Type, string Value, UniversalTagNumber Tag)[][] names)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var name in names)
            {
                using (writer.PushSetOf())
                {
                    foreach (var (type, value, tag) in name)
                    {
                        using (writer.PushSequence())
                        {
                            writer.WriteObjectIdentifier(type);
                            writer.WriteCharacterString(tag, value);
                        }
                    }
                }
            }
        }
        return new X500DistinguishedName(writer.Encode());
    }
}
