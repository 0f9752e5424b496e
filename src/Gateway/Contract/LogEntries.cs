using Exchange.Commands;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Exchange.Gateway.Contract;

/// <summary>Puts what a reviewer sees of the log into the form in which it leaves, and reads what it looks for.</summary>
internal static class LogEntries
{
    public static LogFilter Filter(V1.LogFilter? filter) => filter is null
        ? LogFilter.Anything
        : new LogFilter(
            filter.From?.ToDateTimeOffset(),
            filter.Until?.ToDateTimeOffset(),
            NullIfEmpty(filter.Partner),
            Vocabulary.Outcome(filter.Outcome),
            NullIfEmpty(filter.Event),
            NullIfEmpty(filter.Purpose))
        {
            Role = NullIfEmpty(filter.Role),
            Forum = NullIfEmpty(filter.Forum),
            BreakGlass = filter.HasBreakGlass ? filter.BreakGlass : null,
            Category = NullIfEmpty(filter.Category),
            Level = NullIfEmpty(filter.Level),
            Article = NullIfEmpty(filter.Article),
            Actor = NullIfEmpty(filter.Actor),
            Case = NullIfEmpty(filter.CasePseudonym),
            Subject = NullIfEmpty(filter.SubjectBsn),
        };

    public static V1.Disclosure Disclosure(DisclosureFound disclosure) => new()
    {
        Entry = disclosure.Item.Index,
        Time = Timestamp.FromDateTimeOffset(disclosure.Item.Time),
        RecipientController = disclosure.Item.Caller?.Controller ?? "",
        RecipientPartner = disclosure.Item.Caller?.Partner ?? "",
        RecipientRole = disclosure.Item.Caller?.Role ?? "",
        Purpose = disclosure.Item.Purpose,
        Forum = disclosure.Item.Forum,
        Category = disclosure.Decision.Category,
        Level = disclosure.Decision.Level,
        Sections = disclosure.Decision.Released,
        Article = disclosure.Decision.Article,
        Ground = disclosure.Decision.Ground,
        CasePseudonym = disclosure.Item.CasePseudonym ?? "",
    };

    public static V1.EntryCount Count(EntryCount count) => new()
    {
        Day = new V1.Date { Year = count.Day.Year, Month = count.Day.Month, Day = count.Day.Day },
        Partner = count.Partner,
        Outcome = Vocabulary.Outcome(count.Outcome),
        Entries = count.Entries,
    };

    /// <summary>A day whose form was found in order; the first day where it was not, since nothing is done then.</summary>
    public static DateOnly Day(V1.Date? date) =>
        date is not null && Dossiers.PartialDate.IsValid(date.Year, date.Month, date.Day) ? new DateOnly(date.Year, date.Month, date.Day) : DateOnly.MinValue;

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
        WiderBy = { item.WiderBy },
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
            Ground = decision.Ground,
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
