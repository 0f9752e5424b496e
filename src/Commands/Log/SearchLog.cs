using System.Globalization;
using Exchange.Audit.V1;
using Google.Protobuf.WellKnownTypes;

namespace Exchange.Commands;

/// <summary>The log is to be searched.</summary>
/// <param name="Filter">What for.</param>
/// <param name="PageSize">The most entries on a page; 0 leaves it to the gateway.</param>
/// <param name="PageToken">Where to go on, or empty.</param>
public sealed record LogSearchRequest(LogFilter Filter, int PageSize, string PageToken);

/// <summary>One page of what a search found.</summary>
/// <param name="Items">The entries, the newest first; perhaps none although there are more.</param>
/// <param name="NextPageToken">Where the next page begins, or empty when the whole log was looked through.</param>
public sealed record LogPage(IReadOnlyList<LogItem> Items, string NextPageToken);

/// <summary>
/// A reviewer searches the log, from the newest entry back. What comes on the log meanwhile is before the first page and moves no
/// later one.
/// </summary>
public sealed class SearchLog
{
    /// <summary>The most entries on a page.</summary>
    public const int MaxPageSize = 100;

    /// <summary>The most entries that one call looks through.</summary>
    public const int MaxScanned = 5000;

    /// <summary>
    /// The most decisions on a page; every one takes at most some 250 bytes, which leaves room for the rest in 1 MiB. An entry of its
    /// own has always room.
    /// </summary>
    internal const int MaxDecisions = 3000;

    private const int DefaultPageSize = 50;
    private const int EntriesPerRead = 500;

    // Entries stand in the order in which they were written. Clocks differ, and are set back, by less than this.
    private static readonly TimeSpan ClockSlack = TimeSpan.FromDays(1);

    private readonly LogLook _looks;
    private readonly LogReader _log;
    private readonly PageTokens _tokens;

    internal SearchLog(LogLook looks, LogReader log, PageTokens tokens)
    {
        _looks = looks;
        _log = log;
        _tokens = tokens;
    }

    /// <summary>Answers one request.</summary>
    /// <typeparam name="T">The endpoint's response message.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="encode">Puts a page into the form in which it leaves.</param>
    /// <param name="cancellation">Ends the work; then nothing is released.</param>
    public Task<Outcome<Released<T>>> HandleAsync<T>(
        Admitted caller, LogSearchRequest request, Func<LogPage, Encoded<T>> encode, CancellationToken cancellation) =>
        _looks.RunAsync<T>(
            caller,
            entry => entry.LogSearched = new LogSearched(),
            entry =>
            {
                // 1. What is asked, in words that the covenant and the log have.
                var filter = request.Filter;
                if (filter.Partner is { } partner && !caller.Covenant.Partners.ContainsKey(partner))
                    return new Refusal(RefusalReason.PartnerUnknown, "The covenant does not define the partner of the filter.");
                if (filter.Purpose is { } purpose && !caller.Covenant.Purposes.Contains(purpose))
                    return Refusals.PurposeUnknown;
                if (filter.Event is { } kind && !EventWords.IsKnown(kind))
                    return Refusals.Field("filter.event", "is no kind of entry");
                Tell(entry.LogSearched, filter);
                var binding = Binding(caller, filter);
                var place = new PageTokens.Place(long.MaxValue, 1);
                if (request.PageToken.Length > 0)
                {
                    if (_tokens.Read(request.PageToken, binding) is not { } known)
                        return Refusals.PageTokenInvalid;
                    place = known;
                }

                // 2. What is there, from new to old.
                entry.LogSearched.Page = place.Page;
                var (items, before) = Scan(caller, request, place.After, entry.LogSearched, cancellation);
                entry.LogSearched.Matched = items.Count;
                return encode(new LogPage(items, before > 0 ? _tokens.Issue(binding, new PageTokens.Place(before, place.Page + 1)) : ""));
            },
            cancellation);

    // What was found, and before which entry to go on; 0 when nothing is left.
    private (IReadOnlyList<LogItem> Items, long Before) Scan(
        Admitted caller, LogSearchRequest request, long before, LogSearched told, CancellationToken cancellation)
    {
        var pageSize = request.PageSize == 0 ? DefaultPageSize : Math.Min(request.PageSize, MaxPageSize);
        var items = new List<LogItem>();
        var decisions = 0;
        while (told.Scanned < MaxScanned)
        {
            cancellation.ThrowIfCancellationRequested();
            var wanted = Math.Min(EntriesPerRead, MaxScanned - told.Scanned);
            var entries = _log.ReadBackwards(caller, before, wanted);
            foreach (var stored in entries)
            {
                if (items.Count == pageSize)
                    return (items, before);
                if (LogReader.See(caller, stored) is { } seen)
                {
                    if (seen.Item.Time < request.Filter.From - ClockSlack)
                        return (items, 0);
                    if (request.Filter.Matches(seen.Item))
                    {
                        decisions += seen.Item.Decisions.Count;
                        if (items.Count > 0 && decisions > MaxDecisions)
                            return (items, before);
                        items.Add(_log.Open(caller, seen));
                    }
                }

                told.Scanned++;
                before = stored.Index;
            }

            if (entries.Count < wanted)
                return (items, 0);
        }

        return (items, before);
    }

    private static void Tell(LogSearched told, LogFilter filter)
    {
        told.From = filter.From is { } from ? Timestamp.FromDateTimeOffset(from) : null;
        told.Until = filter.Until is { } until ? Timestamp.FromDateTimeOffset(until) : null;
        told.Partner = filter.Partner ?? "";
        told.Outcome = filter.Outcome ?? Audit.V1.Outcome.Unspecified;
        told.Event = filter.Event ?? "";
        told.Purpose = filter.Purpose ?? "";
    }

    private static byte[] Binding(Admitted caller, LogFilter filter) => PageTokens.Binding(
        caller,
        nameof(SearchLog),
        filter.From?.UtcTicks.ToString(CultureInfo.InvariantCulture),
        filter.Until?.UtcTicks.ToString(CultureInfo.InvariantCulture),
        filter.Partner,
        filter.Outcome?.ToString(),
        filter.Event,
        filter.Purpose);
}
