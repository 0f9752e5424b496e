using Exchange.Gateway.Hosting;
using OpenTelemetry.Exporter;

namespace Exchange.Gateway.Telemetry;

/// <summary>Where traces, metrics and logs go: configuration section <c>Telemetry</c>.</summary>
public sealed class TelemetryOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Telemetry";

    /// <summary>
    /// The OTLP collector, as in <c>http://collector:4317</c>; empty: nothing is exported. With <see cref="Protocol"/>
    /// <c>http/protobuf</c> the paths <c>/v1/traces</c>, <c>/v1/metrics</c> and <c>/v1/logs</c> are added.
    /// </summary>
    public string Endpoint { get; set; } = "";

    /// <summary><c>grpc</c> or <c>http/protobuf</c>.</summary>
    public string Protocol { get; set; } = "grpc";

    /// <summary>How often metrics are sent, in seconds; 1 to 3600.</summary>
    public int MetricsEverySeconds { get; set; } = 15;

    /// <summary>Checks every value; null when nothing is to be exported.</summary>
    /// <exception cref="ConfigurationException">A value cannot be used; the message says what to do.</exception>
    internal (Uri Endpoint, OtlpExportProtocol Protocol)? Validate()
    {
        if (Endpoint.Length == 0)
            return null;
        if (!Uri.TryCreate(Endpoint, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
            throw new ConfigurationException("Telemetry:Endpoint is not a URL such as http://collector:4317.");
        if (MetricsEverySeconds is < 1 or > 3600)
            throw new ConfigurationException("Telemetry:MetricsEverySeconds must be 1 to 3600.");
        return Protocol switch
        {
            "grpc" => (endpoint, OtlpExportProtocol.Grpc),
            "http/protobuf" => (endpoint, OtlpExportProtocol.HttpProtobuf),
            _ => throw new ConfigurationException("Telemetry:Protocol must be grpc or http/protobuf."),
        };
    }
}
