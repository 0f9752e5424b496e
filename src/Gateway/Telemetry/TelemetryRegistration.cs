using Exchange.Audit;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Exchange.Gateway.Telemetry;

/// <summary>
/// Traces, metrics and logs over OTLP, for the operator. None of them says anything about a person: not who asked, not about whom,
/// not what was answered.
/// </summary>
internal static class TelemetryRegistration
{
    private const string ServiceName = "exchange-gateway";

    // What is not named here is left out of every measurement, the framework's too: addresses, for one.
    private static readonly string[] MetricTags =
    [
        "rpc.system", "rpc.method", "rpc.grpc.status_code", "exchange.reason", "exchange.outcome", "exchange.source", "error.type",
        "tls.protocol.version", "network.protocol.name", "network.protocol.version", "gc.heap.generation", "dotnet.gc.heap.generation", "cpu.mode",
    ];

    /// <summary>Adds the export, when a collector is configured.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder, TelemetryOptions options)
    {
        if (options.Validate() is not var (endpoint, protocol))
            return;
        var resource = ResourceBuilder.CreateEmpty().AddService(ServiceName);

        builder.Logging.AddOpenTelemetry(logs =>
        {
            logs.IncludeFormattedMessage = false;
            logs.IncludeScopes = false;
            logs.ParseStateValues = true;
            logs.SetResourceBuilder(resource);
            logs.AddProcessor(new LineAllowList());
            logs.AddOtlpExporter(o => Configure(o, "v1/logs"));
        });
        builder.Services.AddHostedService(_ => new Export(
            () => Sdk.CreateTracerProviderBuilder()
                .SetResourceBuilder(resource)
                .AddSource(CallTelemetry.Name, AuditTelemetry.Name, "Microsoft.AspNetCore")
                .AddProcessor(new SpanAllowList())
                .AddOtlpExporter(o => Configure(o, "v1/traces"))
                .Build(),
            () => Sdk.CreateMeterProviderBuilder()
                .SetResourceBuilder(resource)
                .AddMeter(CallTelemetry.Name, AuditTelemetry.Name, "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel")
                .AddView(_ => new MetricStreamConfiguration { TagKeys = MetricTags })
                .AddOtlpExporter((o, reader) =>
                {
                    Configure(o, "v1/metrics");
                    reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = options.MetricsEverySeconds * 1000;
                })
                .Build()));

        void Configure(OtlpExporterOptions exporter, string path)
        {
            exporter.Protocol = protocol;
            exporter.Endpoint = protocol == OtlpExportProtocol.Grpc ? endpoint : new Uri(endpoint, "/" + path);
        }
    }

    /// <summary>Exports from start to stop, and sends what waits before the gateway is gone.</summary>
    private sealed class Export(Func<TracerProvider> traces, Func<MeterProvider> metrics) : IHostedService, IDisposable
    {
        private TracerProvider? _traces;
        private MeterProvider? _metrics;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            (_traces, _metrics) = (traces(), metrics());
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            _traces?.ForceFlush(3000);
            _metrics?.ForceFlush(3000);
            return Task.CompletedTask;
        }

        public void Dispose()
        {
            _traces?.Dispose();
            _metrics?.Dispose();
        }
    }
}
