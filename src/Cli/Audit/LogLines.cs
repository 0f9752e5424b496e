using System.Globalization;
using System.Text.Json.Nodes;
using Exchange.V1;
using Google.Protobuf;

namespace Exchange.Cli.Audit;

/// <summary>How what is found is written.</summary>
internal enum LogFormat
{
    /// <summary>A JSON object a line, with the contract's names.</summary>
    Jsonl,

    /// <summary>Comma-separated values (RFC 4180) under a heading; of an entry with several decisions a line for each.</summary>
    Csv,

    /// <summary>A JSON object a line, with the field names of NEN 7513.</summary>
    Nen7513,
}

/// <summary>Writes what is found of the log as lines.</summary>
internal static class LogLines
{
    public const string EntryHeading =
        "index,time,event,involved,controller,partner,role,relation,actor,outcome,reason,inner_reason,meeting_id,forum,purpose,case_pseudonym,"
        + "category,source,level,article,ground,decision,released,withheld,details,wider_by";

    public const string DisclosureHeading =
        "entry,time,recipient_controller,recipient_partner,recipient_role,purpose,forum,category,level,sections,article,ground,case_pseudonym";

    public const string CountHeading = "day,partner,outcome,entries";

    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default);

    public static IEnumerable<string> Of(LogEntry entry, string partnership, LogFormat format) => format switch
    {
        LogFormat.Csv => Rows(entry),
        LogFormat.Nen7513 => [Nen7513.Of(entry, partnership).ToJsonString()],
        _ => [Json.Format(entry)],
    };

    public static string Of(V1.Disclosure disclosure, LogFormat format) => format != LogFormat.Csv
        ? Json.Format(disclosure)
        : Csv(
            Number(disclosure.Entry),
            Moment(disclosure.Time),
            disclosure.RecipientController,
            disclosure.RecipientPartner,
            disclosure.RecipientRole,
            disclosure.Purpose,
            disclosure.Forum,
            disclosure.Category,
            disclosure.Level,
            Number(disclosure.Sections),
            disclosure.Article,
            disclosure.Ground,
            disclosure.CasePseudonym);

    public static string Of(EntryCount count, LogFormat format) => format != LogFormat.Csv
        ? Json.Format(count)
        : Csv($"{count.Day.Year:0000}-{count.Day.Month:00}-{count.Day.Day:00}", count.Partner, Word(count.Outcome), Number(count.Entries));

    public static string Word(LogOutcome outcome) => outcome.ToString().ToLowerInvariant();

    public static string Moment(Google.Protobuf.WellKnownTypes.Timestamp time) =>
        time.ToDateTimeOffset().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);

    private static IEnumerable<string> Rows(LogEntry entry)
    {
        foreach (var decision in entry.Decisions.DefaultIfEmpty(new LogDecision()))
        {
            yield return Csv(
                Number(entry.Index),
                Moment(entry.Time),
                entry.Event,
                string.Join(' ', entry.Involved.Select(i => i.ToString().ToLowerInvariant())),
                entry.Caller?.Controller ?? "",
                entry.Caller?.Partner ?? "",
                entry.Caller?.Role ?? "",
                entry.Caller?.Relation ?? "",
                entry.Caller?.Actor ?? "",
                Word(entry.Outcome),
                entry.Reason,
                entry.InnerReason,
                entry.MeetingId,
                entry.Forum,
                entry.Purpose,
                entry.CasePseudonym,
                decision.Category,
                decision.Source,
                decision.Level,
                decision.Article,
                decision.Ground,
                decision.Reason,
                Number(decision.Released),
                decision.HasWithheld ? Number(decision.Withheld) : "",
                string.Join("; ", entry.Details.Select(d => $"{d.Name}={d.Value}")),
                string.Join(' ', entry.WiderBy));
        }
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Csv(params IEnumerable<string> fields) => string.Join(',', fields.Select(Quote));

    // What a spreadsheet would take for a formula stays text.
    private static string Quote(string field)
    {
        var text = field.Length > 0 && field[0] is '=' or '+' or '-' or '@' ? "'" + field : field;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
