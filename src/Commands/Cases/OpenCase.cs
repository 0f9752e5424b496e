using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands;

/// <summary>A case is to be opened.</summary>
/// <param name="Purpose">The purpose that the caller states.</param>
/// <param name="Subject">Who it is about, as the first section: category <c>identity</c>.</param>
/// <param name="Team">Who works on it from the start.</param>
/// <param name="Signed">The request as the partner signed it, which is kept.</param>
/// <param name="Idempotency">The key under which the request may come again.</param>
public sealed record OpenCaseRequest(
    string Purpose, OfferedSection Subject, IReadOnlyList<TeamMember> Team, SignedRequest Signed, Idempotency Idempotency);

/// <summary>
/// The Meldpunt opens a case on a signal. A subject that is known already keeps its place and gets another case, so that the
/// answer tells nobody whether there was one.
/// </summary>
public sealed class OpenCase
{
    /// <summary>The category that says who a case is about.</summary>
    public const string IdentityCategory = "identity";

    private readonly SubjectIndex _subjects;
    private readonly SectionSealer _sealer;
    private readonly EvidenceKeeper _evidence;
    private readonly EntryWriter _entries;
    private readonly ChangeRunner _changes;
    private readonly TimeProvider _time;

    internal OpenCase(
        SubjectIndex subjects, SectionSealer sealer, EvidenceKeeper evidence, EntryWriter entries, ChangeRunner changes, TimeProvider time)
    {
        _subjects = subjects;
        _sealer = sealer;
        _evidence = evidence;
        _entries = entries;
        _changes = changes;
        _time = time;
    }

    /// <summary>Answers one request with the new case's id.</summary>
    /// <typeparam name="T">The endpoint's response message.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="encode">Puts the id into the form in which it leaves.</param>
    /// <param name="decode">Reads an answer that was given before.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task<Outcome<Released<T>>> HandleAsync<T>(
        Admitted caller,
        OpenCaseRequest request,
        Func<CaseId, Encoded<T>> encode,
        Func<ReadOnlyMemory<byte>, T> decode,
        CancellationToken cancellation)
        where T : class =>
        _changes.RunAsync(
            caller,
            request.Idempotency,
            () =>
            {
                var entry = _entries.Draft(caller);
                entry.CaseOpened = new Audit.V1.CaseOpened();
                return entry;
            },
            entry => Task.FromResult(Decide(caller, request, entry, encode, cancellation)),
            decode,
            cancellation);

    private Outcome<PermittedChange<T>> Decide<T>(
        Admitted caller, OpenCaseRequest request, Entry entry, Func<CaseId, Encoded<T>> encode, CancellationToken cancellation)
        where T : class
    {
        var today = AmsterdamCalendar.DayOf(_time.GetUtcNow());
        if (!caller.Covenant.Purposes.Contains(request.Purpose))
            return Refusals.PurposeUnknown;

        // Who would not see the signal that it opens has no business opening one: a role that the covenant keeps from every case, say.
        var view = caller.Covenant.Open(new CallerContext(
            caller.Partner, caller.Role, caller.Roles, Relation.None, Forum.Meldpunt, request.Purpose, CaseState.Signal, ConsentStatus.Absent, today, Restriction.None)); // not yet a case: nobody can have restricted it
        if (!caller.Covenant.IsMember(Forum.Meldpunt, caller.Partner, caller.Role, Relation.None) || view.Highest == Level.None)
            return Refusals.ActNotAllowed("Only the members of the Meldpunt open cases, for a purpose for which they see signals.");
        return new PermittedChange<T>([], () => PlanAsync(caller, request, entry, today, encode, cancellation));
    }

    private async Task<Outcome<PlannedChange<T>>> PlanAsync<T>(
        Admitted caller, OpenCaseRequest request, Entry entry, DateOnly today, Func<CaseId, Encoded<T>> encode, CancellationToken cancellation)
        where T : class
    {
        if (_sealer.Check(caller.Covenant, caller.Partner, request.Subject, SectionPaths.Subject) is { } refusal)
            return refusal;
        if (request.Team.Any(m => !caller.Covenant.Partners.ContainsKey(m.Partner)))
            return new Refusal(RefusalReason.PartnerUnknown, "The covenant does not list a partner that the team names.");

        var (subject, index) = await _subjects.ResolveAsync(caller.Partnership, request.Subject.Content, cancellation).ConfigureAwait(false);
        var opened = new Case(CaseId.Create(), subject, CaseState.Signal, today);
        var section = _sealer.Seal(caller.Partnership, opened.Id, caller.Covenant, caller.Partner, request.Subject);
        _entries.About(entry, caller.Partnership, opened);
        entry.CaseOpened.Team.AddRange(_entries.SealTeam(caller.Partnership, caller.Covenant, request.Team));
        var evidence = _evidence.Keep(entry, caller.Partnership, opened.Id, EvidencePlace.Section(section.Id, section.Version), request.Signed);
        return new PlannedChange<T>(
            [new Dossiers.CaseOpened(opened, index, request.Team), new Dossiers.SectionContributed(opened.Id, section), evidence],
            encode(opened.Id));
    }
}
