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
/// <param name="NextPageToken">Where the next page begins, or empty when nothing more is found.</param>
public sealed record LogPage(IReadOnlyList<LogItem> Items, string NextPageToken);

/// <summary>
/// A reviewer searches the log, from the newest entry back. What comes on the log meanwhile is before the first page and moves no
/// later one.
/// </summary>
public sealed class SearchLog
{
    /// <summary>The most entries on a page.</summary>
    public const int MaxPageSize = 100;

    private const int DefaultPageSize = 50;

    private readonly LogLook _looks;
    private readonly LogFinder _log;
    private readonly PageTokens _tokens;
    private readonly EntryWriter _entries;

    internal SearchLog(LogLook looks, LogFinder log, PageTokens tokens, EntryWriter entries)
    {
        _looks = looks;
        _log = log;
        _tokens = tokens;
        _entries = entries;
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
            async entry =>
            {
                // 1. What is asked, in words that the covenant or the log has.
                var filter = request.Filter;
                var fitting = _log.Fitting(caller, filter);
                if (LogWords.Check(caller.Covenant, filter, isOnTheLog: fitting.Count > 0) is { } refusal)
                    return refusal;
                Tell(entry.LogSearched, caller, filter);
                var binding = PageTokens.Binding(caller, nameof(SearchLog), filter.Parts);
                var place = new PageTokens.Place(long.MaxValue, 1);
                if (request.PageToken.Length > 0)
                {
                    if (_tokens.Read(request.PageToken, binding) is not { } known)
                        return Refusals.PageTokenInvalid;
                    place = known;
                }

                // 2. What is there, from new to old.
                entry.LogSearched.Page = place.Page;
                var pageSize = request.PageSize == 0 ? DefaultPageSize : Math.Min(request.PageSize, MaxPageSize);
                var found = await _log.FindAsync(caller, filter, fitting, place.After, pageSize, cancellation).ConfigureAwait(false);
                entry.LogSearched.Scanned = found.Scanned;
                entry.LogSearched.Matched = found.Items.Count;
                return encode(new LogPage(
                    found.Items, found.Before > 0 ? _tokens.Issue(binding, new PageTokens.Place(found.Before, place.Page + 1)) : ""));
            },
            cancellation);

    private void Tell(LogSearched told, Admitted caller, LogFilter filter)
    {
        told.From = filter.From is { } from ? Timestamp.FromDateTimeOffset(from) : null;
        told.Until = filter.Until is { } until ? Timestamp.FromDateTimeOffset(until) : null;
        told.Partner = filter.Partner ?? "";
        told.Outcome = filter.Outcome ?? Audit.V1.Outcome.Unspecified;
        told.Event = filter.Event ?? "";
        told.Purpose = filter.Purpose ?? "";
        told.Role = filter.Role ?? "";
        told.Forum = filter.Forum ?? "";
        if (filter.BreakGlass is { } broken)
            told.BreakGlass = broken;
        told.Category = filter.Category ?? "";
        told.Level = filter.Level ?? "";
        told.Article = filter.Article ?? "";
        told.Actor = Seal(filter.Actor);
        told.Case = Seal(filter.Case);
        told.Subject = Seal(filter.Subject);

        Sealed? Seal(string? text) => text is null ? null : _entries.SealFor(caller.Partnership, caller.Controller, text);
    }
}
