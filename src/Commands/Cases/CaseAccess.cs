using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Disclosure;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands;

/// <summary>What a caller may do with a case that it named, as decided from one snapshot of the records.</summary>
/// <param name="Case">The case, the caller's relation to it and its sections.</param>
/// <param name="Meeting">The open meeting in which the caller acts, or null.</param>
/// <param name="Alias">The case's alias in that meeting, or null.</param>
/// <param name="Sight">What the covenant lets this caller see in these circumstances.</param>
/// <param name="Restriction">Whether processing is restricted for the case.</param>
/// <param name="Guards">The epochs under which this holds.</param>
internal sealed record GrantedAccess(
    CaseReading.Found Case,
    Meeting? Meeting,
    string? Alias,
    Sight Sight,
    Restriction? Restriction,
    IReadOnlyList<EpochGuard> Guards)
{
    /// <summary>The level of the one view: anonymised, pseudonymised or full.</summary>
    public Level ViewLevel => Sight.Level;

    /// <summary>
    /// Decides one section as it stands at a moment: its retention, how its source wants it handled for this caller, the articles, and
    /// the one view. Whatever shows a section asks here.
    /// </summary>
    public (Handling Handling, Decision Decision) Decide(Section section, string purpose, DateTimeOffset now) =>
        Decide(section, purpose, now, AmsterdamCalendar.DayOf(now));

    /// <summary>The same, for who has many sections and worked the Amsterdam day of the moment out already.</summary>
    public (Handling Handling, Decision Decision) Decide(Section section, string purpose, DateTimeOffset now, DateOnly today)
    {
        var handling = section.HandlingFor(Sight.Partner, purpose, now);
        return (handling, section.KeepUntil < today
            ? new Decision(Level.None, null, DecisionReason.Guard)
            : Sight.Decide(section.Category, section.Source, section.Secrecy, handling));
    }

    /// <summary>How the case is known in a view of this level.</summary>
    public ViewReference Name(Admitted caller, string purpose, Pseudonyms pseudonyms, DateOnly today) => ViewLevel switch
    {
        Level.Full => new ViewReference.ById(Case.Case.Id),
        Level.Pseudonymised => new ViewReference.ByPseudonym(
            pseudonyms.Of(caller.Partnership, caller.Partner, purpose, today, Case.Case.Id.Value),
            pseudonyms.OfSubject(caller.Partnership, caller.Partner, purpose, today, Case.Case.Subject.Value)),
        _ => new ViewReference.ByAlias(Alias!),
    };
}

/// <summary>
/// Decides whether a caller may know of the case that it names, for every command that names one: look up, check the meeting,
/// decide. What depends on the case looks like a case that does not exist; what the caller itself supplied is named.
/// </summary>
internal sealed class CaseAccess(IDossierStore store, Pseudonyms pseudonyms, TimeProvider time)
{
    // Active, as most cases that somebody names are.
    private static readonly CaseReading.Found Nobodys = new(EntryWriter.Nobodys with { State = CaseState.Active }, 0, Relation.None, [], []);

    /// <summary>
    /// Decides for a command that shows something of the case and does nothing with it: only there the caller's broken glass counts.
    /// Who could plan a meeting by it, say, would give itself more than an hour.
    /// </summary>
    public Task<Outcome<GrantedAccess>> DecideReadingAsync(
        Admitted caller, string purpose, CaseReference reference, Entry entry, EntryWriter entries, CancellationToken cancellation) =>
        DecideAsync(
            caller,
            purpose,
            reference,
            found => CaseCircumstances.ForReading(found, caller, purpose, reference.Meeting, time.GetUtcNow()),
            entry,
            entries,
            cancellation);

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
        var now = time.GetUtcNow();
        entry.MeetingId = "";
        entry.CaseAndSubject = null; // an agenda has several: what was decided about the last one is not about this one
        entry.Caller.Relation = "";
        entry.InnerReason = "";
        var today = AmsterdamCalendar.DayOf(now);
        if (Standpoint.Begin(entry, caller, purpose, today) is { } refusal)
            return refusal;

        // A pseudonym leads back to its case there and then; one of another partner, purpose or quarter to an id that no case has.
        var id = reference.Pseudonym is { } pseudonym
            ? new CaseId(pseudonyms.CaseOf(caller.Partnership, caller.Partner, purpose, today, pseudonym))
            : reference.Case;

        // 1. One snapshot of everything that the decision depends on. What the case holds is read only for whoever may know of it: how
        //    long a refusal takes must not tell how much there is.
        Judgement? judged = null;
        var reading = await store.ReadCaseAsync(
            caller.Partnership,
            new CaseQuery(id, reference.Alias, reference.Meeting, caller.Partner, caller.Actor),
            standing => (judged = Judge(standing, caller, purpose, reference, circumstancesOf, entry, now)).Refusal is null,
            cancellation).ConfigureAwait(false);

        // 2. A refusal takes the same path whether there is a case or not.
        if (judged!.Refusal is { } no)
        {
            entries.AboutRefused(entry, caller.Partnership, id, judged.Case);
            return no;
        }

        var found = reading.Case!;
        entries.About(entry, caller.Partnership, found.Case);
        return new GrantedAccess(
            found,
            reading.Meeting,
            judged.Alias,
            judged.Sight!.Value,
            judged.Restriction,
            [new EpochGuard(null, reading.PartnershipEpoch), new EpochGuard(found.Case.Id.Value, found.Epoch)]);
    }

    /// <summary>What comes of a case that was named, before anything that it holds is read.</summary>
    /// <param name="Refusal">Why not, or null when the caller may know of it.</param>
    /// <param name="Case">The case that the log is told of, or null.</param>
    /// <param name="Alias">Its alias at the meeting, or null.</param>
    /// <param name="Sight">What the caller may see of it.</param>
    /// <param name="Restriction">Whether its processing is restricted.</param>
    private sealed record Judgement(
        Refusal? Refusal, Case? Case = null, string? Alias = null, Sight? Sight = null, Restriction? Restriction = null);

    private static Judgement Judge(
        CaseReading standing,
        Admitted caller,
        string purpose,
        CaseReference reference,
        Func<CaseReading.Found, CaseCircumstances> circumstancesOf,
        Entry entry,
        DateTimeOffset now)
    {
        // The meeting first, which is the caller's own business.
        var taken = Standpoint.Take(entry, caller, purpose, reference.Meeting, standing.Meeting, now);
        if (taken.Value is not { } standpoint)
            return new Judgement(taken.Refusal);

        // The case. From here on every refusal is the same one, and only the log is told which it was.
        // Where there is none, nobody's is judged, for it takes its time.
        var found = standing.Case ?? Nobodys;
        entry.Caller.Relation = Words.Of(found.Relation);
        var circumstances = circumstancesOf(found);
        entry.DecisionInput.CaseState = Words.Of(found.Case.State);
        entry.DecisionInput.BreakGlass = circumstances.BreakGlass;
        entry.DecisionInput.Restriction = circumstances.Restriction is { } restriction ? Words.Of(restriction) : "";

        // What the covenant makes of it.
        var sight = standpoint.See(found.Relation, found.Case.State, circumstances);
        var item = standing.Meeting?.Agenda.FirstOrDefault(i => i.Case == found.Case.Id);
        if (standing.Case is null)
        {
            entry.Caller.Relation = "";
            entry.DecisionInput.CaseState = "";
            entry.DecisionInput.BreakGlass = false;
            entry.DecisionInput.Restriction = "";
            return NotFound("NO_SUCH_CASE", null);
        }

        if (standing.Meeting is not null && item is null)
            return NotFound(Sight.NotOnAgenda, found.Case);
        if (sight.Level == Level.None)
            return NotFound(sight.Why, found.Case);

        // Somebody recognised the person in a view of this meeting: it is there only for who sees the case by name.
        if (sight.Level < Level.Full && item?.WithdrawnAt is not null && !circumstances.WithdrawnToo)
            return NotFound(Sight.ViewWithdrawn, found.Case);

        // A caller who may not know who it is names no case by its id.
        if (sight.Level == Level.Anonymised && reference.Alias is null)
            return NotFound(Sight.AliasRequired, found.Case);

        // Nor one who knows it by a pseudonym: by its id one would join what is told under two of them. Who breaks the glass has the id.
        if (sight.Level == Level.Pseudonymised && reference.Case is not null && !circumstances.ById)
            return NotFound(Sight.PseudonymRequired, found.Case);
        return new Judgement(null, found.Case, item?.Alias, sight, circumstances.Restriction);

        Judgement NotFound(string why, Case? about)
        {
            entry.InnerReason = why;
            return new Judgement(Refusals.CaseNotFound, about);
        }
    }
}
