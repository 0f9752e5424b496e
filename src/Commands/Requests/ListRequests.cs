using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>A source asks what is asked of it.</summary>
/// <param name="States">The states asked for; empty means all.</param>
/// <param name="PageSize">The most requests on a page; 0 leaves it to the gateway.</param>
/// <param name="PageToken">Where to go on, or empty.</param>
public sealed record RequestListRequest(IReadOnlyList<RequestState> States, int PageSize, string PageToken);

/// <summary>Shows a partner what is asked of it, apart from any case, as <see cref="ListOwnContributions"/> gives it back its own.</summary>
public sealed class ListRequests
{
    /// <summary>The most requests on a page.</summary>
    public const int MaxPageSize = 100;

    private const int DefaultPageSize = 50;

    private readonly RequestReader _reader;
    private readonly PageTokens _tokens;
    private readonly EntryWriter _entries;
    private readonly ReadRunner _reads;
    private readonly TimeProvider _time;

    internal ListRequests(RequestReader reader, PageTokens tokens, EntryWriter entries, ReadRunner reads, TimeProvider time)
    {
        _reader = reader;
        _tokens = tokens;
        _entries = entries;
        _reads = reads;
        _time = time;
    }

    /// <summary>Answers one request.</summary>
    /// <typeparam name="T">The endpoint's response message.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="encode">Puts a page into the form in which it leaves.</param>
    /// <param name="cancellation">Ends the work; then nothing is released.</param>
    public Task<Outcome<Released<T>>> HandleAsync<T>(
        Admitted caller, RequestListRequest request, Func<RequestsPage, Encoded<T>> encode, CancellationToken cancellation) =>
        _reads.RunAsync<T>(
            caller,
            () =>
            {
                var entry = _entries.Draft(caller);
                entry.SourceRequestsRead = new SourceRequestsRead { Page = 1 };
                return entry;
            },
            async entry =>
            {
                var binding = PageTokens.Binding(caller, nameof(ListRequests), request.States.Order().Select(s => s.ToString()));
                if (_tokens.ReadOrFirst(request.PageToken, binding) is not { } place)
                    return Refusals.PageTokenInvalid;
                entry.SourceRequestsRead.Page = place.Page;
                var categories = OwnCategories.ReadableBy(caller, AmsterdamCalendar.DayOf(_time.GetUtcNow()), cancellation);
                if (categories.Count == 0)
                    return OwnCategories.None;

                var read = await _reader.ReadAsync(
                    caller,
                    categories,
                    request.States.Count == 0 ? Enum.GetValues<RequestState>() : request.States,
                    place.After,
                    request.PageSize == 0 ? DefaultPageSize : Math.Min(request.PageSize, MaxPageSize),
                    cancellation).ConfigureAwait(false);
                _reader.Note(entry, caller.Partnership, read.Requests);
                var next = read.More ? _tokens.Issue(binding, new PageTokens.Place(read.After, place.Page + 1)) : "";
                return new Release<T>(read.Guards, encode(new RequestsPage(read.Requests, next)));
            },
            cancellation);
}
