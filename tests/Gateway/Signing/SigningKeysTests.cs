using System.Text.Json.Nodes;
using Exchange.Cli.Pki;
using Exchange.Gateway.Identity;
using Exchange.Gateway.Signing;

namespace Exchange.Gateway.Tests.Signing;

public sealed class SigningKeysTests : IDisposable
{
    private const string PolitieOin = "00000004000000000002";

    private readonly string _folder = Directory.CreateTempSubdirectory("exchange-signing-").FullName;
    private readonly DevPki _pki = DevPki.Make([new DevController("politie", PolitieOin), new DevController("om", "00000004000000000003")], TimeProvider.System);

    public SigningKeysTests() => new DevPkiFolder(_folder).Write(_pki);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_WhatPkiDevMade_FindsEachKeyForItsOrganisationOnly()
    {
        var keys = SigningKeys.Load(new DevPkiFolder(_folder).ReadOptions());
        var id = _pki.Parties["politie"].Requests.KeyId;
        Assert.NotNull(keys.Find(PolitieOin, id));
        Assert.Null(keys.Find("00000004000000000003", id));
        Assert.Null(keys.Find(PolitieOin, id.ToUpperInvariant()));
    }

    [Fact]
    public void Load_SeveralKeysOfOneOrganisation_FindsEach()
    {
        using var next = new Cli.Call.RequestSigner(System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256), "2027");
        Write(_pki.Parties["politie"].Requests.Jwk(), next.Jwk());
        var keys = SigningKeys.Load(new DevPkiFolder(_folder).ReadOptions());
        Assert.NotNull(keys.Find(PolitieOin, "2027"));
        Assert.NotNull(keys.Find(PolitieOin, _pki.Parties["politie"].Requests.KeyId));
    }

    [Fact]
    public void Load_WrongSetting_NamesIt()
    {
        AssertStops("SigningKeys is empty", o => o.SigningKeys.Clear());
        AssertStops("SigningKeys has the OIN ''", o => o.SigningKeys[0].Oin = "");
        AssertStops($"SigningKeys, OIN {PolitieOin}: Jwks is not set", o => o.SigningKeys[0].Jwks = "");
        AssertStops("Jwks names '/absent'", o => o.SigningKeys[0].Jwks = "/absent");
    }

    [Fact]
    public void Load_KeyOfAnotherOwnerOrUse_SaysSo()
    {
        AssertStops("one owner and one use", o => o.SigningKeys[1].Jwks = o.SigningKeys[0].Jwks);
        AssertStops("one owner and one use", o => o.SigningKeys[0].Jwks = o.TokenIssuers[0].Jwks);
        AssertStops("one owner and one use", o => o.SigningKeys[0].Jwks = o.TokenIssuers[1].Jwks);
    }

    [Fact]
    public void Load_KeyWithoutAName_SaysSo()
    {
        var key = _pki.Parties["politie"].Requests.Jwk();
        foreach (var kid in new[] { null, "", "a b", "é", new string('k', 65) })
        {
            key["kid"] = kid;
            Write(key.DeepClone());
            AssertStops("without a usable 'kid'", _ => { });
        }
    }

    [Fact]
    public void Load_TwoKeysOfOneName_SaysSo()
    {
        using var other = new Cli.Call.RequestSigner(
            System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256), _pki.Parties["politie"].Requests.KeyId);
        Write(_pki.Parties["politie"].Requests.Jwk(), other.Jwk());
        AssertStops("two keys have one 'kid'", _ => { });
    }

    private void Write(params JsonNode[] keys) => File.WriteAllText(
        new DevPkiFolder(_folder).ReadOptions().SigningKeys[0].Jwks, new JsonObject { ["keys"] = new JsonArray([.. keys]) }.ToJsonString());

    private void AssertStops(string sentence, Action<IdentityOptions> spoil)
    {
        var options = new DevPkiFolder(_folder).ReadOptions();
        spoil(options);
        Assert.Contains(sentence, Assert.Throws<IdentityConfigurationException>(() => SigningKeys.Load(options)).Message, StringComparison.Ordinal);
    }
}
