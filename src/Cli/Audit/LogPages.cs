using System.Runtime.CompilerServices;
using Exchange.Cli.Call;
using Exchange.Consent;
using Exchange.V1;
using Google.Protobuf;

namespace Exchange.Cli.Audit;

/// <summary>Asks a gateway for what a reviewer may see, page by page until nothing more is found, and gives it as lines.</summary>
internal sealed class LogPages(Caller caller, string partnership, string role, int pageSize)
{
    public async IAsyncEnumerable<string> EntriesAsync(LogFilter filter, LogFormat format, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (format == LogFormat.Csv)
            yield return LogLines.EntryHeading;
        var request = new SearchRequest { Partnership = partnership, ActingRole = role, Filter = filter, PageSize = pageSize };
        do
        {
            var page = await AskAsync<SearchResponse>("Search", request, cancellation);
            foreach (var line in page.Entries.SelectMany(entry => LogLines.Of(entry, partnership, format)))
                yield return line;
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
    }

    public async IAsyncEnumerable<string> RegisterAsync(
        string source, LogFilter filter, LogFormat format, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (format == LogFormat.Csv)
            yield return LogLines.DisclosureHeading;
        var request = new ListDisclosuresRequest
        {
            Partnership = partnership,
            ActingRole = role,
            Source = source,
            From = filter.From,
            Until = filter.Until,
            PageSize = pageSize,
        };
        do
        {
            var page = await AskAsync<ListDisclosuresResponse>("ListDisclosures", request, cancellation);
            foreach (var disclosure in page.Disclosures)
                yield return LogLines.Of(disclosure, format);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
    }

    public async IAsyncEnumerable<string> CountsAsync(LogFilter filter, LogFormat format, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (filter.From is not { } from || filter.Until is not { } until)
            throw new FormatException("--counts needs the first and the last day, with --from and --until.");
        if (format == LogFormat.Csv)
            yield return LogLines.CountHeading;
        var request = new CountEntriesRequest
        {
            Partnership = partnership,
            ActingRole = role,
            From = Day(from.ToDateTimeOffset()),
            Until = Day(until.ToDateTimeOffset().AddTicks(-1)),
        };
        foreach (var count in (await AskAsync<CountEntriesResponse>("CountEntries", request, cancellation)).Counts)
            yield return LogLines.Of(count, format);
    }

    private async Task<T> AskAsync<T>(string rpc, IMessage request, CancellationToken cancellation) =>
        (T)(await caller.Connection.CallAsync(Methods.Find("AuditService/" + rpc)!, request, caller.Token, null, cancellation)).Message;

    private static Date Day(DateTimeOffset moment)
    {
        var day = AmsterdamCalendar.DayOf(moment);
        return new Date { Year = day.Year, Month = day.Month, Day = day.Day };
    }
}
