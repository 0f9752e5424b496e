using Exchange.Audit;
using Exchange.Consent;

namespace Exchange.Storage.Postgres;

/// <summary>Writes again by what entries are found.</summary>
internal static class ReindexedRows
{
    public static bool TryWrite(PostgresSession session, PartnershipId partnership, long entry, EntriesReindexed change)
    {
        if (IndexAnew.Make(change, entry, ReadSize(session, partnership), new IndexReading(session, partnership).ReadRecent()) is not { } batch)
            return false;
        foreach (var table in new[] { "log_segments", "log_shape_postings", "log_mark_postings" })
            session.Execute($"DELETE FROM exchange.{table} WHERE partnership = $1 AND segment = $2", partnership.Value, change.From);
        foreach (var statement in IndexRows.Adding(partnership, batch).Concat(IndexRows.AddingRecent(partnership, batch.Recent)))
            session.Execute(statement);
        return true;
    }

    private static long ReadSize(PostgresSession session, PartnershipId partnership)
    {
        using var row = session.Query(LogRows.ReadingHead(partnership));
        return LogRows.ReadHead(row)?.Size ?? 0;
    }
}
