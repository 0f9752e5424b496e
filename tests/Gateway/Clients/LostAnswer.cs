using System.Collections.Concurrent;
using System.Net;
using Exchange.Gateway.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Exchange.Gateway.Tests.Clients;

/// <summary>
/// Stands between a client and the gateway, passes everything on, and loses the first answer to one RPC: the gateway did what it was
/// asked, and the client hears <c>UNAVAILABLE</c>.
/// </summary>
internal sealed class LostAnswer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _gateway;

    private LostAnswer(WebApplication app, HttpClient gateway) => (_app, _gateway) = (app, gateway);

    public int Port => new Uri(_app.Urls.Single()).Port;

    /// <summary>Each request for that RPC, as it came over the wire.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public static async Task<LostAnswer> StartAsync(RunningGateway gateway, string controller, string rpc)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(gateway.Pki.Server);
        }));
        // Mutual TLS ends here, so the way on is under the partner's own certificate.
        var onward = new HttpClient(gateway.Pki.Connect(gateway.Pki.Parties[controller].Certificate)) { BaseAddress = gateway.Address };
        var lost = new LostAnswer(builder.Build(), onward);
        lost._app.Run(context => lost.PassOnAsync(context, rpc));
        await lost._app.StartAsync(TestContext.Current.CancellationToken);
        return lost;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _gateway.Dispose();
    }

    private async Task PassOnAsync(HttpContext context, string rpc)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        using var request = new HttpRequestMessage(HttpMethod.Post, context.Request.Path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body.ToArray()),
        };
        foreach (var (name, values) in context.Request.Headers.Where(h => IsOfTheCall(h.Key)))
            request.Headers.TryAddWithoutValidation(name, values.ToString());
        request.Content.Headers.TryAddWithoutValidation("content-type", context.Request.ContentType);
        using var response = await _gateway.SendAsync(request, context.RequestAborted);
        var answer = await response.Content.ReadAsByteArrayAsync(context.RequestAborted);

        context.Response.ContentType = "application/grpc";
        if (context.Request.Path.Value!.EndsWith("/" + rpc, StringComparison.Ordinal))
        {
            Requests.Enqueue(Convert.ToHexString(body.ToArray()));
            if (Requests.Count == 1)
            {
                context.Response.Headers["grpc-status"] = "14";
                return;
            }
        }

        foreach (var (name, values) in response.Headers.Where(h => IsOfTheCall(h.Key)))
            context.Response.Headers[name] = values.ToArray();
        if (answer.Length > 0)
            await context.Response.Body.WriteAsync(answer, context.RequestAborted);
        foreach (var (name, values) in response.TrailingHeaders)
            context.Response.AppendTrailer(name, values.ToArray());
    }

    private static bool IsOfTheCall(string header) =>
        header.ToLowerInvariant() is "authorization" or "te"
        || header.StartsWith("grpc-", StringComparison.OrdinalIgnoreCase) || header.StartsWith("exchange-", StringComparison.OrdinalIgnoreCase);
}
