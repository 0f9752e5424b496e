using Exchange.Commands;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Exchange.Gateway.Contract;

/// <summary>Puts what a reviewer sees of the log into the form in which it leaves, and reads what it looks for.</summary>
internal static class LogEntries
{
    public static LogFilter Filter(V1.LogFilter? filter) => filter is null
        ? new LogFilter(null, null, null, null, null, null)
        : new LogFilter(
            filter.From?.ToDateTimeOffset(),
            filter.Until?.ToDateTimeOffset(),
            NullIfEmpty(filter.Partner),
            Vocabulary.Outcome(filter.Outcome),
            NullIfEmpty(filter.Event),
            NullIfEmpty(filter.Purpose));

    public static V1.LogEntry Entry(LogItem item) => new()
    {
        Index = item.Index,
        Time = Timestamp.FromDateTimeOffset(item.Time),
        Event = item.Event,
        Involved = { Involved(item.Involvement) },
        Caller = item.Caller is { } caller
            ? new V1.LogCaller
            {
                Controller = caller.Controller,
                Partner = caller.Partner,
                Role = caller.Role,
                Relation = caller.Relation,
                Actor = caller.Actor ?? "",
            }
            : null,
        Outcome = Vocabulary.Outcome(item.Outcome),
        Reason = item.Reason,
        InnerReason = item.InnerReason,
        MeetingId = item.Meeting,
        Forum = item.Forum,
        Purpose = item.Purpose,
        CasePseudonym = item.CasePseudonym ?? "",
        Decisions = { item.Decisions.Select(Decision) },
        Details = { item.Details.Select(d => new V1.LogDetail { Name = d.Name, Value = d.Value }) },
        CovenantDigest = ByteString.CopyFrom(item.CovenantDigest.Span),
    };

    private static V1.LogDecision Decision(LogDecision decision)
    {
        var written = new V1.LogDecision
        {
            Category = decision.Category,
            Source = decision.Source,
            Level = decision.Level,
            Article = decision.Article,
            Reason = decision.Reason,
            Released = decision.Released,
        };
        if (decision.Withheld is { } withheld)
            written.Withheld = withheld;
        return written;
    }

    private static IEnumerable<V1.LogInvolvement> Involved(Involvement involvement)
    {
        if (involvement.HasFlag(Involvement.Caller))
            yield return V1.LogInvolvement.Caller;
        if (involvement.HasFlag(Involvement.Source))
            yield return V1.LogInvolvement.Source;
        if (involvement.HasFlag(Involvement.Recipient))
            yield return V1.LogInvolvement.Recipient;
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
