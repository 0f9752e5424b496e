using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Exchange.Commands;

namespace Exchange.Gateway.Tests.Identity;

public sealed class TokenSignatureTests
{
    private readonly TwoPartners _partners = new();

    [Fact]
    public async Task Validate_OrdinaryToken_NamesTheCaller()
    {
        var outcome = await _partners.Present(_partners.Token());

        Assert.Null(outcome.Refusal);
        Assert.Equal(TwoPartners.PolitieOin, outcome.Value!.Oin);
        Assert.Equal("politie", outcome.Value.Unit);
        Assert.Equal("p-17", outcome.Value.Actor);
        Assert.Equal(["regisseur", "caseworker"], outcome.Value.Roles);
    }

    [Fact]
    public async Task Validate_RolesOfACaller_CannotBeChanged()
    {
        var caller = (await _partners.Present(_partners.Token())).Value!;

        Assert.Throws<NotSupportedException>(() => ((IList<string>)caller.Roles)[0] = "fg");
    }

    [Theory]
    [InlineData("at+jwt", true)]
    [InlineData("JWT", true)]
    [InlineData("logout+jwt", false)]
    [InlineData("dpop+jwt", false)]
    [InlineData("at+jwt ", false)]
    [InlineData("", false)]
    public async Task Validate_Type_IsThatOfAnAccessToken(string type, bool accepted) =>
        Assert.Equal(accepted ? null : RefusalReason.TokenInvalid, await _partners.Reason(_partners.WithHeader(header => header["typ"] = type)));

    [Fact]
    public async Task Validate_NoType_Refused() =>
        Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(_partners.WithHeader(header => header.Remove("typ"))));

    [Fact]
    public async Task Validate_TypeWrittenWithAnEscape_IsTheSameType()
    {
        var (header, claims) = _partners.Texts();
        var escaped = header.Replace("+", "\\u002B", StringComparison.Ordinal);

        Assert.Null(await _partners.Reason(_partners.Politie.Sign(escaped, claims)));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("nOnE")]
    [InlineData("")]
    public async Task Validate_UnsignedToken_Refused(string algorithm)
    {
        var token = _partners.WithHeader(header => header["alg"] = algorithm);
        var unsigned = token[..(token.LastIndexOf('.') + 1)];

        Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(token));
        Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(unsigned));
        Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(unsigned.TrimEnd('.')));
    }

    [Fact]
    public async Task Validate_SignatureCutOff_Refused()
    {
        var token = _partners.Token();

        Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(token[..(token.LastIndexOf('.') + 1)]));
    }

    [Fact]
    public async Task Validate_Hs256WithThePublicKeyAsSecret_Refused()
    {
        var (_, claims) = _partners.Texts();
        var key = _partners.Politie.SigningKey;
        byte[][] secrets =
        [
            key.ExportSubjectPublicKeyInfo(),
            Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem()),
            Encoding.UTF8.GetBytes(_partners.Politie.Jwks()),
            [.. key.ExportParameters(false).Q.X!, .. key.ExportParameters(false).Q.Y!],
        ];

        foreach (var secret in secrets)
        {
            var signed = Encode("""{"alg":"HS256","typ":"at+jwt","kid":"politie-1"}""") + "." + Encode(claims);
            var token = signed + "." + Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed)));
            Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(token));
        }
    }

    [Theory]
    [InlineData("ES384")]
    [InlineData("ES256K")]
    [InlineData("PS256")]
    [InlineData("es256")]
    [InlineData("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256")]
    public async Task Validate_AnotherAlgorithmName_RefusedThoughTheSignatureIsGood(string algorithm) =>
        Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(_partners.WithHeader(header => header["alg"] = algorithm)));

    [Fact]
    public async Task Validate_SignedByAnotherPartner_RefusedWhateverKeyItNames()
    {
        var (header, claims) = _partners.Texts();

        Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(_partners.Om.Sign(header, claims)));
        Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(_partners.Om.Sign(header.Replace("politie-1", "om-1", StringComparison.Ordinal), claims)));
    }

    [Fact]
    public async Task Validate_TokenThatBringsItsOwnKey_Refused()
    {
        var (_, claims) = _partners.Texts();
        var key = JsonNode.Parse(_partners.Om.Jwks())!["keys"]![0]!;
        JsonObject[] headers =
        [
            new() { ["jwk"] = key.DeepClone() },
            new() { ["jku"] = "https://issuers.example/om/jwks" },
            new() { ["x5u"] = "https://issuers.example/om/chain" },
            new() { ["x5c"] = new JsonArray(Convert.ToBase64String(_partners.Om.Certificate.RawData)) },
        ];

        foreach (var header in headers)
        {
            header["alg"] = "ES256";
            header["typ"] = "at+jwt";
            Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(_partners.Om.Sign(header.ToJsonString(), claims)));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("of-last-month")]
    public async Task Validate_KeyIdAbsentOrUnknown_TheIssuersKeysAreTried(string? keyId) =>
        Assert.Null(await _partners.Reason(_partners.WithHeader(header =>
        {
            header.Remove("kid");
            if (keyId is not null) header["kid"] = keyId;
        })));

    [Theory]
    [InlineData("""["exp"]""")]
    [InlineData("""["b64"]""")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task Validate_CriticalExtension_Refused(string critical) =>
        Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(_partners.WithHeader(header => header["crit"] = JsonNode.Parse(critical))));

    [Fact]
    public async Task Validate_SignatureThatIsNoPairOfNumbers_Refused()
    {
        var token = _partners.Token();
        var signed = token[..token.LastIndexOf('.')];
        var der = _partners.Politie.SigningKey.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        var order = Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");
        byte[][] signatures = [der, new byte[64], [.. order, .. order], [.. new byte[32], .. order], new byte[1], new byte[63], new byte[65]];

        foreach (var signature in signatures)
            Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(signed + "." + Base64Url.EncodeToString(signature)));
    }

    [Fact]
    public async Task Validate_ClaimsUnderAnotherTokensSignature_Refused()
    {
        var mine = _partners.Token().Split('.');
        var other = _partners.Token(token => token with { Roles = ["fg"] }).Split('.');

        Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason($"{mine[0]}.{other[1]}.{mine[2]}"));
    }

    [Fact]
    public async Task Validate_AnyCharacterReplaced_NeverAnotherCaller()
    {
        var token = _partners.Token();
        var caller = (await _partners.Present(token)).Value!;

        for (var position = 0; position < token.Length; position++)
        {
            foreach (var replacement in "AQgw_.=".Where(character => character != token[position]))
            {
                var changed = token[..position] + replacement + token[(position + 1)..];
                var outcome = await _partners.Present(changed);
                // The last character of a part has bits that mean nothing: there the same bytes can be written in two ways.
                var last = position == token.Length - 1;
                if (!last) Assert.NotNull(outcome.Refusal);
                else if (outcome.Value is not null) Assert.Equal(caller.Actor, outcome.Value.Actor);
            }
        }
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
