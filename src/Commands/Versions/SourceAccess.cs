using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands;

/// <summary>A section that the caller's partner contributed, as read from one snapshot of the records.</summary>
/// <param name="Case">The case that it is of.</param>
/// <param name="Newest">Its newest version.</param>
/// <param name="IsWithdrawn">Whether that says that there is nothing any more.</param>
/// <param name="Guards">The epochs under which this holds; every new version moves one of them.</param>
internal sealed record SourcedSection(Case Case, Section Newest, bool IsWithdrawn, IReadOnlyList<EpochGuard> Guards)
{
    /// <summary>Says why the newest version is not one that may be gone on from, or null when it is.</summary>
    /// <param name="expected">The version that the caller looked at, or null for whichever is the newest.</param>
    public Refusal? CheckNewest(int? expected)
    {
        if (IsWithdrawn)
            return Refusals.SectionWithdrawn;
        return expected is { } version && version != Newest.Version ? Refusals.SectionChanged : null;
    }
}

/// <summary>
/// Finds what the caller's partner contributed, for every command by which a source goes on with it. No case is named, and whether the
/// caller may see the case does not matter: nobody has to stay able to see a case in order to put right what it shared (AVG art. 16).
/// </summary>
internal sealed class SourceAccess(IDossierStore store, CaseCipher cipher, TimeProvider time)
{
    private static readonly Refusal NoCaseWork =
        Refusals.ActNotAllowed("The covenant shows no case to anybody in this role, so it has nothing to share, correct or withdraw.");

    /// <summary>Finds the section. On a refusal <paramref name="entry"/> holds what the log must know.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="section">The section that it names.</param>
    /// <param name="category">The category that it takes it to be of, or null.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="entries">What writes it.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<Outcome<SourcedSection>> FindAsync(
        Admitted caller, SectionId section, string? category, Entry entry, EntryWriter entries, CancellationToken cancellation)
    {
        if (!DoesCaseWork(caller))
            return NoCaseWork;

        var reading = await store.ReadSectionAsync(caller.Partnership, section, cancellation).ConfigureAwait(false);
        if (reading.Section is not { } found)
            return NotFound("NO_SUCH_SECTION");
        entries.About(entry, caller.Partnership, found.Case);
        if (found.Newest.Source != caller.Partner)
            return NotFound("NOT_THE_SOURCE");
        if (category is not null && found.Newest.Category != category)
            return NotFound("OTHER_CATEGORY");

        // Its key is gone, and a new version would make another.
        if (found.Case.State == CaseState.Destroyed || !cipher.HasKey(caller.Partnership, found.Case.Id.Value))
            return NotFound("CASE_DESTROYED");
        return new SourcedSection(
            found.Case,
            found.Newest,
            found.IsWithdrawn,
            [new EpochGuard(null, reading.PartnershipEpoch), new EpochGuard(found.Case.Id.Value, found.CaseEpoch)]);

        Refusal NotFound(string why)
        {
            entry.InnerReason = why;
            return Refusals.SectionNotFound;
        }
    }

    /// <summary>
    /// Whether the covenant shows a case to the caller's role in any circumstances: else it can have contributed nothing. A covenant that
    /// has ended shows nothing to anybody, but what was shared under it can still be put right.
    /// </summary>
    private bool DoesCaseWork(Admitted caller)
    {
        var covenant = caller.Covenant;
        var today = AmsterdamCalendar.DayOf(time.GetUtcNow());
        var day = covenant.InForceOn(today) ? today : covenant.From;
        var circumstances =
            from relation in Enum.GetValues<Relation>()
            from forum in covenant.Forums.Keys.Prepend(Consent.DecisionInput.NoForum)
            from purpose in covenant.Purposes
            from state in Enum.GetValues<CaseState>()
            select new CallerContext(
                caller.Partner, caller.Role, caller.Roles, relation, forum, purpose, state, ConsentStatus.Absent, day, Restriction.None);
        return circumstances.Any(context => covenant.Open(context).Highest > Level.None);
    }
}
