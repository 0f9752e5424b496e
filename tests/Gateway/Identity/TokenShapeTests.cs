using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Exchange.Commands;
using FsCheck;
using FsCheck.Fluent;

namespace Exchange.Gateway.Tests.Identity;

public sealed class TokenShapeTests
{
    private readonly TwoPartners _partners = new();

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("...")]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("e30.e30.e30")]
    [InlineData("e30.e30.e30.e30.e30")]
    [InlineData("bnVsbA.bnVsbA.AAAA")]
    [InlineData("W10.W10.AAAA")]
    [InlineData("{\"alg\":\"ES256\"}.{}.AAAA")]
    public async Task Validate_NoCompactJws_Refused(string token) => Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(token));

    [Fact]
    public async Task Validate_TokenWithSomethingAround_Refused()
    {
        var token = _partners.Token();
        string[] variants = [" " + token, token + " ", token + "\n", token + "\0", token + "=", token + ".", "." + token, token + "." + token, token + "," + token];

        foreach (var variant in variants) Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(variant));
    }

    [Fact]
    public async Task Validate_PaddedOrSpacedBase64InTheSignedPart_Refused()
    {
        foreach (var separator in new[] { "=.", " .", "\n.", ".\t", "%2E" })
        {
            var parts = _partners.Token().Split('.');
            var signed = parts[0] + separator + parts[1];
            var signature = _partners.Politie.SigningKey.SignData(Encoding.UTF8.GetBytes(signed), System.Security.Cryptography.HashAlgorithmName.SHA256);
            Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(signed + "." + Base64Url.EncodeToString(signature)));
        }
    }

    [Theory]
    [InlineData("\"sub\":\"p-17\"", "\"sub\":\"p-17\",\"sub\":\"p-18\"")]
    [InlineData("\"sub\":\"p-17\"", "\"sub\":\"p-17\",\"sub\":\"p-17\"")]
    [InlineData("\"sub\":\"p-17\"", "\"sub\":\"p-17\",\"s\\u0075b\":\"p-18\"")]
    [InlineData("\"unit\":\"politie\"", "\"unit\":\"politie\",\"unit\":\"om\"")]
    [InlineData("\"cnf\":{", "\"cnf\":{},\"cnf\":{")]
    [InlineData("\"cnf\":{", "\"cnf\":{\"x5t#S256\":\"AAAA\",")]
    [InlineData("\"roles\":[", "\"roles\":[\"fg\"],\"roles\":[")]
    [InlineData("\"aud\":\"exchange\"", "\"aud\":\"other\",\"aud\":\"exchange\"")]
    public async Task Validate_ClaimTwice_Refused(string once, string twice)
    {
        var (header, claims) = _partners.Texts();
        var doubled = claims.Replace(once, twice, StringComparison.Ordinal);
        Assert.NotEqual(claims, doubled);

        Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(_partners.Politie.Sign(header, doubled)));
    }

    [Fact]
    public async Task Validate_HeaderMemberTwice_Refused()
    {
        var (header, claims) = _partners.Texts();

        Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(_partners.Politie.Sign(header.Replace("{", "{\"alg\":\"none\",", StringComparison.Ordinal), claims)));
        Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(_partners.Politie.Sign(header.Replace("{", "{\"typ\":\"JWT\",", StringComparison.Ordinal), claims)));
    }

    [Fact]
    public async Task Validate_ClaimOfTheSameNameInOtherCase_IsAnotherClaim()
    {
        var outcome = await _partners.Present(_partners.WithClaims(claims =>
        {
            claims["Sub"] = "p-18";
            claims["ROLES"] = new JsonArray("fg");
        }));

        Assert.Equal("p-17", outcome.Value!.Actor);
        Assert.DoesNotContain("fg", outcome.Value.Roles);
    }

    [Theory]
    [InlineData("{\"a\":1}//")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{'a':1}")]
    [InlineData("{\"a\":NaN}")]
    [InlineData("{\"a\":1}{\"a\":1}")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]")]
    [InlineData("")]
    public async Task Validate_ClaimsThatAreNoStrictJson_Refused(string claims) =>
        Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(_partners.Politie.Sign(_partners.Texts().Header, claims)));

    [Theory]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"a\":{\"\\udc00\":1}}")]
    public async Task Validate_MemberNamedByHalfACharacter_Refused(string json)
    {
        Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(_partners.Politie.Sign(json, _partners.Texts().Claims)));
        Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(_partners.Politie.Sign(_partners.Texts().Header, json)));
    }

    [Fact]
    public async Task Validate_ClaimsThatAreNoUtf8_Refused()
    {
        var (header, claims) = _partners.Texts();
        var bytes = Encoding.UTF8.GetBytes(claims);
        bytes[Array.IndexOf(bytes, (byte)'7')] = 0xFF;
        var signed = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header)) + "." + Base64Url.EncodeToString(bytes);
        var signature = _partners.Politie.SigningKey.SignData(Encoding.ASCII.GetBytes(signed), System.Security.Cryptography.HashAlgorithmName.SHA256);

        Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(signed + "." + Base64Url.EncodeToString(signature)));
    }

    [Fact]
    public async Task Validate_TokenOfEightKibibytes_IsTheLongest()
    {
        string Filled(int characters) => _partners.WithClaims(claims => claims["filler"] = new string('x', characters));
        // Base64 writes three characters as four.
        var about = ((8 * 1024) - Filled(0).Length) * 3 / 4;
        var most = Enumerable.Range(about - 6, 12).Last(characters => Filled(characters).Length <= 8 * 1024);

        Assert.InRange(Filled(most).Length, (8 * 1024) - 2, 8 * 1024);
        Assert.Null(await _partners.Reason(Filled(most)));
        Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(Filled(most + 3)));
        Assert.Equal(RefusalReason.TokenInvalid, await _partners.Reason(new string('a', 50_000_000)));
    }

    [Fact]
    public void Validate_AnyText_IsRefusedWithoutAFault() =>
        Prop.ForAll<string>(text => text is null || Presented(text) == RefusalReason.TokenInvalid).QuickCheckThrowOnFailure();

    [Fact]
    public void Validate_AnyHeaderAndClaims_NeverFault()
    {
        // Signed by the right key: what an issuer gone wrong may send. Values from a small stock, since wild ones die in the reader.
        string[] stock = ["null", "0", "-1", "1e999", "\"\"", "\"x\"", "\"\\ud800\"", "[]", "[null]", "{}", "{\"x5t#S256\":null}", "true", "12345678901234567890"];
        string[] names = ["iss", "aud", "sub", "unit", "roles", "iat", "nbf", "exp", "cnf", "jti", "\\ud800"];
        string[] headers = ["alg", "typ", "kid", "cty", "x5t", "jwk", "zip", "enc"];
        var changes = Gen.Zip(Gen.Elements(names), Gen.Elements(stock)).ListOf(2).Zip(Gen.Zip(Gen.Elements(headers), Gen.Elements(stock)));

        Prop.ForAll(changes.ToArbitrary(), change =>
        {
            var claims = Members(_partners.Texts().Claims);
            foreach (var (name, value) in change.Item1) claims[name] = value;
            var header = Members(_partners.Texts().Header);
            var outcome = _partners.Present(_partners.Politie.Sign(Json(header), Json(claims))).GetAwaiter().GetResult();
            header[change.Item2.Item1] = change.Item2.Item2;
            _ = _partners.Present(_partners.Politie.Sign(Json(header), Json(claims))).GetAwaiter().GetResult();
            return outcome.Value is null == outcome.Refusal is not null;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static Dictionary<string, string> Members(string json) =>
        JsonNode.Parse(json)!.AsObject().ToDictionary(member => member.Key, member => member.Value!.ToJsonString());

    private static string Json(Dictionary<string, string> members) =>
        "{" + string.Join(',', members.Select(member => $"\"{member.Key}\":{member.Value}")) + "}";

    private RefusalReason? Presented(string text) => _partners.Reason(text).GetAwaiter().GetResult();
}
