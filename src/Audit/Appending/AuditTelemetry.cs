using System.Diagnostics.Metrics;

namespace Exchange.Audit;

/// <summary>How the log keeps up, in counts and seconds. Nothing of an entry.</summary>
public static class AuditTelemetry
{
    /// <summary>The name of the log's meter and activity source.</summary>
    public const string Name = "Exchange.Audit";

    private static readonly Meter Meter = new(Name);

    /// <summary>From offering an entry until its outcome is known, by outcome.</summary>
    internal static readonly Histogram<double> Append = Meter.CreateHistogram<double>(
        "exchange.log.append.duration", "s", "How long an entry waited until it was durable, or was not to be.");

    /// <summary>How many entries were made durable together.</summary>
    internal static readonly Histogram<int> Batch = Meter.CreateHistogram<int>(
        "exchange.log.batch.size", "{entry}", "How many entries shared one commit.");
}
