using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>A meeting's minutes are to be fixed.</summary>
/// <param name="Purpose">The purpose for which the caller knows the cases that were decided about.</param>
/// <param name="Meeting">The meeting.</param>
/// <param name="Outcomes">What was decided about cases on its agenda: the state to which each goes.</param>
public sealed record CloseMeetingRequest(
    string Purpose, MeetingId Meeting, IReadOnlyList<(CaseId Case, CaseState State)> Outcomes);

/// <summary>
/// An attendee fixes the minutes: the meeting is over, nothing more is released through it, and the cases that were decided
/// about go to their next state. Only a forum of the small circle decides about cases.
/// </summary>
public sealed class CloseMeeting
{
    private readonly CaseAccess _access;
    private readonly IDossierStore _store;
    private readonly EntryWriter _entries;
    private readonly ChangeRunner _changes;
    private readonly TimeProvider _time;

    internal CloseMeeting(CaseAccess access, IDossierStore store, EntryWriter entries, ChangeRunner changes, TimeProvider time)
    {
        _access = access;
        _store = store;
        _entries = entries;
        _changes = changes;
        _time = time;
    }

    /// <summary>Answers one request with the moment at which the minutes were fixed.</summary>
    /// <typeparam name="T">The endpoint's response message.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="encode">Puts the moment into the form in which it leaves.</param>
    /// <param name="decode">Reads an answer that was given before.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task<Outcome<Released<T>>> HandleAsync<T>(
        Admitted caller,
        CloseMeetingRequest request,
        Func<DateTimeOffset, Encoded<T>> encode,
        Func<ReadOnlyMemory<byte>, T> decode,
        CancellationToken cancellation)
        where T : class =>
        _changes.RunAsync(
            caller,
            null,
            () =>
            {
                var entry = _entries.Draft(caller);
                entry.MeetingClosed = new Audit.V1.MeetingClosed();
                return entry;
            },
            entry => DecideAsync(caller, request, encode, entry, cancellation),
            decode,
            cancellation);

    private async Task<Outcome<PermittedChange<T>>> DecideAsync<T>(
        Admitted caller, CloseMeetingRequest request, Func<DateTimeOffset, Encoded<T>> encode, Entry entry, CancellationToken cancellation)
        where T : class
    {
        var now = _time.GetUtcNow();
        var (meeting, epoch) = await _store.ReadMeetingAsync(caller.Partnership, request.Meeting, cancellation).ConfigureAwait(false);
        entry.MeetingId = meeting?.Id.Value ?? "";
        if (!caller.Covenant.Purposes.Contains(request.Purpose))
            return Refusals.PurposeUnknown;
        if (meeting is null || !meeting.IsAttendedBy(caller.Partner, caller.Actor))
        {
            entry.InnerReason = meeting is null ? "NO_SUCH_MEETING" : "NOT_ATTENDED";
            return Refusals.MeetingNotFound;
        }

        if (meeting.ClosedAt is not null || now < meeting.StartsAt)
            return Refusals.MeetingNotOpen;

        var changes = new List<ILoggedChange> { new Dossiers.MeetingClosed(meeting.Id, now) };
        var guards = new List<EpochGuard> { new(null, epoch) };
        if (request.Outcomes.Count > 0
            && (!caller.Covenant.Forums.TryGetValue(meeting.Forum, out var forum) || forum.Circle != Circle.Small))
        {
            return Refusals.ActNotAllowed("Only a forum of the small circle decides about cases.");
        }

        foreach (var (id, state) in request.Outcomes)
        {
            var reference = new CaseReference(id, null, meeting.Id);
            var access = await _access.DecideAsync(caller, request.Purpose, reference, entry, _entries, cancellation).ConfigureAwait(false);
            if (access.Value is not { Case: var found } granted)
                return access.Refusal!;
            if (state == CaseState.Destroyed || !Case.MayMove(found.Case.State, state))
                return new Refusal(RefusalReason.CaseStateConflict, "A case cannot go to that state from the one that it is in.");
            changes.Add(new CaseMoved(id, found.Case.State, state));
            guards.AddRange(granted.Guards);
        }

        // An entry is about one case or none; several are told by their number.
        if (request.Outcomes.Count != 1)
        {
            entry.CaseAndSubject = null;
            entry.DecisionInput = null;
        }

        entry.MeetingClosed.CasesMoved = request.Outcomes.Count;
        var planned = new PlannedChange<T>(changes, encode(now));
        return new PermittedChange<T>([.. guards.Distinct()], () => Task.FromResult<Outcome<PlannedChange<T>>>(planned));
    }
}
