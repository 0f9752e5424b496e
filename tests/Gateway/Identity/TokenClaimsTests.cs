using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Exchange.Commands;

namespace Exchange.Gateway.Tests.Identity;

public sealed class TokenClaimsTests
{
    private readonly TwoPartners _partners = new();

    [Fact]
    public async Task Validate_TokenOfAnotherPartner_Refused()
    {
        var stolen = _partners.Om.IssueToken(TwoPartners.Ordinary with { Unit = "om" }, _partners.Clock);

        Assert.Equal(RefusalReason.TokenIssuerNotTrusted, await _partners.Reason(stolen));
    }

    [Fact]
    public async Task Validate_AnotherPartnersIssuerNamingThisOne_Refused()
    {
        // OM's issuer writes politie's name, binds to politie's certificate, and politie's connection presents it.
        var forged = _partners.Om.IssueToken(
            TwoPartners.Ordinary with { Issuer = _partners.Politie.Issuer, Certificate = _partners.Politie.Certificate }, _partners.Clock);

        Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(forged));
    }

    [Fact]
    public async Task Validate_OwnTokenNamingAnotherPartnersIssuer_Refused() =>
        Assert.Equal(RefusalReason.TokenIssuerNotTrusted, await _partners.Reason(_partners.Token(token => token with { Issuer = _partners.Om.Issuer })));

    [Fact]
    public async Task Validate_OrganisationWithoutIssuer_Refused()
    {
        var outcome = await _partners.Validator.ValidateAsync(_partners.Token().AsMemory(), "00000004000000000009", _partners.Politie.Certificate);

        Assert.Equal(RefusalReason.TokenIssuerNotTrusted, outcome.Refusal?.Reason);
    }

    [Theory]
    [InlineData("\"https://issuers.example/politie/\"")]
    [InlineData("\"HTTPS://issuers.example/politie\"")]
    [InlineData("\"https://issuers.example/politie \"")]
    [InlineData("[\"https://issuers.example/politie\"]")]
    [InlineData("\"\"")]
    [InlineData("null")]
    public async Task Validate_IssuerAlmostRight_Refused(string issuer) =>
        Assert.Equal(RefusalReason.TokenIssuerNotTrusted, await _partners.Reason(_partners.WithClaims(claims => claims["iss"] = JsonNode.Parse(issuer))));

    [Theory]
    [InlineData("\"other\"")]
    [InlineData("\"Exchange\"")]
    [InlineData("\"exchange \"")]
    [InlineData("[\"exchange\",\"other\"]")]
    [InlineData("[\"other\",\"exchange\"]")]
    [InlineData("[\"exchange\",\"exchange\"]")]
    [InlineData("[]")]
    [InlineData("\"\"")]
    [InlineData("null")]
    public async Task Validate_AnotherAudience_Refused(string audience) =>
        Assert.Equal(RefusalReason.TokenAudienceWrong, await _partners.Reason(_partners.WithClaims(claims => claims["aud"] = JsonNode.Parse(audience))));

    [Theory]
    [InlineData("[[\"exchange\"]]")]
    [InlineData("{\"exchange\":true}")]
    public async Task Validate_AudienceMalformed_Refused(string audience) =>
        Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(_partners.WithClaims(claims => claims["aud"] = JsonNode.Parse(audience))));

    [Fact]
    public async Task Validate_NoAudience_Refused() =>
        Assert.Equal(RefusalReason.TokenAudienceWrong, await _partners.Reason(_partners.WithClaims(claims => claims.Remove("aud"))));

    [Fact]
    public async Task Validate_AudienceAsListOfOne_Accepted() =>
        Assert.Null(await _partners.Reason(_partners.WithClaims(claims => claims["aud"] = new JsonArray("exchange"))));

    [Fact]
    public async Task Validate_BoundToAnotherCertificate_Refused()
    {
        var renewed = _partners.Pki.Authority.Client("politie", TwoPartners.PolitieOin);

        Assert.Equal(RefusalReason.TokenNotBound, await _partners.Reason(_partners.Token(token => token with { Certificate = renewed })));
        Assert.Equal(RefusalReason.TokenNotBound, await _partners.Reason(_partners.Token(token => token with { Certificate = _partners.Om.Certificate })));
        Assert.Null(await _partners.Reason(_partners.Token(token => token with { Certificate = renewed }), renewed));
    }

    [Fact]
    public async Task Validate_ConfirmationMissingOrOfAnotherKind_Refused()
    {
        var raw = SHA256.HashData(_partners.Politie.Certificate.RawData);
        string[] confirmations =
        [
            "null", "[]", "{}", "\"x5t#S256\"",
            "{\"x5t#S256\":null}", "{\"x5t#S256\":\"\"}", "{\"x5t#S256\":[\"" + System.Buffers.Text.Base64Url.EncodeToString(raw) + "\"]}",
            "{\"x5t#S256\":\"" + System.Buffers.Text.Base64Url.EncodeToString(raw) + "=\"}",
            "{\"x5t#S256\":\"" + System.Buffers.Text.Base64Url.EncodeToString(raw)[..42] + "\"}",
            "{\"x5t#S256\":\"" + Convert.ToHexStringLower(raw) + "\"}",
            "{\"x5t\":\"" + System.Buffers.Text.Base64Url.EncodeToString(raw) + "\"}",
            "{\"X5T#S256\":\"" + System.Buffers.Text.Base64Url.EncodeToString(raw) + "\"}",
            "{\"jkt\":\"" + System.Buffers.Text.Base64Url.EncodeToString(raw) + "\"}",
        ];

        foreach (var confirmation in confirmations)
            Assert.Equal(RefusalReason.TokenNotBound, await _partners.Reason(_partners.WithClaims(claims => claims["cnf"] = JsonNode.Parse(confirmation))));
        Assert.Equal(RefusalReason.TokenNotBound, await _partners.Reason(_partners.WithClaims(claims => claims.Remove("cnf"))));
    }

    [Theory]
    [InlineData("sub", 128)]
    [InlineData("unit", 64)]
    public async Task Validate_Name_IsVisibleAsciiUpToItsLength(string claim, int longest)
    {
        Assert.Null(await _partners.Reason(_partners.WithClaims(claims => claims[claim] = new string('~', longest))));
        string[] refused =
        [
            "", new string('a', longest + 1), " ", "a b", "a\tb", "a\nb", "a\0", "a\u007F", "ë", "p\u0430p", "\u202Ea", "a\u200B", "\ud83d\ude00",
        ];
        foreach (var name in refused)
            Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(_partners.WithClaims(claims => claims[claim] = name)));
        foreach (var json in new[] { "null", "7", "[\"politie\"]", "{}", "true" })
            Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(_partners.WithClaims(claims => claims[claim] = JsonNode.Parse(json))));
        Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(_partners.WithClaims(claims => claims.Remove(claim))));
    }

    [Theory]
    [InlineData("sub", "p-17")]
    [InlineData("unit", "politie")]
    [InlineData("iss", "https")]
    public async Task Validate_HalfACharacterInAClaim_Refused(string claim, string value)
    {
        var (header, claims) = _partners.Texts();
        var halved = claims.Replace($"\"{claim}\":\"{value}", $"\"{claim}\":\"\\ud800{value}", StringComparison.Ordinal);
        Assert.NotEqual(claims, halved);

        var reason = await _partners.Reason(_partners.Politie.Sign(header, halved));

        Assert.Equal(claim == "iss" ? RefusalReason.TokenIssuerNotTrusted : RefusalReason.TokenInvalid, reason);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"regisseur\"")]
    [InlineData("[]")]
    [InlineData("{\"0\":\"regisseur\"}")]
    [InlineData("[\"regisseur\",\"regisseur\"]")]
    [InlineData("[\"regisseur\",7]")]
    [InlineData("[\"regisseur\",null]")]
    [InlineData("[[\"regisseur\"]]")]
    [InlineData("[\"\"]")]
    [InlineData("[\"regisseur \"]")]
    [InlineData("[\"regisseur,fg\",\"a b\"]")]
    [InlineData("[\"regiss\u0435ur\"]")]
    public async Task Validate_RolesMalformed_Refused(string roles) =>
        Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(_partners.WithClaims(claims => claims["roles"] = JsonNode.Parse(roles))));

    [Fact]
    public async Task Validate_Roles_AreSixteenOfSixtyFourAtMost()
    {
        static JsonArray Roles(int count, int length) => [.. Enumerable.Range(0, count).Select(index => JsonValue.Create($"{index:D2}".PadRight(length, 'r')))];

        Assert.Null(await _partners.Reason(_partners.WithClaims(claims => claims["roles"] = Roles(16, 64))));
        Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(_partners.WithClaims(claims => claims["roles"] = Roles(17, 64))));
        Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(_partners.WithClaims(claims => claims["roles"] = Roles(1, 65))));
        Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(_partners.WithClaims(claims => claims.Remove("roles"))));
    }

    [Fact]
    public async Task Validate_AnyRefusal_RepeatsNoValueOfTheToken()
    {
        var refusals = new[]
        {
            await _partners.Present(_partners.Token(token => token with { Issuer = "geheim-7" })),
            await _partners.Present(_partners.Token(token => token with { Audience = "geheim-7" })),
            await _partners.Present(_partners.Token(token => token with { Actor = "geheim-7 " })),
            await _partners.Present(_partners.Token(token => token with { Unit = "geheim-7 " })),
            await _partners.Present(_partners.Token(token => token with { Roles = ["geheim-7 "] })),
            await _partners.Present(_partners.Token(token => token with { Actor = "geheim-7", Lives = TimeSpan.FromHours(1) })),
            await _partners.Present(_partners.WithHeader(header => header["typ"] = "geheim-7")),
        };

        Assert.All(refusals, refusal => Assert.DoesNotContain("geheim-7", refusal.Refusal!.Message, StringComparison.Ordinal));
    }
}
