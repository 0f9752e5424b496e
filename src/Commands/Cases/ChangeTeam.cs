using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>
/// The operator records that somebody's relation to a case begins, changes or ends, as the case's partners agreed. In force on
/// every gateway at the moment it is acknowledged: it moves the case's epoch.
/// </summary>
/// <remarks>Not an RPC: casework brings one. The operator sees no content by it.</remarks>
public sealed class ChangeTeam
{
    private readonly EntryWriter _entries;

    internal ChangeTeam(EntryWriter entries) => _entries = entries;

    /// <summary>Records the relation.</summary>
    /// <returns>Null when it is in force, else why not.</returns>
    public async Task<Refusal?> HandleAsync(PartnershipId partnership, Covenant covenant, Case @case, TeamMember member)
    {
        if (!covenant.Partners.ContainsKey(member.Partner))
            return new Refusal(RefusalReason.PartnerUnknown, "The covenant does not list this partner.");
        var entry = _entries.Draft(partnership, covenant, "", null);
        _entries.About(entry, partnership, @case);
        entry.Outcome = Outcome.Done;
        entry.TeamChanged = _entries.SealTeam(partnership, covenant, [member]).Single();
        return await _entries.AppendAsync(partnership, entry, [], [new Dossiers.TeamChanged(@case.Id, member)]).ConfigureAwait(false) switch
        {
            AppendOutcome.Appended => null,
            AppendOutcome.Unavailable => Refusals.LogUnavailable,
            _ => Refusals.ConcurrentChange,
        };
    }
}
