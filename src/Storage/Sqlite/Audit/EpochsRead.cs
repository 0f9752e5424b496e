using Exchange.Audit;
using Exchange.Consent;

namespace Exchange.Storage.Sqlite;

/// <summary>
/// The epochs that the writing connection has read since the records last changed, so that entries without changes do not read them
/// again. Used by one transaction at a time; whatever may have moved one makes it forget all.
/// </summary>
internal sealed class EpochsRead
{
    private const int Most = 10_000;

    private readonly Dictionary<(PartnershipId, string?), long> _known = [];

    /// <summary>The epoch of a case, of the partnership when that is null, or of its covenant.</summary>
    public long Of(SqliteSession session, PartnershipId partnership, string? caseId)
    {
        if (_known.TryGetValue((partnership, caseId), out var epoch))
            return epoch;
        if (_known.Count >= Most)
            Forget();
        return _known[(partnership, caseId)] = caseId switch
        {
            null => PartnershipRows.ReadEpoch(session, partnership),
            EpochGuard.Covenant => PartnershipRows.ReadCovenantEpoch(session, partnership),
            _ => CaseRows.ReadEpoch(session, partnership, caseId),
        };
    }

    public void Forget() => _known.Clear();
}
