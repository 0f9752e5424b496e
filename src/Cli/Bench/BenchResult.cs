using System.Globalization;

namespace Exchange.Cli.Bench;

/// <summary>What was measured for one view; the names are those of the JSON, which scripts rely on.</summary>
internal sealed record BenchResult
{
    public required string Store { get; init; }

    public required int Callers { get; init; }

    public required int Connections { get; init; }

    /// <summary>The response, in bytes before framing.</summary>
    public required int Payload { get; init; }

    public required string View { get; init; }

    public required double EchoPerSecond { get; init; }

    public required double GatewayPerSecond { get; init; }

    public required double Ratio { get; init; }

    /// <summary>The same of a method that does nothing but log: what <see cref="Ratio"/> could be at most.</summary>
    public required double LoggedPerSecond { get; init; }

    public required double LoggedRatio { get; init; }

    public required double P50Ms { get; init; }

    public required double P99Ms { get; init; }

    public required double EchoP50Ms { get; init; }

    public required double EchoP99Ms { get; init; }

    /// <summary>What the server allocates for a request, in bytes.</summary>
    public required long BytesPerRequest { get; init; }

    public required long EchoBytesPerRequest { get; init; }

    /// <summary>The time of its core that the server uses for a request, in µs. At 1 000 000 / this the core is full.</summary>
    public required double CpuMicrosPerRequest { get; init; }

    public required double LoggedCpuMicrosPerRequest { get; init; }

    public required double EchoCpuMicrosPerRequest { get; init; }

    public const string TableHead =
        "view        callers  payload   echo/s  gateway/s  ratio  logged   p50 ms   p99 ms  echo p99  B/request  cpu µs  echo cpu µs";

    public string ToTableRow() => string.Create(
        CultureInfo.InvariantCulture,
        $"{View,-11} {Callers,7} {Payload,8} {EchoPerSecond,8:F0} {GatewayPerSecond,10:F0} {Ratio,6:F2} {LoggedRatio,7:F2} {P50Ms,8:F2} {P99Ms,8:F2} {EchoP99Ms,9:F2} {BytesPerRequest,10} {CpuMicrosPerRequest,7:F0} {EchoCpuMicrosPerRequest,12:F0}");
}
