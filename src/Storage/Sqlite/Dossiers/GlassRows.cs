using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Storage.Sqlite;

/// <summary>Where somebody broke the glass.</summary>
internal static class GlassRows
{
    public static List<BrokenGlass> Read(SqliteSession session, PartnershipId partnership, CaseId id, string partner, string actor)
    {
        var glass = new List<BrokenGlass>();
        using var row = session.Query(
            "SELECT role, purpose, until FROM broken_glass WHERE partnership = ?1 AND case_id = ?2 AND partner = ?3 AND actor = ?4",
            partnership.Value,
            id.Value,
            partner,
            actor);
        while (row.Read())
            glass.Add(DossierRows.BrokenGlass(row));
        return glass;
    }

    /// <summary>Keeps until when, and moves the epoch of the case; false when there is no such case.</summary>
    public static bool TryBreak(SqliteSession session, PartnershipId partnership, GlassBroken change) =>
        CaseRows.TryMoveEpoch(session, partnership, change.Case)
        && session.Execute(
            """
            INSERT INTO broken_glass (partnership, case_id, partner, actor, role, purpose, broken_at, until) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            ON CONFLICT DO UPDATE SET broken_at = excluded.broken_at, until = excluded.until
            """,
            partnership.Value,
            change.Case.Value,
            change.Partner,
            change.Actor,
            change.Glass.Role,
            change.Glass.Purpose,
            Stored.Moment(change.At),
            Stored.Moment(change.Glass.Until)) == 1;
}
