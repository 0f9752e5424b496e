using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exchange.Audit.V1;
using Exchange.Cli.Pki;

namespace Exchange.Gateway.Tests.Identity;

/// <summary>What changes in the files is in force for the next handshake and the next call, and no call is dropped for it.</summary>
public sealed class IdentityReloadTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new(TimeProvider.System.GetUtcNow());
    private TlsGateway _gateway = null!;

    private static string Known => $"{TwoPartners.PolitieOin} TokenMissing";

    private X509Certificate2 Politie => _gateway.Pki.Parties["politie"].Certificate;

    public async ValueTask InitializeAsync() => _gateway = await TlsGateway.StartAsync(_clock);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task ServerCertificateAndTrust_ChangedUnderARunningCall_TheCallEndsWellAndTheNextHandshakeSeesTheNewChain()
    {
        using var client = _gateway.Client(Politie);
        var slow = TlsGateway.GetAsync(client, "/slow");
        await _gateway.SlowBegan.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal([_gateway.Pki.Server.SerialNumber], (await _gateway.ShownAsync(Politie)).Except([_gateway.Pki.Authority.Certificate.SerialNumber]));

        var issuing = _gateway.Pki.Authority.Intermediate("Issuing servers");
        var renewed = issuing.LoopbackServer();
        var other = DevAuthority.Root("Other", _clock);
        Write("server.pem", renewed.ExportCertificatePem() + "\n" + issuing.Certificate.ExportCertificatePem());
        Write("server.key", renewed.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        Write("ca.pem", _gateway.Pki.Authority.Certificate.ExportCertificatePem() + "\n" + other.Certificate.ExportCertificatePem());
        WriteList("other.crl", other.RevocationList([]));
        _gateway.LookAgain();

        var shown = await _gateway.ShownAsync(Politie);
        Assert.Equal(renewed.SerialNumber, shown[0]);
        Assert.Contains(issuing.Certificate.SerialNumber, shown);
        Assert.Equal(Known, await _gateway.GetAsync(Politie));
        Assert.Equal($"{TwoPartners.OmOin} TokenMissing", await _gateway.GetAsync(other.Client("om", TwoPartners.OmOin)));

        // The old connection goes on, with the call that runs and with others.
        Assert.Equal(Known, await TlsGateway.GetAsync(client));
        _gateway.SlowMayEnd.SetResult();
        Assert.Equal(Known, await slow);
    }

    [Fact]
    public async Task RevokedCertificate_IsRefusedInTheHandshakeAndOnTheOpenConnection()
    {
        using var open = _gateway.Client(Politie);
        Assert.Equal(Known, await TlsGateway.GetAsync(open));

        _gateway.Folder.Revoke("politie", TimeProvider.System);
        _clock.Now = TimeProvider.System.GetUtcNow();
        _gateway.LookAgain();

        Assert.Equal(" CertificateNotAccepted", await TlsGateway.GetAsync(open));
        await _gateway.AssertRefusedAsync(Politie);
        Assert.Equal($"{TwoPartners.OmOin} TokenMissing", await _gateway.GetAsync(_gateway.Pki.Parties["om"].Certificate));
        Assert.Equal(2, (await _gateway.RefusalsAsync(2))[HandshakeRefusal.Revoked]);
    }

    [Fact]
    public async Task CertificateWithAnIntermediateThatWasSentAlong_IsLookedAtAgainOnEveryCall()
    {
        var issuing = _gateway.Pki.Authority.Intermediate("Issuing");
        var certificate = issuing.Client("politie", TwoPartners.PolitieOin);
        WriteList("issuing.crl", issuing.RevocationList([]));
        _gateway.LookAgain();
        using var open = _gateway.Client(certificate, [issuing.Certificate]);
        Assert.Equal(Known, await TlsGateway.GetAsync(open));

        // Something changes that does not concern it: judged anew, with the intermediate that only the handshake brought.
        WriteList("other.crl", DevAuthority.Root("Other", _clock).RevocationList([]));
        _gateway.LookAgain();
        Assert.Equal(Known, await TlsGateway.GetAsync(open));

        WriteList("issuing.crl", issuing.RevocationList([certificate], number: 2));
        _gateway.LookAgain();
        Assert.Equal(" CertificateNotAccepted", await TlsGateway.GetAsync(open));
    }

    [Fact]
    public async Task CaTakenOutOfTheBundle_EndsItsOpenConnectionsCalls()
    {
        using var open = _gateway.Client(Politie);
        Assert.Equal(Known, await TlsGateway.GetAsync(open));
        var other = DevAuthority.Root("Other", _clock);
        WriteList("other.crl", other.RevocationList([]));

        Write("ca.pem", other.Certificate.ExportCertificatePem());
        _gateway.LookAgain();

        Assert.Equal(" CertificateNotAccepted", await TlsGateway.GetAsync(open));
        await _gateway.AssertRefusedAsync(Politie);
        Assert.Equal(2, (await _gateway.RefusalsAsync(2))[HandshakeRefusal.UntrustedIssuer]);
    }

    [Theory]
    [InlineData("ca.pem", "TrustBundle")]
    [InlineData("server.pem", "ServerCertificate")]
    [InlineData("server.key", "ServerCertificate")]
    [InlineData("issuers/om.jwks.json", "TokenIssuers, OIN " + TwoPartners.OmOin)]
    public async Task BrokenFile_LeavesWhatWasInForceAndIsTold(string file, string setting)
    {
        var before = await _gateway.ShownAsync(Politie);
        Write(file, "broken");
        _gateway.LookAgain();
        _gateway.LookAgain();

        Assert.Equal(Known, await _gateway.GetAsync(Politie));
        Assert.Equal(before, await _gateway.ShownAsync(Politie));
        Assert.Single(_gateway.Lines, line => line.StartsWith(setting, StringComparison.Ordinal));
    }

    [Fact]
    public async Task BrokenRevocationList_LeavesTheOldOneInForceUntilItIsTooOld()
    {
        WriteList("ca.crl", _gateway.Pki.Authority.RevocationList([_gateway.Pki.Parties["om"].Certificate], from: _clock.Now, until: _clock.Now.AddHours(1), number: 2));
        _gateway.LookAgain();
        WriteList("ca.crl", [0x30, 0x00]);
        _gateway.LookAgain();

        Assert.Equal(Known, await _gateway.GetAsync(Politie));
        await _gateway.AssertRefusedAsync(_gateway.Pki.Parties["om"].Certificate);
        Assert.Single(_gateway.Lines, line => line.Contains("ca.crl", StringComparison.Ordinal));

        using var open = _gateway.Client(Politie);
        Assert.Equal(Known, await TlsGateway.GetAsync(open));
        _clock.Advance(TimeSpan.FromHours(2));
        _gateway.LookAgain();

        Assert.Equal(" CertificateNotAccepted", await TlsGateway.GetAsync(open));
        await _gateway.AssertRefusedAsync(Politie);
        Assert.Single(_gateway.Lines, line => line.Contains("No revocation list counts", StringComparison.Ordinal));
        Assert.Equal(2, (await _gateway.RefusalsAsync(3))[HandshakeRefusal.RevocationUnknown]);
    }

    [Fact]
    public async Task IssuersKeyReplaced_ItsOldTokensAreRefusedAlsoWhenTheyWereSeenBefore()
    {
        var politie = _gateway.Pki.Parties["politie"];
        using var open = _gateway.Client(Politie);
        open.DefaultRequestHeaders.Authorization = new("Bearer", politie.IssueToken(TwoPartners.Ordinary, TimeProvider.System));
        Assert.Equal($"{TwoPartners.PolitieOin} ", await TlsGateway.GetAsync(open));

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var renewed = politie with { SigningKey = key };
        Write("issuers/politie.jwks.json", renewed.Jwks());
        _gateway.LookAgain();

        Assert.Equal($"{TwoPartners.PolitieOin} TokenInvalid", await TlsGateway.GetAsync(open));
        open.DefaultRequestHeaders.Authorization = new("Bearer", renewed.IssueToken(TwoPartners.Ordinary, TimeProvider.System));
        Assert.Equal($"{TwoPartners.PolitieOin} ", await TlsGateway.GetAsync(open));
    }

    [Fact]
    public async Task IssuersKeyOfAnotherOrganisation_IsNotTaken()
    {
        Write("issuers/om.jwks.json", _gateway.Pki.Parties["politie"].Jwks());
        _gateway.LookAgain();
        _gateway.LookAgain();

        Assert.Single(_gateway.Lines, line => line.Contains("the same key", StringComparison.Ordinal));
        using var open = _gateway.Client(_gateway.Pki.Parties["om"].Certificate);
        var token = _gateway.Pki.Parties["om"].IssueToken(TwoPartners.Ordinary, TimeProvider.System);
        open.DefaultRequestHeaders.Authorization = new("Bearer", token);
        Assert.Equal($"{TwoPartners.OmOin} ", await TlsGateway.GetAsync(open));
    }

    [Fact]
    public async Task Changes_AreSeenWithoutBeingTold()
    {
        await using var quick = await TlsGateway.StartAsync(TimeProvider.System, options => options.LookAgainEvery = TimeSpan.FromSeconds(1));
        var client = quick.Pki.Parties["politie"].Certificate;
        var before = await quick.ShownAsync(client);
        quick.Folder.RenewServer(TimeProvider.System);

        for (var i = 0; i < 100 && (await quick.ShownAsync(client))[0] == before[0]; i++)
            await Task.Delay(100, TestContext.Current.CancellationToken);

        Assert.NotEqual(before[0], (await quick.ShownAsync(client))[0]);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_gateway.Path, name), text);

    private void WriteList(string name, byte[] list) => File.WriteAllBytes(Path.Combine(_gateway.Path, "crls", name), list);
}
