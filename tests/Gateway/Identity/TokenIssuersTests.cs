using System.Security.Cryptography;
using Exchange.Gateway.Identity;
using Microsoft.IdentityModel.Tokens;

namespace Exchange.Gateway.Tests.Identity;

public sealed class TokenIssuersTests
{
    private readonly ECDsaSecurityKey _first = new(ECDsa.Create(ECCurve.NamedCurves.nistP256));
    private readonly ECDsaSecurityKey _second = new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    [Fact]
    public void New_EachOrganisationItsOwnIssuer_IsFine() =>
        Assert.NotNull(Validator(Pin(TwoPartners.PolitieOin, "https://a", _first), Pin(TwoPartners.OmOin, "https://b", _second)));

    [Fact]
    public void New_OrganisationTwice_Refused() =>
        Assert.Contains("twice", Refused(() => Validator(Pin(TwoPartners.OmOin, "https://a", _first), Pin(TwoPartners.OmOin, "https://b", _second))), StringComparison.Ordinal);

    [Fact]
    public void New_IssuerOfTwoOrganisations_Refused() =>
        Assert.Contains("twice", Refused(() => Validator(Pin(TwoPartners.PolitieOin, "https://a", _first), Pin(TwoPartners.OmOin, "https://a", _second))), StringComparison.Ordinal);

    [Fact]
    public void New_KeyOfTwoOrganisations_Refused()
    {
        var copy = new ECDsaSecurityKey(ECDsa.Create(_first.ECDsa.ExportParameters(false))) { KeyId = "another name" };

        Assert.Contains("same key", Refused(() => Validator(Pin(TwoPartners.PolitieOin, "https://a", _first), Pin(TwoPartners.OmOin, "https://b", _second, copy))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "https://a", "exchange")]
    [InlineData("123", "https://a", "exchange")]
    [InlineData("0000000400000000000\uFF12", "https://a", "exchange")]
    [InlineData(TwoPartners.OmOin, "", "exchange")]
    [InlineData(TwoPartners.OmOin, " ", "exchange")]
    [InlineData(TwoPartners.OmOin, "https://a", "")]
    public void New_SettingMissingOrMalformed_Refused(string oin, string issuer, string audience) =>
        Assert.Contains("write", Refused(() => new PinnedIssuer(oin, issuer, [_first], audience, TimeProvider.System)), StringComparison.Ordinal);

    private static TokenValidator Validator(params PinnedIssuer[] issuers) => new("exchange", issuers, TimeProvider.System);

    private static PinnedIssuer Pin(string oin, string issuer, params ECDsaSecurityKey[] keys) => new(oin, issuer, keys, "exchange", TimeProvider.System);

    private static string Refused(Func<object> made) => Assert.Throws<IdentityConfigurationException>(made).Message;
}
