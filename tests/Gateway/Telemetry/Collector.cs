using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Exchange.Gateway.Tests.Telemetry;

/// <summary>A small OTLP collector over HTTP: it keeps the bytes that it was sent. Texts in protobuf are readable as they are.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = [];

    private Collector(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var collector = new Collector(app);
        app.MapPost("/v1/{signal}", async (HttpContext context) =>
        {
            var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            collector._received.Enqueue((context.Request.Path, body.ToArray()));
            return Results.Bytes([], "application/x-protobuf");
        });
        await app.StartAsync();
        return collector;
    }

    /// <summary>Everything of one signal (traces, metrics or logs), as text.</summary>
    public string Of(string signal) =>
        string.Concat(_received.Where(r => r.Path == "/v1/" + signal).Select(r => Encoding.UTF8.GetString(r.Body)));

    /// <summary>Everything, byte for byte.</summary>
    public IEnumerable<byte[]> All() => _received.Select(r => r.Body);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
