using Exchange.Audit;
using Exchange.Consent;

namespace Exchange.Storage.Sqlite;

/// <summary>Writes again by what entries are found.</summary>
internal static class ReindexedRows
{
    public static bool TryWrite(SqliteSession session, PartnershipId partnership, long entry, EntriesReindexed change)
    {
        var size = LogRows.ReadHead(session, partnership).Size;
        if (IndexAnew.Make(change, entry, size, [.. IndexRows.ReadRecent(session, partnership)]) is not { } batch)
            return false;
        foreach (var table in new[] { "log_segments", "log_shape_postings", "log_mark_postings" })
            session.Execute($"DELETE FROM {table} WHERE partnership = ?1 AND segment = ?2", partnership.Value, change.From);
        IndexRows.Add(session, partnership, batch);
        return true;
    }
}
