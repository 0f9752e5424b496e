using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Exchange.Cli.Pki;
using Exchange.Gateway.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Exchange.Gateway.Tests.Identity;

/// <summary>Real handshakes over loopback, with files as <c>exchange pki dev</c> writes them.</summary>
public sealed class MutualTlsTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("exchange-tls-").FullName;
    private readonly ManualClock _clock = new(TimeProvider.System.GetUtcNow());
    private readonly DevPki _pki;
    private WebApplication? _gateway;
    private int _port;
    private int _served;

    public MutualTlsTests() =>
        _pki = DevPki.Make([new DevController("politie", TwoPartners.PolitieOin), new DevController("om", TwoPartners.OmOin)], TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private DevParty Politie => _pki.Parties["politie"];

    public async ValueTask InitializeAsync()
    {
        var folder = new DevPkiFolder(_folder);
        folder.Write(_pki);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var mutualTls = builder.Services.AddIdentity(folder.ReadOptions(), _clock);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, mutualTls.Configure));
        _gateway = builder.Build();
        _gateway.Run(async context =>
        {
            Interlocked.Increment(ref _served);
            var identification = await context.RequestServices.GetRequiredService<CallerIdentification>().IdentifyAsync(context);
            await context.Response.WriteAsync($"{context.Request.Protocol} {identification.Oin} {identification.Caller.Value?.Actor}{identification.Caller.Refusal?.Reason}");
        });
        await _gateway.StartAsync();
        _port = new Uri(_gateway.Urls.Single()).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null) await _gateway.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Call_WithCertificateAndToken_IsIdentified() =>
        Assert.Equal($"HTTP/2 {TwoPartners.PolitieOin} p-17", await Call(_pki.Connect(Politie.Certificate), Token(Politie)));

    [Fact]
    public async Task Call_WithATokenStolenFromAnotherPartner_IsRefusedUnderTheThiefsOrganisation() =>
        Assert.Equal($"HTTP/2 {TwoPartners.OmOin} TokenIssuerNotTrusted", await Call(_pki.Connect(_pki.Parties["om"].Certificate), Token(Politie)));

    [Fact]
    public async Task Call_Repeated_IsJudgedEachTime()
    {
        using var client = Client(_pki.Connect(Politie.Certificate));

        Assert.Equal($"HTTP/2 {TwoPartners.PolitieOin} p-17", await Call(client, Token(Politie)));
        Assert.Equal($"HTTP/2 {TwoPartners.PolitieOin} TokenMissing", await Call(client, null));
        Assert.Equal($"HTTP/2 {TwoPartners.PolitieOin} p-17", await Call(client, Token(Politie)));
        _clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal($"HTTP/2 {TwoPartners.PolitieOin} TokenExpired", await Call(client, Token(Politie)));
        _clock.Advance(TimeSpan.FromDays(400));
        Assert.Equal("HTTP/2  CertificateNotAccepted", await Call(client, Token(Politie)));
    }

    [Fact]
    public Task Handshake_WithoutCertificate_Refused() => AssertRefused(_pki.Connect(null));

    [Fact]
    public Task Handshake_CertificateOfAnotherCa_Refused() =>
        AssertRefused(_pki.Connect(DevAuthority.Root("Exchange development CA", TimeProvider.System).Client("politie", TwoPartners.PolitieOin)));

    [Fact]
    public Task Handshake_CertificateOfAnotherCaWithItsRootSentAlong_Refused()
    {
        var other = DevAuthority.Root("Exchange development CA", TimeProvider.System);
        return AssertRefused(DevConnection.Handler(_pki.Authority.Certificate, other.Client("politie", TwoPartners.PolitieOin), [other.Certificate]));
    }

    [Fact]
    public Task Handshake_ExpiredCertificate_Refused() =>
        AssertRefused(_pki.Connect(_pki.Authority.Client("politie", TwoPartners.PolitieOin, _clock.Now.AddDays(-2), _clock.Now.AddDays(-1))));

    [Fact]
    public Task Handshake_CertificateOfTomorrow_Refused() =>
        AssertRefused(_pki.Connect(_pki.Authority.Client("politie", TwoPartners.PolitieOin, _clock.Now.AddDays(1), _clock.Now.AddDays(2))));

    [Fact]
    public Task Handshake_ServerCertificateAsClient_Refused() => AssertRefused(_pki.Connect(_pki.Server));

    [Fact]
    public Task Handshake_CertificateThatDoesNotSayItIsForClients_Refused() =>
        AssertRefused(_pki.Connect(_pki.Authority.Client("politie", TwoPartners.PolitieOin, alter: request =>
            request.CertificateExtensions.Remove(request.CertificateExtensions.OfType<X509EnhancedKeyUsageExtension>().Single()))));

    [Fact]
    public async Task Handshake_CertificateThatExpiresBetweenTwoConnections_RefusedTheSecondTime()
    {
        Assert.StartsWith("HTTP/2", await Call(_pki.Connect(Politie.Certificate), null), StringComparison.Ordinal);

        _clock.Advance(TimeSpan.FromDays(400));

        await AssertRefused(_pki.Connect(Politie.Certificate));
    }

    [Fact]
    public async Task Handshake_IntermediateSentAlong_Accepted()
    {
        var issuing = _pki.Authority.Intermediate("Issuing");
        var certificate = issuing.Client("politie", TwoPartners.PolitieOin);
        await AssertRefused(DevConnection.Handler(_pki.Authority.Certificate, certificate, [issuing.Certificate]));

        // With its list, and once that was read
        await File.WriteAllBytesAsync(Path.Combine(_folder, "crls", "issuing.crl"), issuing.RevocationList([]), Stop);
        _gateway!.Services.GetServices<IHostedService>().OfType<IdentityReload>().Single().Look();
        var answer = await Call(DevConnection.Handler(_pki.Authority.Certificate, certificate, [issuing.Certificate]), null);

        Assert.Equal($"HTTP/2 {TwoPartners.PolitieOin} TokenMissing", answer);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12, true)]
    [InlineData(SslProtocols.Tls13, true)]
#pragma warning disable SYSLIB0039, CA5397 // that the old ones are refused is what this shows
    [InlineData(SslProtocols.Tls11, false)]
#pragma warning restore SYSLIB0039, CA5397
    public async Task Handshake_Version_IsTwelveOrThirteen(SslProtocols version, bool accepted)
    {
        var handler = _pki.Connect(Politie.Certificate);
        handler.SslOptions.EnabledSslProtocols = version;
        if (accepted) Assert.StartsWith("HTTP/2", await Call(handler, null), StringComparison.Ordinal);
        else await AssertRefused(handler);
    }

    [Theory]
    [InlineData(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, false)]
    [InlineData(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, true)]
    public async Task Handshake_Twelve_TakesAuthenticatedEncryptionOnly(TlsCipherSuite suite, bool accepted)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only OpenSSL lets a client choose its cipher suites.");
        var handler = _pki.Connect(Politie.Certificate);
        handler.SslOptions.EnabledSslProtocols = SslProtocols.Tls12;
        if (OperatingSystem.IsLinux()) handler.SslOptions.CipherSuitesPolicy = new CipherSuitesPolicy([suite]);
        if (accepted) Assert.StartsWith("HTTP/2", await Call(handler, null), StringComparison.Ordinal);
        else await AssertRefused(handler);
    }

    [Fact]
    public async Task Connection_InPlainText_GetsNoAnswer()
    {
        using var client = new HttpClient();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.GetAsync(new Uri($"http://127.0.0.1:{_port}/"), Stop));
    }

    [Fact]
    public async Task Handshake_ServerWithIntermediate_SendsIt()
    {
        var issuing = _pki.Authority.Intermediate("Issuing");
        var server = issuing.LoopbackServer();
        await File.WriteAllTextAsync(Path.Combine(_folder, "server.pem"), server.ExportCertificatePem() + "\n" + issuing.Certificate.ExportCertificatePem(), Stop);
        await File.WriteAllTextAsync(Path.Combine(_folder, "server.key"), server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem(), Stop);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var mutualTls = builder.Services.AddIdentity(new DevPkiFolder(_folder).ReadOptions(), _clock);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, mutualTls.Configure));
        await using var gateway = builder.Build();
        gateway.Run(context => context.Response.WriteAsync("in"));
        await gateway.StartAsync(Stop);
        _port = new Uri(gateway.Urls.Single()).Port;

        Assert.Equal("in", await Call(_pki.Connect(Politie.Certificate), null));
    }

    private static async Task<string> Call(HttpClient client, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        if (token is not null) request.Headers.Add("authorization", $"Bearer {token}");
        using var response = await client.SendAsync(request, Stop);
        return await response.Content.ReadAsStringAsync(Stop);
    }

    private static string Token(DevParty party) => party.IssueToken(TwoPartners.Ordinary, TimeProvider.System);

    private HttpClient Client(SocketsHttpHandler handler) => new(handler) { BaseAddress = new Uri($"https://localhost:{_port}") };

    private async Task<string> Call(SocketsHttpHandler handler, string? token)
    {
        using var client = Client(handler);
        return await Call(client, token);
    }

    private async Task AssertRefused(SocketsHttpHandler handler)
    {
        // How it looks to the client differs: under TLS 1.3 the refusal comes after its own handshake is done.
        var before = _served;
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => Call(handler, Token(Politie)));
        Assert.Equal(before, _served);
    }
}
