using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>
/// The operator takes over a case that the partners already work on: its subject, its sections by source, its team and its
/// state, all in one transaction with one entry.
/// </summary>
public sealed class ImportCase
{
    private readonly SubjectIndex _subjects;
    private readonly SectionSealer _sealer;
    private readonly EntryWriter _entries;
    private readonly TimeProvider _time;

    internal ImportCase(SubjectIndex subjects, SectionSealer sealer, EntryWriter entries, TimeProvider time)
    {
        _subjects = subjects;
        _sealer = sealer;
        _entries = entries;
        _time = time;
    }

    /// <summary>Imports one case, or says what is wrong with it; then nothing of it is kept.</summary>
    /// <param name="partnership">The partnership.</param>
    /// <param name="covenant">Its covenant.</param>
    /// <param name="state">The state in which the case is.</param>
    /// <param name="sections">Its sections, each from a source; one of category identity says who it is about.</param>
    /// <param name="team">Its team.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<Outcome<Case>> HandleAsync(
        PartnershipId partnership,
        Covenant covenant,
        CaseState state,
        IReadOnlyList<(string Source, OfferedSection Section)> sections,
        IReadOnlyList<TeamMember> team,
        CancellationToken cancellation)
    {
        foreach (var (source, offered) in sections)
        {
            if (!covenant.Partners.ContainsKey(source))
                return new Refusal(RefusalReason.PartnerUnknown, "The covenant does not list the source of a section.");
            if (_sealer.Check(covenant, source, offered, SectionPaths.Contribution(offered.Category)) is { } refusal)
                return refusal;
        }

        if (sections.FirstOrDefault(s => s.Section.Category == OpenCase.IdentityCategory) is not { Section: { } identity })
            return Refusals.Field("sections", "no section says who the case is about");
        if (team.Any(m => !covenant.Partners.ContainsKey(m.Partner)))
            return new Refusal(RefusalReason.PartnerUnknown, "The covenant does not list a partner that the team names.");

        var (subject, index) = await _subjects.ResolveAsync(partnership, identity.Content, cancellation).ConfigureAwait(false);
        var @case = new Case(CaseId.Create(), subject, state, AmsterdamCalendar.DayOf(_time.GetUtcNow()));
        var entry = _entries.Draft(partnership, covenant, "", null);
        _entries.About(entry, partnership, @case);
        entry.Outcome = Outcome.Done;
        entry.CaseOpened = new Audit.V1.CaseOpened { Imported = true, Sections = sections.Count };
        entry.CaseOpened.Team.AddRange(_entries.SealTeam(partnership, covenant, team));
        foreach (var reason in sections.Select(s => s.Section.SecrecyLiftedBecause).Where(r => r.Length > 0))
            entry.CaseOpened.SecrecyLiftedBecause.Add(_entries.SealReason(partnership, @case.Id, reason));
        var changes = new List<ILoggedChange> { new Dossiers.CaseOpened(@case, index, team) };
        foreach (var (source, offered) in sections)
            changes.Add(new Dossiers.SectionContributed(@case.Id, _sealer.Seal(partnership, @case.Id, covenant, source, offered)));

        return await _entries.AppendAsync(partnership, entry, [], changes).ConfigureAwait(false) switch
        {
            AppendOutcome.Appended => @case,
            AppendOutcome.Unavailable => Refusals.LogUnavailable,
            _ => Refusals.ConcurrentChange,
        };
    }
}
