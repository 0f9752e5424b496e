using System.Collections.Frozen;
using System.Diagnostics;
using OpenTelemetry;

namespace Exchange.Gateway.Telemetry;

/// <summary>
/// What a span may say. The framework's spans and callers' trace headers hold paths, addresses and words that are not ours: what is
/// not on the list is taken off before anything is exported.
/// </summary>
internal sealed class SpanAllowList : BaseProcessor<Activity>
{
    private static readonly FrozenSet<string> Tags = new[]
    {
        "rpc.system", "rpc.method", "rpc.grpc.status_code", "exchange.reason", "exchange.source", "exchange.outcome", "exchange.batch",
        "http.request.method", "http.route", "http.response.status_code", "network.protocol.version", "error.type",
    }.ToFrozenSet(StringComparer.Ordinal);

    public override void OnStart(Activity activity)
    {
        // Callers may put anything in these; a trace id and a parent are enough to follow a call.
        activity.TraceStateString = null;
    }

    public override void OnEnd(Activity activity)
    {
        activity.TraceStateString = null;
        foreach (var tag in activity.TagObjects.Select(t => t.Key).Where(k => !Tags.Contains(k)).ToList())
            activity.SetTag(tag, null);

        // Exceptions become events with message and stack; and links come from outside too.
        if (activity.Events.Any() || activity.Links.Any())
            activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
