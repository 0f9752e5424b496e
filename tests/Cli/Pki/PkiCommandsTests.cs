using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using Exchange.Audit.V1;
using Exchange.Cli.Pki;
using Exchange.Commands;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Exchange.Cli.Tests.Pki;

public sealed class PkiCommandsTests : IDisposable
{
    private const string Politie = "politie=00000004000000000002";
    private const string Om = "om=00000004000000000003";
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Token_OfAFolderThatDevMade_IsTakenByAGatewayWithItsSettings()
    {
        Assert.Equal(0, Run("dev", _folder.Path, "--partner", Politie, "--partner", Om).Exit);
        var (exit, token, _) = Run("token", "--dir", _folder.Path, "--controller", "om", "--unit", "om-noord", "--actor", "a-1", "--role", "regisseur", "--role", "jurist", "--lives", "90s");
        Assert.Equal(0, exit);

        var options = new DevPkiFolder(_folder.Path).ReadOptions();
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(_folder["clients/om.pem"]);
        Assert.Null(Judge(certificate));
        var outcome = await TokenValidator.Load(options, TimeProvider.System).ValidateAsync(token.AsMemory().Trim(), Oin.Of(certificate)!, certificate);

        Assert.Equal("om-noord", outcome.Value?.Unit);
        Assert.Equal("a-1", outcome.Value?.Actor);
        Assert.Equal(["regisseur", "jurist"], outcome.Value?.Roles);
    }

    [Theory]
    [InlineData("10m", null)]
    [InlineData("601s", RefusalReason.TokenLivesTooLong)]
    public async Task Token_Lives_AsLongAsAsked(string lives, RefusalReason? reason)
    {
        Run("dev", _folder.Path, "--partner", Om);
        var (_, token, _) = Run("token", "--dir", _folder.Path, "--controller", "om", "--unit", "om", "--actor", "a", "--role", "jurist", "--lives", lives);
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(_folder["clients/om.pem"]);

        var outcome = await TokenValidator.Load(new DevPkiFolder(_folder.Path).ReadOptions(), TimeProvider.System).ValidateAsync(token.AsMemory().Trim(), Oin.Of(certificate)!, certificate);

        Assert.Equal(reason, outcome.Refusal?.Reason);
    }

    [Fact]
    public void Dev_Covenant_MakesAnIdentityPerController()
    {
        File.WriteAllText(_folder["covenant.yaml"], """
            covenant: proef
            version: "1"
            title: Proef (fictief)
            inForce: { from: 2020-01-01 }
            signatories: [politie]
            controllers:
              politie: { name: Politie, oin: "00000004000000000002" }
              gemeente_X: { name: Gemeente, oin: "00000004000000000005" }
            partners:
              politie: { name: Eenheid, controller: politie, circle: small, kinds: [kern], roles: [regisseur] }
              oov: { name: OOV, controller: gemeente_X, circle: small, kinds: [kern], roles: [regisseur] }
            purposes: [casusoverleg]
            forums:
              regieoverleg: { circle: small, members: [politie, oov], prepareDays: 5 }
            categories:
              identity:
                title: Identificerende gegevens
                identifying: true
                fields:
                  name: { type: text }
            articles:
              - id: "1"
                text: De kring bespreekt de casus.
                grant: full
                categories: [identity]
                to: { circle: small }
                for: [casusoverleg]
                ground: AVG art. 6(1)(e)
            """);

        var (exit, _, error) = Run("dev", _folder["pki"], "--covenant", _folder["covenant.yaml"], "--partner", Om);

        Assert.True(exit == 0, error);
        Assert.Equal(
            ["00000004000000000002", "00000004000000000003", "00000004000000000005"],
            new DevPkiFolder(_folder["pki"]).ReadOptions().TokenIssuers.Select(pin => pin.Oin).Order());
        Assert.True(File.Exists(_folder["pki/clients/gemeente_X.pem"]));
    }

    [Fact]
    public async Task Dev_SampleCovenant_MakesSettingsThatAGatewayStartsWith()
    {
        var covenant = Path.Combine(Checkout(), "samples", "covenants", "ipga-radicalisering.yaml");
        var (exit, _, error) = Run("dev", _folder.Path, "--force", "--covenant", covenant);
        Assert.True(exit == 0, error);

        var settings = new ConfigurationBuilder().AddJsonFile(_folder["exchange.json"])
            .AddInMemoryCollection([new("Gateway:Listen", "127.0.0.1:0"), new("Gateway:Health", "127.0.0.1:0")])
            .Build();
        await using var gateway = GatewayHost.Build(settings, TimeProvider.System, logging => logging.ClearProviders());
        await gateway.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal("https", GatewayHost.Addresses(gateway).Grpc.Scheme);
    }

    [Fact]
    public void Dev_NoCovenant_SaysSo()
    {
        File.WriteAllText(_folder["covenant.yaml"], "covenant: 7");

        AssertWrong("covenant", Run("dev", _folder["pki"], "--covenant", _folder["covenant.yaml"]));
        AssertWrong("cannot be read", Run("dev", _folder["pki"], "--covenant", _folder["absent.yaml"]));
        Assert.False(Directory.Exists(_folder["pki"]));
    }

    [Fact]
    public void Dev_FolderInUse_IsLeftAloneUnlessForced()
    {
        File.WriteAllText(_folder["mine.txt"], "mine");

        AssertWrong("--force", Run("dev", _folder.Path, "--partner", Om));
        Assert.Equal(["mine.txt"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));

        Assert.Equal(0, Run("dev", _folder.Path, "--partner", Om, "--force").Exit);
        Assert.Equal("mine", File.ReadAllText(_folder["mine.txt"]));
        Assert.True(File.Exists(_folder["exchange.json"]));
    }

    [Theory]
    [InlineData("om", "name=OIN")]
    [InlineData("om=1=2", "name=OIN")]
    [InlineData("om=0000000400000000000", "20 digits")]
    [InlineData("om=", "20 digits")]
    [InlineData("=00000004000000000003", "a letter")]
    [InlineData("../om=00000004000000000003", "a letter")]
    [InlineData("/etc/om=00000004000000000003", "a letter")]
    [InlineData("o.m=00000004000000000003", "a letter")]
    public void Dev_PartnerMalformed_SaysWhatToWrite(string partner, string hint)
    {
        AssertWrong(hint, Run("dev", _folder["pki"], "--partner", partner));
        Assert.False(Directory.Exists(_folder["pki"]));
    }

    [Fact]
    public void Dev_SameNameOrOinTwice_Refused()
    {
        AssertWrong("name", Run("dev", _folder["pki"], "--partner", Om, "--partner", "OM=00000004000000000002"));
        AssertWrong("OIN", Run("dev", _folder["pki"], "--partner", Om, "--partner", "ander=00000004000000000003"));
        AssertWrong("at least one", Run("dev", _folder["pki"]));
    }

    [Theory]
    [InlineData("politie")]
    [InlineData("../clients/om")]
    [InlineData("")]
    public void Token_UnknownOrganisation_SaysSo(string name)
    {
        Run("dev", _folder.Path, "--partner", Om);

        AssertWrong("organisation", Run("token", "--dir", _folder.Path, "--controller", name, "--unit", "om", "--actor", "a", "--role", "jurist"));
    }

    [Fact]
    public void Token_FolderWithoutPki_SaysSo() =>
        AssertWrong("pki dev", Run("token", "--dir", _folder["absent"], "--controller", "om", "--unit", "om", "--actor", "a", "--role", "jurist"));

    [Fact]
    public void Token_KeyDamaged_SaysSo()
    {
        Run("dev", _folder.Path, "--partner", Om);
        File.WriteAllText(_folder["issuers/om.key"], "no key");

        AssertWrong("pki dev", Run("token", "--dir", _folder.Path, "--controller", "om", "--unit", "om", "--actor", "a", "--role", "jurist"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("m")]
    [InlineData("0m")]
    [InlineData("-5m")]
    [InlineData("5h")]
    [InlineData("1e3s")]
    [InlineData("99999999999s")]
    public void Token_LivesMalformed_IsAParseError(string lives) =>
        Assert.NotEmpty(PkiCommands.Create().Parse(["token", "--dir", "d", "--controller", "om", "--unit", "om", "--actor", "a", "--role", "jurist", "--lives", lives]).Errors);

    [Fact]
    public void Revoke_Organisation_IsRefusedByAGatewayThatReadsTheFolderAndNobodyElseIs()
    {
        Run("dev", _folder.Path, "--partner", Politie, "--partner", Om);
        using var politie = X509CertificateLoader.LoadCertificateFromFile(_folder["clients/politie.pem"]);
        using var om = X509CertificateLoader.LoadCertificateFromFile(_folder["clients/om.pem"]);
        Assert.Null(Judge(om));

        Assert.Equal(0, Run("revoke", _folder.Path, "om").Exit);

        Assert.Equal(HandshakeRefusal.Revoked, Judge(om));
        Assert.Null(Judge(politie));

        // Each on top of what was revoked before, and as often as one likes
        Assert.Equal(0, Run("revoke", _folder.Path, "om").Exit);
        Assert.Equal(0, Run("revoke", _folder.Path, "politie").Exit);
        Assert.Equal(HandshakeRefusal.Revoked, Judge(om));
        Assert.Equal(HandshakeRefusal.Revoked, Judge(politie));
    }

    [Fact]
    public void Revoke_UnknownOrganisationOrFolder_SaysSo()
    {
        Run("dev", _folder.Path, "--partner", Om);

        AssertWrong("organisation", Run("revoke", _folder.Path, "politie"));
        AssertWrong("organisation", Run("revoke", _folder.Path, "../clients/om"));
        AssertWrong("organisation", Run("revoke", _folder["absent"], "om"));
        File.Delete(_folder["ca.key"]);
        AssertWrong("pki dev", Run("revoke", _folder.Path, "om"));
    }

    [Fact]
    public void Renew_Server_GivesAnotherCertificateAndKeyThatAGatewayTakes()
    {
        Run("dev", _folder.Path, "--partner", Om);
        var before = MutualTls.LoadCertificate(new DevPkiFolder(_folder.Path).ReadOptions()).TargetCertificate;

        Assert.Equal(0, Run("renew", _folder.Path).Exit);

        var after = MutualTls.LoadCertificate(new DevPkiFolder(_folder.Path).ReadOptions()).TargetCertificate;
        Assert.NotEqual(before.SerialNumber, after.SerialNumber);
        Assert.NotEqual(before.GetPublicKeyString(), after.GetPublicKeyString());
        Assert.Equal(before.Issuer, after.Issuer);
        AssertWrong("pki dev", Run("renew", _folder["absent"]));
    }

    [Fact]
    public void Dev_RevocationList_CountsAsLongAsTheCertificates()
    {
        Run("dev", _folder.Path, "--partner", Om);
        using var om = X509CertificateLoader.LoadCertificateFromFile(_folder["clients/om.pem"]);

        Assert.Null(Judge(om, new LateClock(TimeSpan.FromDays(364))));
        Assert.NotNull(Judge(om, new LateClock(TimeSpan.FromDays(366))));
    }

    private HandshakeRefusal? Judge(X509Certificate2 certificate, TimeProvider? clock = null)
    {
        var options = new DevPkiFolder(_folder.Path).ReadOptions();
        clock ??= TimeProvider.System;
        return new Trust(TrustBundle.Load(options.TrustBundle, clock), new CrlFolder(options.RevocationLists, options.CrlMaxAge).Read(), clock)
            .Judge(certificate).Refusal;
    }

    private static string Checkout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Directory.Packages.props"))) folder = folder.Parent;
        return folder.FullName;
    }

    private static (int Exit, string Output, string Error) Run(params string[] arguments)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var exit = PkiCommands.Create().Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (exit, output.ToString(), error.ToString());
    }

    private sealed class LateClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }

    private static void AssertWrong(string hint, (int Exit, string Output, string Error) run)
    {
        Assert.Equal(2, run.Exit);
        Assert.Empty(run.Output);
        Assert.Contains(hint, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
