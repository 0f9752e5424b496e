using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>
/// Sends a partner what is asked of it: first what is open, then what comes. Every message is read, decided and logged by itself, after
/// its caller was admitted anew. It looks in the records, so it does not matter which gateway was asked.
/// </summary>
public sealed class WatchRequests
{
    /// <summary>The most requests in a message.</summary>
    public const int MaxBatch = 100;

    /// <summary>How long one stream lasts; the caller goes on with another. Shorter than a token lives.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(9);

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private static readonly Refusal TooMany =
        new(RefusalReason.TooManyCalls, $"The caller's partner watches {Watchers.PerPartner} times already. End one, or try again later.");

    private static readonly Refusal Stopping = new(RefusalReason.GatewayStopping, "The gateway stops. Call again, and go on behind the last message.");

    private readonly RequestReader _reader;
    private readonly Watchers _watchers;
    private readonly PageTokens _tokens;
    private readonly EntryWriter _entries;
    private readonly ReadRunner _reads;
    private readonly FaultBarrier _barrier;
    private readonly TimeProvider _time;

    internal WatchRequests(
        RequestReader reader,
        Watchers watchers,
        PageTokens tokens,
        EntryWriter entries,
        ReadRunner reads,
        FaultBarrier barrier,
        TimeProvider time)
    {
        _reader = reader;
        _watchers = watchers;
        _tokens = tokens;
        _entries = entries;
        _reads = reads;
        _barrier = barrier;
        _time = time;
    }

    /// <summary>Watches until somebody ends it.</summary>
    /// <typeparam name="T">The endpoint's message.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="resumeToken">Behind which message to go on, or empty.</param>
    /// <param name="admit">Admits the caller anew: certificate, token, unit and role as they count now.</param>
    /// <param name="encode">Puts a message into the form in which it leaves.</param>
    /// <param name="send">Sends a message that is on the log. All have the same nonce.</param>
    /// <param name="stopping">The gateway stops.</param>
    /// <param name="cancellation">The caller went away, or its deadline passed.</param>
    /// <returns>Null after <see cref="Longest"/>, else why it ends.</returns>
    /// <exception cref="OperationCanceledException">The caller went away, or its deadline passed.</exception>
    public async Task<Refusal?> HandleAsync<T>(
        Admitted caller,
        string resumeToken,
        Func<Task<Outcome<Admitted>>> admit,
        Func<RequestsPage, Encoded<T>> encode,
        Func<Released<T>, Task> send,
        CancellationToken stopping,
        CancellationToken cancellation)
    {
        using var seat = _watchers.TryTake(caller.Partnership, caller.Partner);
        if (seat is null)
            return await RefuseAsync(caller, TooMany).ConfigureAwait(false);
        var binding = PageTokens.Binding(caller, nameof(WatchRequests));
        if (_tokens.ReadOrFirst(resumeToken, binding) is not { } place)
            return await RefuseAsync(caller, Refusals.PageTokenInvalid).ConfigureAwait(false);

        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellation);
        var (ends, nonce) = (_time.GetUtcNow() + Longest, EntryWriter.MakeNonce());
        var readable = new Readable(_time);
        for (var isFirst = true; ; isFirst = false)
        {
            // 1. Is there something to tell? The first message tells that there is nothing, and from where to go on.
            var hasMore = false;
            var looked = isFirst ? default : await LookAsync(caller, readable, place).ConfigureAwait(false);
            if (looked.Refusal is { } unreadable)
                return unreadable;
            if (isFirst || looked.Value!.Requests.Count > 0)
            {
                // 2. Decided, logged, sent.
                var next = place;
                var outcome = await _reads.RunAsync<T>(
                    caller,
                    () => Draft(caller, place.Page),
                    async entry =>
                    {
                        var categories = readable.By(caller, cancellation);
                        if (categories.Count == 0)
                            return OwnCategories.None;
                        var read = await _reader.ReadAsync(caller, categories, [RequestState.Open], place.After, MaxBatch, cancellation).ConfigureAwait(false);
                        _reader.Note(entry, caller.Partnership, read.Requests);
                        (next, hasMore) = (new PageTokens.Place(read.After, place.Page + 1), read.More);
                        return new Release<T>(read.Guards, encode(new RequestsPage(read.Requests, _tokens.Issue(binding, next))));
                    },
                    nonce,
                    cancellation).ConfigureAwait(false);
                if (outcome.Value is not { } released)
                    return outcome.Refusal;
                await send(released).ConfigureAwait(false);
                place = next;
            }
            else
            {
                // What is not there any more is passed over once.
                place = place with { After = looked.Value.After };
                hasMore = looked.Value.More;
            }

            // 3. And again, if the caller may still.
            try
            {
                if (!hasMore)
                    await Task.Delay(LookEvery, _time, either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return Stopping;
            }

            cancellation.ThrowIfCancellationRequested();
            if (stopping.IsCancellationRequested)
                return Stopping;
            if (_time.GetUtcNow() >= ends)
                return null;
            var admitted = await admit().ConfigureAwait(false);
            if (admitted.Value is not { } again)
                return admitted.Refusal;
            caller = again;
        }
    }

    // A look that finds nothing has no entry: nothing was told.
    private Task<Outcome<ReadRequests>> LookAsync(Admitted caller, Readable readable, PageTokens.Place place) => _barrier.RunAsync<ReadRequests>(
        caller,
        () => Draft(caller, place.Page),
        async () => await _reader.ReadAsync(
            caller, readable.By(caller, CancellationToken.None), [RequestState.Open], place.After, MaxBatch, CancellationToken.None).ConfigureAwait(false));

    private async Task<Refusal?> RefuseAsync(Admitted caller, Refusal refusal)
    {
        var outcome = await _barrier.RunAsync<Admitted>(
            caller,
            () => Draft(caller, 1),
            async () => await _entries.RefuseAsync(caller.Partnership, Draft(caller, 1), refusal).ConfigureAwait(false)).ConfigureAwait(false);
        return outcome.Refusal;
    }

    private Entry Draft(Admitted caller, int page)
    {
        var entry = _entries.Draft(caller);
        entry.SourceRequestsRead = new SourceRequestsRead { Page = page, Watched = true };
        return entry;
    }

    /// <summary>The categories that the caller may read, worked out once for a covenant and day.</summary>
    private sealed class Readable(TimeProvider time)
    {
        private (Covenant Covenant, DateOnly Day)? _of;
        private IReadOnlyCollection<string> _categories = [];

        public IReadOnlyCollection<string> By(Admitted caller, CancellationToken cancellation)
        {
            var now = (caller.Covenant, AmsterdamCalendar.DayOf(time.GetUtcNow()));
            if (_of != now)
            {
                _categories = OwnCategories.ReadableBy(caller, now.Item2, cancellation);
                _of = now;
            }

            return _categories;
        }
    }
}
