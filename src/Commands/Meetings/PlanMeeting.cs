using System.Security.Cryptography;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;
using Google.Protobuf.WellKnownTypes;

namespace Exchange.Commands;

/// <summary>A meeting is to be planned.</summary>
/// <param name="Purpose">The purpose for which the caller knows the cases on the agenda.</param>
/// <param name="Forum">The forum that sits.</param>
/// <param name="StartsAt">When it starts.</param>
/// <param name="EndsAt">When it is planned to end.</param>
/// <param name="Attendees">Who attends.</param>
/// <param name="Agenda">The cases on the agenda.</param>
/// <param name="Idempotency">The key under which the request may come again.</param>
public sealed record PlanMeetingRequest(
    string Purpose,
    string Forum,
    DateTimeOffset StartsAt,
    DateTimeOffset EndsAt,
    IReadOnlyList<Attendee> Attendees,
    IReadOnlyList<CaseId> Agenda,
    Idempotency Idempotency);

/// <summary>
/// A member of a forum plans a sitting of it. Only cases that the caller may know by name go on the agenda; each gets an alias
/// that is random, the same for all attendees and of no use elsewhere.
/// </summary>
public sealed class PlanMeeting
{
    // Without letters and digits that are taken for one another (after Crockford's base 32): people read aliases out.
    private const string AliasAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int AliasLength = 8;

    private readonly CaseAccess _access;
    private readonly EntryWriter _entries;
    private readonly ChangeRunner _changes;
    private readonly TimeProvider _time;

    internal PlanMeeting(CaseAccess access, EntryWriter entries, ChangeRunner changes, TimeProvider time)
    {
        _access = access;
        _entries = entries;
        _changes = changes;
        _time = time;
    }

    /// <summary>Answers one request with the meeting as planned.</summary>
    /// <typeparam name="T">The endpoint's response message.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="encode">Puts the meeting into the form in which it leaves.</param>
    /// <param name="decode">Reads an answer that was given before.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task<Outcome<Released<T>>> HandleAsync<T>(
        Admitted caller,
        PlanMeetingRequest request,
        Func<Meeting, Encoded<T>> encode,
        Func<ReadOnlyMemory<byte>, T> decode,
        CancellationToken cancellation)
        where T : class =>
        _changes.RunAsync(
            caller,
            request.Idempotency,
            () =>
            {
                var entry = _entries.Draft(caller);
                entry.MeetingPlanned = new Audit.V1.MeetingPlanned();
                return entry;
            },
            entry => DecideAsync(caller, request, encode, entry, cancellation),
            decode,
            cancellation);

    private async Task<Outcome<PermittedChange<T>>> DecideAsync<T>(
        Admitted caller, PlanMeetingRequest request, Func<Meeting, Encoded<T>> encode, Entry entry, CancellationToken cancellation)
        where T : class
    {
        var covenant = caller.Covenant;
        if (!covenant.Forums.TryGetValue(request.Forum, out var forum))
            return new Refusal(RefusalReason.ForumUnknown, "The covenant does not define this forum.");
        entry.MeetingPlanned.Forum = forum.Id;
        if (!covenant.Purposes.Contains(request.Purpose))
            return Refusals.PurposeUnknown;
        if (forum.Id == Forum.Meldpunt)
            return Refusals.ActNotAllowed("The Meldpunt is a standing meeting; nobody plans it.");
        if (request.Attendees.Any(a => !covenant.Partners.ContainsKey(a.Partner)))
            return new Refusal(RefusalReason.PartnerUnknown, "The covenant does not list a partner that the attendees name.");

        var (guards, agenda) = (new List<EpochGuard>(), new List<Case>());
        var isMember = covenant.IsMember(forum.Id, caller.Partner, caller.Role, Relation.None);
        foreach (var id in request.Agenda)
        {
            var access = await FindAsync(caller, request.Purpose, id, entry, cancellation).ConfigureAwait(false);
            if (access.Value is not { } granted)
                return access.Refusal!;
            agenda.Add(granted.Case.Case);
            isMember |= covenant.IsMember(forum.Id, caller.Partner, caller.Role, granted.Case.Relation);
            guards.AddRange(granted.Guards);
        }

        // One refusal for both, and after all that depends on the agenda: who is no member must not learn by trying who is.
        if (!isMember || request.Attendees.Any(a => !MayAttend(forum, a.Partner)))
            return Refusals.ActNotAllowed("Members of a forum plan its meetings, and invite its members.");

        // An entry is about one case or none; an agenda of several is told by its size.
        if (request.Agenda.Count != 1)
        {
            entry.CaseAndSubject = null;
            entry.DecisionInput = null;
        }

        return new PermittedChange<T>([.. guards.Distinct()], () => Task.FromResult(Plan(caller, request, forum, agenda, encode, entry)));
    }

    // A case as the caller knows it outside a meeting, or a signal as the Meldpunt knows it.
    private async Task<Outcome<GrantedAccess>> FindAsync(Admitted caller, string purpose, CaseId id, Entry entry, CancellationToken cancellation)
    {
        var access = await _access.DecideAsync(caller, purpose, new CaseReference(id, null, null), entry, _entries, cancellation).ConfigureAwait(false);
        if (access.Value is not null || !caller.Covenant.IsMember(Forum.Meldpunt, caller.Partner, caller.Role, Relation.None))
            return access;

        var asSignal = entry.Clone();
        var atMeldpunt = await _access.DecideAsync(caller, purpose, new CaseReference(id, null, MeetingId.Meldpunt), asSignal, _entries, cancellation).ConfigureAwait(false);
        if (atMeldpunt.Value is null)
            return access;
        (entry.Caller, entry.CaseAndSubject, entry.DecisionInput, entry.InnerReason) = (asSignal.Caller, asSignal.CaseAndSubject, asSignal.DecisionInput, "");
        return atMeldpunt;
    }

    private Outcome<PlannedChange<T>> Plan<T>(
        Admitted caller, PlanMeetingRequest request, Forum forum, IReadOnlyList<Case> agenda, Func<Meeting, Encoded<T>> encode, Entry entry)
        where T : class
    {
        if (request.EndsAt <= _time.GetUtcNow())
            return Refusals.Field("ends_at", "lies in the past");

        var meeting = new Meeting
        {
            Id = MeetingId.Create(),
            Forum = forum.Id,
            OpensAt = AmsterdamCalendar.StartOf(AmsterdamCalendar.DayOf(request.StartsAt).AddDays(-forum.PrepareDays)),
            StartsAt = request.StartsAt,
            EndsAt = request.EndsAt,
            Attendees = [.. request.Attendees.Distinct()],
            Agenda = [.. request.Agenda.Distinct().Select(id => new AgendaItem(id, RandomNumberGenerator.GetString(AliasAlphabet, AliasLength)))],
        };
        entry.MeetingId = meeting.Id.Value;
        entry.MeetingPlanned.Partners.AddRange(meeting.Attendees.Select(a => a.Partner).Distinct().Order(StringComparer.Ordinal));
        entry.MeetingPlanned.AgendaSize = meeting.Agenda.Count;
        entry.MeetingPlanned.Attendees.AddRange(meeting.Attendees.Select(a => new MeetingAttendee
        {
            Partner = a.Partner,
            Actor = _entries.SealActor(caller.Partnership, caller.Covenant.Partners[a.Partner].Controller, a.Actor),
        }));
        entry.MeetingPlanned.Agenda.AddRange(_entries.SealCases(entry, caller.Partnership, agenda.DistinctBy(c => c.Id)));
        entry.MeetingPlanned.OpensAt = Timestamp.FromDateTimeOffset(meeting.OpensAt);
        entry.MeetingPlanned.StartsAt = Timestamp.FromDateTimeOffset(meeting.StartsAt);
        entry.MeetingPlanned.EndsAt = Timestamp.FromDateTimeOffset(meeting.EndsAt);
        return new PlannedChange<T>([new Dossiers.MeetingPlanned(meeting)], encode(meeting));
    }

    // A member by role or relation is known only when it calls; then membership is checked again.
    private static bool MayAttend(Forum forum, string partner) =>
        forum.Members.Any(m => m.Partner is null || m.Partner == partner);
}
