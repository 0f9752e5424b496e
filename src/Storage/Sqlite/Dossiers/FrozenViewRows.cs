using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Storage.Sqlite;

/// <summary>What of cases is seen anonymised in meetings.</summary>
internal static class FrozenViewRows
{
    public static FrozenView? Find(SqliteSession session, PartnershipId partnership, MeetingId meeting, CaseId id)
    {
        using var row = session.Query(
            "SELECT number, content FROM frozen_views WHERE partnership = ?1 AND meeting = ?2 AND case_id = ?3",
            partnership.Value,
            meeting.Value,
            id.Value);
        return row.Read() ? new FrozenView(row.GetInt32(0), row.GetFieldValue<byte[]>(1)) : null;
    }

    /// <summary>Keeps what is seen; false unless it follows what is kept.</summary>
    public static bool TryFreeze(SqliteSession session, PartnershipId partnership, ViewFrozen change) => session.Execute(
        change.View.Number == 1
            ? """
              INSERT INTO frozen_views (partnership, meeting, case_id, number, content) VALUES (?1, ?2, ?3, ?4, ?5)
              ON CONFLICT DO NOTHING
              """
            : """
              UPDATE frozen_views SET number = ?4, content = ?5
              WHERE partnership = ?1 AND meeting = ?2 AND case_id = ?3 AND number = ?4 - 1
              """,
        partnership.Value,
        change.Meeting.Value,
        change.Case.Value,
        change.View.Number,
        change.View.Values) == 1;
}
