using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Exchange.Audit.V1;
using Exchange.Cli.Pki;
using Exchange.Gateway.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Exchange.Gateway.Tests.Identity;

/// <summary>
/// A listener with nothing behind it but identity, on files as <c>exchange pki dev</c> writes them. It says who calls; <c>/slow</c>
/// says so only when told to.
/// </summary>
internal sealed class TlsGateway : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly LogLines _lines;

    private TlsGateway(DevPki pki, string path, WebApplication app, LogLines lines)
    {
        (Pki, Path, _app, _lines) = (pki, path, app, lines);
        Folder = new DevPkiFolder(path);
        Port = new Uri(app.Urls.Single()).Port;
    }

    public DevPki Pki { get; }

    public string Path { get; }

    public DevPkiFolder Folder { get; }

    public int Port { get; }

    /// <summary>Completes when a call of <c>/slow</c> has begun.</summary>
    public TaskCompletionSource SlowBegan { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets it end.</summary>
    public TaskCompletionSource SlowMayEnd { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IEnumerable<string> Lines => _lines.All;

    public RefusedHandshakes Refused => _app.Services.GetRequiredService<RefusedHandshakes>();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<TlsGateway> StartAsync(TimeProvider clock, Action<IdentityOptions>? change = null)
    {
        var pki = DevPki.Make([new DevController("politie", TwoPartners.PolitieOin), new DevController("om", TwoPartners.OmOin)], TimeProvider.System);
        var path = Directory.CreateTempSubdirectory("exchange-tls-").FullName;
        new DevPkiFolder(path).Write(pki);
        var options = new DevPkiFolder(path).ReadOptions();
        change?.Invoke(options);
        var lines = new LogLines();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(lines);
        var tls = builder.Services.AddIdentity(options, clock);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, tls.Configure));
        var app = builder.Build();
        TlsGateway? gateway = null;
        app.Run(async context =>
        {
            var who = await context.RequestServices.GetRequiredService<CallerIdentification>().IdentifyAsync(context);
            if (context.Request.Path == "/slow")
            {
                gateway!.SlowBegan.SetResult();
                await gateway.SlowMayEnd.Task.WaitAsync(Stop);
            }
            await context.Response.WriteAsync($"{who.Oin} {who.Caller.Refusal?.Reason}");
        });
        await app.StartAsync(Stop);
        return gateway = new TlsGateway(pki, path, app, lines);
    }

    /// <summary>What the hosted service does every few seconds.</summary>
    public void LookAgain() => _app.Services.GetServices<IHostedService>().OfType<IdentityReload>().Single().Look();

    public HttpClient Client(X509Certificate2? certificate, X509Certificate2Collection? intermediates = null) =>
        new(DevConnection.Handler(Pki.Authority.Certificate, certificate, intermediates)) { BaseAddress = new Uri($"https://localhost:{Port}") };

    public static async Task<string> GetAsync(HttpClient client, string path = "/")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var response = await client.SendAsync(request, Stop);
        return await response.Content.ReadAsStringAsync(Stop);
    }

    public async Task<string> GetAsync(X509Certificate2? certificate, X509Certificate2Collection? intermediates = null)
    {
        using var client = Client(certificate, intermediates);
        return await GetAsync(client);
    }

    public Task AssertRefusedAsync(X509Certificate2? certificate) => Assert.ThrowsAnyAsync<HttpRequestException>(() => GetAsync(certificate));

    /// <summary>The certificates that the server shows: its own first, then what it sends along.</summary>
    public async Task<IReadOnlyList<string>> ShownAsync(X509Certificate2 certificate)
    {
        var shown = new List<string>();
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, Port, Stop);
        await using var stream = new SslStream(socket.GetStream());
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                ApplicationProtocols = [SslApplicationProtocol.Http2],
                ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
                RemoteCertificateValidationCallback = (_, own, chain, _) =>
                {
                    shown.Add(((X509Certificate2)own!).SerialNumber);
                    shown.AddRange(chain!.ChainPolicy.ExtraStore.Select(sent => sent.SerialNumber).Except(shown));
                    return true;
                },
            },
            Stop);
        return shown;
    }

    /// <summary>Waits until this many handshakes were counted, and says why they were refused: a client may know before the count does.</summary>
    public async Task<IReadOnlyDictionary<HandshakeRefusal, long>> RefusalsAsync(int expected)
    {
        var counts = new Dictionary<HandshakeRefusal, long>();
        for (var i = 0; i < 500 && counts.Values.Sum() < expected; i++)
        {
            foreach (var (reason, count) in Refused.Take())
                counts[reason] = counts.GetValueOrDefault(reason) + count;
            await Task.Delay(10, Stop);
        }
        return counts;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(Path, recursive: true);
    }

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
