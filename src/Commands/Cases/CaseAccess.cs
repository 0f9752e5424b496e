using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>What a caller may do with a case that it named, as decided from one snapshot of the records.</summary>
/// <param name="Case">The case, the caller's relation to it and its sections.</param>
/// <param name="Meeting">The open meeting in which the caller acts, or null.</param>
/// <param name="Alias">The case's alias in that meeting, or null.</param>
/// <param name="View">What the covenant lets this caller see in these circumstances.</param>
/// <param name="ViewLevel">The level of the one view: anonymised, pseudonymised or full.</param>
/// <param name="Guards">The epochs under which this holds.</param>
internal sealed record GrantedAccess(
    CaseReading.Found Case,
    Meeting? Meeting,
    string? Alias,
    CallerView View,
    Level ViewLevel,
    IReadOnlyList<EpochGuard> Guards);

/// <summary>
/// Decides whether a caller may know of the case that it names, for every command that names one: look up, check the meeting,
/// decide. What depends on the case looks like a case that does not exist; what the caller itself supplied is named.
/// </summary>
internal sealed class CaseAccess(IDossierStore store, TimeProvider time)
{
    /// <summary>Decides, in ordinary circumstances. On a refusal <paramref name="entry"/> holds what the log must know.</summary>
    public Task<Outcome<GrantedAccess>> DecideAsync(
        Admitted caller, string purpose, CaseReference reference, Entry entry, EntryWriter entries, CancellationToken cancellation) =>
        DecideAsync(caller, purpose, reference, _ => CaseCircumstances.Ordinary, entry, entries, cancellation);

    /// <summary>Decides, in the circumstances of the case as it is found.</summary>
    public async Task<Outcome<GrantedAccess>> DecideAsync(
        Admitted caller,
        string purpose,
        CaseReference reference,
        Func<CaseReading.Found, CaseCircumstances> circumstancesOf,
        Entry entry,
        EntryWriter entries,
        CancellationToken cancellation)
    {
        var covenant = caller.Covenant;
        var now = time.GetUtcNow();
        var today = AmsterdamCalendar.DayOf(now);
        entry.MeetingId = "";
        entry.CaseAndSubject = null; // an agenda has several: what was decided about the last one is not about this one
        entry.Caller.Relation = "";
        entry.InnerReason = "";
        entry.DecisionInput = new Audit.V1.DecisionInput
        {
            Purpose = covenant.Purposes.Contains(purpose) ? purpose : "",
            Consent = Words.Of(ConsentStatus.Absent),
            Date = today.ToString("O"),
        };
        if (!covenant.Purposes.Contains(purpose))
            return Refusals.PurposeUnknown;

        // 1. One snapshot of everything that the decision depends on.
        var reading = await store.ReadCaseAsync(
            caller.Partnership,
            new CaseQuery(reference.Case, reference.Alias, reference.Meeting, caller.Partner, caller.Actor),
            cancellation).ConfigureAwait(false);
        var relation = reading.Case?.Relation ?? Relation.None;

        // A name that no meeting has is whatever the caller made of it, and stays off the log.
        if (reading.Meeting is not null || reference.Meeting == MeetingId.Meldpunt)
            entry.MeetingId = reference.Meeting?.Value ?? "";

        // 2. The meeting, which is the caller's own business: it attends it or not.
        string forum;
        if (reference.Meeting is not { } meetingId)
        {
            forum = Consent.DecisionInput.NoForum;
        }
        else if (meetingId == MeetingId.Meldpunt)
        {
            if (!covenant.IsMember(Forum.Meldpunt, caller.Partner, caller.Role, Relation.None))
                return NotFound("NOT_ATTENDED", Refusals.MeetingNotFound);
            forum = Forum.Meldpunt;
        }
        else
        {
            if (reading.Meeting is not { } meeting || !meeting.IsAttendedBy(caller.Partner, caller.Actor))
                return NotFound(reading.Meeting is null ? "NO_SUCH_MEETING" : "NOT_ATTENDED", Refusals.MeetingNotFound);
            if (!meeting.IsOpen(now))
                return Refusals.MeetingNotOpen;
            forum = meeting.Forum;
        }

        entry.DecisionInput.Forum = forum;

        // 3. The case. From here on every refusal is the same one, and only the log is told which it was.
        if (reading.Case is not { } found)
            return NotFound("NO_SUCH_CASE");
        entries.About(entry, caller.Partnership, found.Case);
        entry.Caller.Relation = Words.Of(relation);
        var circumstances = circumstancesOf(found);
        entry.DecisionInput.CaseState = Words.Of(found.Case.State);
        entry.DecisionInput.BreakGlass = circumstances.BreakGlass;
        entry.DecisionInput.Restriction = circumstances.Restriction is { } restriction ? Words.Of(restriction) : "";

        var item = reading.Meeting?.Agenda.FirstOrDefault(i => i.Case == found.Case.Id);
        if (reference.Meeting is { } named && !(named == MeetingId.Meldpunt ? found.Case.State == CaseState.Signal : item is not null))
            return NotFound("NOT_ON_AGENDA");

        // 4. What the covenant makes of it.
        var view = covenant.Open(new CallerContext(
            caller.Partner,
            caller.Role,
            caller.Roles,
            relation,
            forum,
            purpose,
            found.Case.State,
            ConsentStatus.Absent,
            today,
            circumstances.Restriction,
            circumstances.BreakGlass));
        if (view.Highest == Level.None)
            return NotFound(Words.Of(view.Decide(null, null, null, Handling.Open).Reason)); // whatever the section: a guard holds, or no grant is there

        // 5. One response, one view: nothing above the ceiling, and a caller who may not know who it is names no case by its id.
        var viewLevel = (Level)Math.Max((byte)Level.Anonymised, Math.Min((byte)view.Ceiling.Level, (byte)view.Highest));
        if (viewLevel == Level.Anonymised && reference.Alias is null)
            return NotFound("ALIAS_REQUIRED");

        return new GrantedAccess(
            found,
            reading.Meeting,
            item?.Alias,
            view,
            viewLevel,
            [new EpochGuard(null, reading.PartnershipEpoch), new EpochGuard(found.Case.Id.Value, found.Epoch)]);

        Refusal NotFound(string why, Refusal? refusal = null)
        {
            entry.InnerReason = why;
            return refusal ?? Refusals.CaseNotFound;
        }
    }
}
