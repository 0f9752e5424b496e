using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;
using Google.Protobuf.WellKnownTypes;

namespace Exchange.Commands;

/// <summary>A source answers a request.</summary>
/// <param name="Request">The request.</param>
/// <param name="GrantUntil">Until when it is granted; null refuses it.</param>
/// <param name="Reason">Why, or empty; kept on the log only.</param>
/// <param name="Signed">The request message as the partner signed it, which is kept.</param>
/// <param name="Idempotency">The key under which it may come again.</param>
public sealed record SourceAnswerRequest(RequestId Request, DateTimeOffset? GrantUntil, string Reason, SignedRequest Signed, Idempotency Idempotency);

/// <summary>
/// A source agrees to the release of one of its sections to one recipient for one purpose, for a time, or does not. The last answer
/// holds. It moves the case's epoch, so that it is in force on every gateway once it is acknowledged.
/// </summary>
public sealed class AnswerRequest
{
    /// <summary>The longest that a grant lasts.</summary>
    public static readonly TimeSpan LongestGrant = TimeSpan.FromDays(90);

    /// <summary>How long a refusal gives rest: the recipient cannot ask again before, though the source can change its answer.</summary>
    public static readonly TimeSpan RestAfterRefusal = TimeSpan.FromDays(30);

    private readonly IDossierStore _store;
    private readonly RequestReader _reader;
    private readonly EvidenceKeeper _evidence;
    private readonly EntryWriter _entries;
    private readonly ChangeRunner _changes;
    private readonly TimeProvider _time;

    internal AnswerRequest(
        IDossierStore store, RequestReader reader, EvidenceKeeper evidence, EntryWriter entries, ChangeRunner changes, TimeProvider time)
    {
        _store = store;
        _reader = reader;
        _evidence = evidence;
        _entries = entries;
        _changes = changes;
        _time = time;
    }

    /// <summary>Answers one request.</summary>
    /// <typeparam name="T">The endpoint's response message.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="request">The answer.</param>
    /// <param name="encode">Puts the request, as it then stands, into the form in which it leaves.</param>
    /// <param name="decode">Reads an answer that was given before.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task<Outcome<Released<T>>> HandleAsync<T>(
        Admitted caller,
        SourceAnswerRequest request,
        Func<ReceivedRequest, Encoded<T>> encode,
        Func<ReadOnlyMemory<byte>, T> decode,
        CancellationToken cancellation)
        where T : class =>
        _changes.RunAsync(
            caller,
            request.Idempotency,
            () =>
            {
                var entry = _entries.Draft(caller);
                entry.SourceAnswered = new Audit.V1.SourceAnswered();
                return entry;
            },
            async entry =>
            {
                var categories = OwnCategories.ReadableBy(caller, AmsterdamCalendar.DayOf(_time.GetUtcNow()), cancellation);
                if (categories.Count == 0)
                    return OwnCategories.None;
                var (found, epoch) = await _store.FindRequestAsync(caller.Partnership, caller.Partner, request.Request, cancellation).ConfigureAwait(false);
                if (found is not { } received)
                    return NotFound(entry, "NO_SUCH_REQUEST");
                _entries.About(entry, caller.Partnership, received.Case);
                if (!categories.Contains(received.Category))
                    return NotFound(entry, "NOT_SHOWN");
                if (!_reader.IsKept(caller.Partnership, received))
                    return NotFound(entry, "NOT_KEPT");
                return new PermittedChange<T>(
                    [new EpochGuard(null, epoch), new EpochGuard(received.Case.Id.Value, received.CaseEpoch)],
                    () => Task.FromResult(Plan(caller, request, received, entry, encode)));
            },
            decode,
            cancellation);

    private Outcome<PlannedChange<T>> Plan<T>(
        Admitted caller, SourceAnswerRequest request, ReceivedRequest received, Entry entry, Func<ReceivedRequest, Encoded<T>> encode)
        where T : class
    {
        var now = _time.GetUtcNow();
        if (request.GrantUntil <= now || request.GrantUntil > now + LongestGrant)
            return Refusals.Field("grant.until", $"must lie in the future, at most {LongestGrant.Days} days ahead");

        var (asked, @case) = (received.Request, received.Case.Id);
        var (state, until) = request.GrantUntil is { } grant
            ? (RequestState.Granted, WithinRetention(grant, received.KeepUntil))
            : (RequestState.Refused, now + RestAfterRefusal);
        var answer = asked.Answers + 1;

        entry.SourceAnswered.RequestId = asked.Id.Value;
        entry.SourceAnswered.SectionId = asked.Section.Value;
        entry.SourceAnswered.Category = received.Category;
        entry.SourceAnswered.Recipient = asked.Recipient;
        entry.SourceAnswered.Purpose = asked.Purpose;
        if (state == RequestState.Granted)
            entry.SourceAnswered.GrantedUntil = Timestamp.FromDateTimeOffset(until);
        if (request.Reason.Length > 0)
            entry.SourceAnswered.Reason = _entries.SealReason(caller.Partnership, @case, request.Reason);

        var evidence = _evidence.Keep(entry, caller.Partnership, @case, EvidencePlace.Answer(asked.Id, answer), request.Signed);
        return new PlannedChange<T>(
            [new Dossiers.SourceAnswered(@case, asked.Id, answer, state, until), evidence],
            encode(received with { Request = asked with { State = state, Until = until, Answers = answer } }));
    }

    private static DateTimeOffset WithinRetention(DateTimeOffset until, DateOnly keepUntil) =>
        AmsterdamCalendar.DayOf(until) > keepUntil ? AmsterdamCalendar.StartOf(keepUntil.AddDays(1)) : until;

    private static Refusal NotFound(Entry entry, string why)
    {
        entry.InnerReason = why;
        return Refusals.RequestNotFound;
    }
}
