using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Exchange.Cli.Call;
using Exchange.Gateway.Identity;
using Microsoft.IdentityModel.Tokens;

namespace Exchange.Gateway.Tests.Identity;

public sealed class JwksTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"jwks-{Convert.ToHexString(RandomNumberGenerator.GetBytes(8))}.json");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Load_KeysOfSeveralKinds_TakesTheP256SignatureKeys()
    {
        var other = Key();
        other["use"] = "enc";
        var p384 = Key();
        p384["crv"] = "P-384";
        var rsa = JsonNode.Parse("""{"kty":"RSA","n":"AQAB","e":"AQAB"}""")!;
        var keys = Load(Key("one"), other, p384, rsa, Key("two"));

        Assert.Equal(["one", "two"], keys.Select(key => key.KeyId));
        Assert.All(keys, key => Assert.Throws<CryptographicException>(() => key.ECDsa.ExportParameters(true)));
    }

    [Fact]
    public void Load_PrivateKey_SaysToReplaceIt()
    {
        var key = Key();
        key["d"] = key["x"]!.DeepClone();

        Assert.Contains("private key", Refused(key), StringComparison.Ordinal);
        Assert.Contains("private key", Refused(JsonNode.Parse("""{"kty":"oct","k":"AQAB"}""")!, Key()), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_PointOffTheCurve_Refused()
    {
        var key = Key();
        key["y"] = key["x"]!.DeepClone();

        Assert.Contains("does not hold", Refused(key), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoUsableKeyOrTooMany_Refused()
    {
        Assert.Contains("no EC P-256 key", Refused(), StringComparison.Ordinal);
        Assert.Contains("no EC P-256 key", Refused(JsonNode.Parse("""{"kty":"RSA","n":"AQAB","e":"AQAB"}""")!), StringComparison.Ordinal);
        Assert.Contains("17 keys", Refused([.. Enumerable.Range(0, 17).Select(_ => Key())]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"keys":[],"keys":[]}""")]
    [InlineData("""{"keys":7}""")]
    [InlineData("""{"keys":[{"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"}]}""")]
    [InlineData("""{"keys":[{"kty":"EC","crv":"P-256"}]}""")]
    public void Load_NoKeySet_SaysWhichSetting(string text)
    {
        File.WriteAllText(_file, text);

        var fault = Assert.Throws<IdentityConfigurationException>(() => Jwks.Load(_file, TwoPartners.PolitieOin));

        Assert.Contains(TwoPartners.PolitieOin, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoFile_SaysWhichSetting()
    {
        Assert.Contains(TwoPartners.PolitieOin, Assert.Throws<IdentityConfigurationException>(() => Jwks.Load(_file, TwoPartners.PolitieOin)).Message, StringComparison.Ordinal);
        Assert.Contains("not set", Assert.Throws<IdentityConfigurationException>(() => Jwks.Load("", TwoPartners.PolitieOin)).Message, StringComparison.Ordinal);
    }

    private static JsonNode Key(string? keyId = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var node = RequestSigner.PublicJwk(key, keyId ?? "a");
        node["kid"] = keyId;
        return node;
    }

    private IReadOnlyList<ECDsaSecurityKey> Load(params JsonNode[] keys)
    {
        File.WriteAllText(_file, new JsonObject { ["keys"] = new JsonArray([.. keys]) }.ToJsonString());
        return Jwks.Load(_file, TwoPartners.PolitieOin);
    }

    private string Refused(params JsonNode[] keys) => Assert.Throws<IdentityConfigurationException>(() => Load(keys)).Message;
}
