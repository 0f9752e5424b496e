using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Exchange.Gateway.Telemetry;

/// <summary>
/// What a log record may say. Ours say what their messages name, which is about nobody. Of anybody else's, only where it comes
/// from, how grave it is and which event it is; an exception leaves as its type alone, for its message may quote what it choked on.
/// </summary>
internal sealed class LineAllowList : BaseProcessor<LogRecord>
{
    public override void OnEnd(LogRecord data)
    {
        var fault = data.Exception?.GetType().FullName;
        var isOurs = data.CategoryName?.StartsWith("Exchange.", StringComparison.Ordinal) == true;
        var attributes = isOurs ? data.Attributes ?? [] : [];
        data.Attributes = fault is null ? [.. attributes] : [.. attributes, new("exception.type", fault)];
        data.Exception = null;
        data.FormattedMessage = null;
        if (!isOurs)
            data.Body = data.EventId.Name ?? "";
    }
}
