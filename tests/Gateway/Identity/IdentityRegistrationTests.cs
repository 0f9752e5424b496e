using System.Security.Cryptography.X509Certificates;
using Exchange.Cli.Pki;
using Exchange.Gateway.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Gateway.Tests.Identity;

public sealed class IdentityRegistrationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("exchange-identity-").FullName;
    private readonly DevPki _pki = DevPki.Make([new DevController("politie", TwoPartners.PolitieOin), new DevController("om", TwoPartners.OmOin)], TimeProvider.System);

    public IdentityRegistrationTests() => new DevPkiFolder(_folder).Write(_pki);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AddIdentity_EverythingThere_Registers()
    {
        var services = new ServiceCollection();

        Assert.NotNull(services.AddIdentity(new DevPkiFolder(_folder).ReadOptions(), TimeProvider.System));
        Assert.NotNull(services.BuildServiceProvider().GetRequiredService<CallerIdentification>());
    }

    [Fact]
    public void AddIdentity_Unset_NamesTheSetting()
    {
        AssertStops("TrustBundle is not set", options => options.TrustBundle = "");
        AssertStops("RevocationLists is not set", options => options.RevocationLists = "");
        AssertStops("ServerCertificate is not set", options => options.ServerCertificate = "");
        AssertStops("ServerKey is not set", options => options.ServerKey = "");
        AssertStops("Audience", options => options.Audience = "");
        AssertStops("TokenIssuers has the OIN ''", options => options.TokenIssuers[0].Oin = "");
        AssertStops("Issuer", options => options.TokenIssuers[0].Issuer = "");
        AssertStops("Jwks is not set", options => options.TokenIssuers[0].Jwks = "");
        AssertStops("TokenIssuers is empty", options => options.TokenIssuers.Clear());
    }

    [Fact]
    public void AddIdentity_FileAbsentOrAFolder_NamesSettingAndPath()
    {
        AssertStops("TrustBundle names '/absent'", options => options.TrustBundle = "/absent");
        AssertStops("RevocationLists names '/absent'", options => options.RevocationLists = "/absent");
        AssertStops("RevocationLists names", options => options.RevocationLists = options.TrustBundle);
        AssertStops("ServerCertificate names '/absent'", options => options.ServerCertificate = "/absent");
        AssertStops("ServerKey names '/absent'", options => options.ServerKey = "/absent");
        AssertStops($"TrustBundle names '{_folder}'", options => options.TrustBundle = _folder);
        AssertStops("Jwks names '/absent'", options => options.TokenIssuers[1].Jwks = "/absent");
    }

    [Fact]
    public void AddIdentity_FileOfAnotherKind_SaysWhatItShouldHold()
    {
        var jwks = new DevPkiFolder(_folder).ReadOptions().TokenIssuers[0].Jwks;
        AssertStops("no root", options => options.TrustBundle = jwks);
        AssertStops("no CA", options => options.TrustBundle = options.ServerCertificate);
        AssertStops("does not hold the gateway's certificate", options => options.ServerCertificate = jwks);
        AssertStops("does not hold the unencrypted private key", options => options.ServerKey = options.ServerCertificate);
        AssertStops("does not hold a JSON Web Key Set", options => options.TokenIssuers[0].Jwks = options.ServerKey);
    }

    [Fact]
    public void AddIdentity_DurationOutOfRange_SaysTheRange()
    {
        AssertStops("CrlMaxAge", options => options.CrlMaxAge = TimeSpan.Zero);
        AssertStops("CrlMaxAge", options => options.CrlMaxAge = TimeSpan.FromDays(401));
        AssertStops("HandshakeWithin", options => options.HandshakeWithin = TimeSpan.FromMinutes(2));
        AssertStops("LookAgainEvery", options => options.LookAgainEvery = TimeSpan.FromMilliseconds(1));
        AssertStops("CountRefusalsOver", options => options.CountRefusalsOver = TimeSpan.FromSeconds(-1));
    }

    [Fact]
    public void AddIdentity_KeyOfAnotherCertificate_SaysSo() =>
        AssertStops("does not hold the unencrypted private key", options => options.ServerKey = Path.Combine(_folder, "ca.key"));

    [Fact]
    public void AddIdentity_EncryptedKey_SaysSo()
    {
        var key = Path.Combine(_folder, "encrypted.key");
        File.WriteAllText(key, _pki.Server.GetECDsaPrivateKey()!.ExportEncryptedPkcs8PrivateKeyPem(
            "secret", new(System.Security.Cryptography.PbeEncryptionAlgorithm.Aes256Cbc, System.Security.Cryptography.HashAlgorithmName.SHA256, 1000)));

        AssertStops("does not hold the unencrypted private key", options => options.ServerKey = key);
    }

    [Fact]
    public void AddIdentity_TwoOrganisationsWithOneKeyFile_SaysSo() =>
        AssertStops("the same key", options => options.TokenIssuers[1].Jwks = options.TokenIssuers[0].Jwks);

    private void AssertStops(string sentence, Action<IdentityOptions> spoil)
    {
        var options = new DevPkiFolder(_folder).ReadOptions();
        spoil(options);
        var fault = Assert.Throws<IdentityConfigurationException>(() => new ServiceCollection().AddIdentity(options, TimeProvider.System));

        Assert.Contains(sentence, fault.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", fault.Message, StringComparison.Ordinal);
    }
}
