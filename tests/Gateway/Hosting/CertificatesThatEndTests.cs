using Exchange.Audit.V1;
using Exchange.Cli.Pki;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Identity;
using Exchange.Gateway.Tests.Harness;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Exchange.Gateway.Tests.Hosting;

/// <summary>Certificates end: on the wire, on open connections, and on the log.</summary>
public sealed class CertificatesThatEndTests : IAsyncLifetime
{
    private RunningGateway _gateway = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private DevPkiFolder PkiFolder => new(Path.Combine(_gateway.Folder, "pki"));

    public async ValueTask InitializeAsync() => _gateway = await RunningGateway.StartAsync();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task RevokedCertificate_OpenConnection_IsUnauthenticatedForEveryService()
    {
        var politie = _gateway.Person("politie", "p.lead", "regisseur");
        var om = _gateway.Person("om", "o.lead", "caseworker");
        var health = new Health.HealthClient(_gateway.Channel(politie.Controller));
        Assert.Equal("CASE_NOT_FOUND", (await RichErrors.RefusalOf(politie.GetAsync(politie.Asking("regie", "unknown")))).Reason);
        await health.CheckAsync(new HealthCheckRequest(), cancellationToken: Stop);

        PkiFolder.Revoke(politie.Controller, TimeProvider.System);
        Look();

        var refusal = await RichErrors.RefusalOf(politie.GetAsync(politie.Asking("regie", "unknown")));
        Assert.Equal((StatusCode.Unauthenticated, "CERTIFICATE_NOT_ACCEPTED"), (refusal.Code, refusal.Reason));
        refusal = await RichErrors.RefusalOf(health.CheckAsync(new HealthCheckRequest(), cancellationToken: Stop).ResponseAsync);
        Assert.Equal((StatusCode.Unauthenticated, "CERTIFICATE_NOT_ACCEPTED"), (refusal.Code, refusal.Reason));
        using var watch = health.Watch(new HealthCheckRequest(), cancellationToken: Stop);
        Assert.Equal(StatusCode.Unauthenticated, (await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext(Stop))).StatusCode);
        Assert.Equal("CASE_NOT_FOUND", (await RichErrors.RefusalOf(om.GetAsync(om.Asking("regie", "unknown")))).Reason);
    }

    [Fact]
    public async Task RefusedHandshakes_OfEveryKind_AreOnTheLogOncePerReasonWhenTheGatewayStops()
    {
        var authority = _gateway.Pki.Authority;
        var now = TimeProvider.System.GetUtcNow();
        var before = _gateway.Entries().Count;
        PkiFolder.Revoke("politie", TimeProvider.System);
        Look();
        const string Oin = "00000004000000000002";
        var refused = new (HandshakeRefusal Why, Func<SocketsHttpHandler> Handler, int Times)[]
        {
            (HandshakeRefusal.NoCertificate, () => _gateway.Pki.Connect(null), 2),
            (HandshakeRefusal.UntrustedIssuer, () => _gateway.Pki.Connect(DevAuthority.Root("Exchange development CA", TimeProvider.System).Client("Jansen", Oin)), 25),
            (HandshakeRefusal.Expired, () => _gateway.Pki.Connect(authority.Client("Jansen", Oin, now.AddDays(-2), now.AddDays(-1))), 1),
            (HandshakeRefusal.Unsuitable, () => _gateway.Pki.Connect(_gateway.Pki.Server), 1),
            (HandshakeRefusal.Revoked, () => _gateway.Pki.Connect(_gateway.Pki.Parties["politie"].Certificate), 3),
            (HandshakeRefusal.RevocationUnknown, () => WithIntermediate(authority.Intermediate("Issuing")), 1),
            (HandshakeRefusal.Protocol, () => OldTls(), 1),
        };
        foreach (var (_, handler, times) in refused)
        {
            for (var i = 0; i < times; i++)
                await AssertRefusedAsync(handler());
        }

        await _gateway.App.StopAsync(Stop);

        var entries = _gateway.Entries().Skip(before).ToList();
        Assert.Equal(
            refused.Select(r => (r.Why, (long)r.Times)).OrderBy(r => r.Why),
            entries.Select(e => (e.HandshakesRefused.Why, e.HandshakesRefused.Count)).OrderBy(e => e.Why));
        Assert.All(entries, entry =>
        {
            Assert.Null(entry.Caller);
            Assert.Equal(Outcome.Refused, entry.Outcome);
            Assert.Equal(_gateway.Covenant.Digest.ToArray(), entry.CovenantDigest.ToByteArray());
            Assert.True(entry.HandshakesRefused.From < entry.HandshakesRefused.Until);
            Assert.DoesNotContain("Jansen", entry.ToString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task RefusedHandshakes_LogUnwritable_AreToldLater()
    {
        var before = _gateway.Entries().Count;
        await AssertRefusedAsync(_gateway.Pki.Connect(null));
        await AssertRefusedAsync(_gateway.Pki.Connect(null));
        await WaitForAsync(2);
        await using (var other = new SqliteConnection($"Data Source={Path.Combine(_gateway.DataFolder, "exchange.db")};Pooling=False"))
        {
            await other.OpenAsync(Stop);
            await using var lockIt = other.CreateCommand();
            lockIt.CommandText = "BEGIN IMMEDIATE";
            await lockIt.ExecuteNonQueryAsync(Stop);
            await Reports().ReportAsync();
        }
        var until = TimeProvider.System.GetUtcNow();
        Assert.Equal(before, _gateway.Entries().Count);

        await AssertRefusedAsync(_gateway.Pki.Connect(null));
        await WaitForAsync(1);
        await Reports().ReportAsync();
        await Reports().ReportAsync();

        var told = Assert.Single(_gateway.Entries().Skip(before)).HandshakesRefused;
        Assert.Equal((HandshakeRefusal.NoCertificate, 3), (told.Why, told.Count));
        Assert.True(told.From.ToDateTimeOffset() < until && until < told.Until.ToDateTimeOffset());
    }

    [Fact]
    public async Task RefusedHandshakes_AreToldWithoutBeingAsked()
    {
        await using var quick = await RunningGateway.StartAsync(configure: Settings.Of(("Identity:CountRefusalsOver", "00:00:01")));
        await AssertRefusedAsync(quick.Pki.Connect(null), quick.Address);

        for (var i = 0; i < 200 && !quick.Entries().Any(entry => entry.HandshakesRefused is not null); i++)
            await Task.Delay(50, Stop);

        Assert.Equal(1, Assert.Single(quick.Entries(), entry => entry.HandshakesRefused is not null).HandshakesRefused.Count);
    }

    [Fact]
    public async Task ConnectionThatNeverSpeaksTls_IsNoHandshake()
    {
        var before = _gateway.Entries().Count;
        using (var socket = new System.Net.Sockets.TcpClient())
            await socket.ConnectAsync(_gateway.Address.Host, _gateway.Address.Port, Stop);
        await _gateway.App.StopAsync(Stop);

        Assert.Equal(before, _gateway.Entries().Count);
    }

    private SocketsHttpHandler WithIntermediate(DevAuthority issuing) =>
        DevConnection.Handler(_gateway.Pki.Authority.Certificate, issuing.Client("Jansen", "00000004000000000002"), [issuing.Certificate]);

    private SocketsHttpHandler OldTls()
    {
        var handler = _gateway.Pki.Connect(_gateway.Pki.Parties["om"].Certificate);
#pragma warning disable SYSLIB0039, CA5397 // that an old version is refused is what this shows
        handler.SslOptions.EnabledSslProtocols = System.Security.Authentication.SslProtocols.Tls11;
#pragma warning restore SYSLIB0039, CA5397
        if (OperatingSystem.IsLinux())
        {
            // Its security level would keep OpenSSL from even saying hello; a suite that we do not take does as well.
            handler.SslOptions.EnabledSslProtocols = System.Security.Authentication.SslProtocols.Tls12;
            handler.SslOptions.CipherSuitesPolicy = new([System.Net.Security.TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256]);
        }
        return handler;
    }

    private Task AssertRefusedAsync(SocketsHttpHandler handler) => AssertRefusedAsync(handler, _gateway.Address);

    private static async Task AssertRefusedAsync(SocketsHttpHandler handler, Uri address)
    {
        using var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
        var refused = await Assert.ThrowsAsync<RpcException>(
            async () => await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest(), cancellationToken: Stop));
        Assert.True(refused.StatusCode is StatusCode.Unavailable or StatusCode.Internal, refused.Status.ToString());
    }

    private void Look() => _gateway.App.Services.GetServices<IHostedService>().OfType<IdentityReload>().Single().Look();

    private HandshakeReports Reports() => _gateway.App.Services.GetServices<IHostedService>().OfType<HandshakeReports>().Single();

    // A client may know before the count does.
    private async Task WaitForAsync(int count)
    {
        var refused = _gateway.App.Services.GetRequiredService<RefusedHandshakes>();
        for (var i = 0; i < 500 && refused.Total < count; i++)
            await Task.Delay(10, Stop);
    }
}
