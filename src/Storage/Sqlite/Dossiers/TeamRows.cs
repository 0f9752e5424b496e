using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Storage.Sqlite;

/// <summary>Who works on which case.</summary>
internal static class TeamRows
{
    public static Relation Find(SqliteSession session, PartnershipId partnership, CaseId id, string partner, string actor) =>
        session.Scalar(
            "SELECT relation FROM team WHERE partnership = ?1 AND case_id = ?2 AND partner = ?3 AND actor = ?4",
            partnership.Value,
            id.Value,
            partner,
            actor) is long relation
            ? (Relation)relation
            : Relation.None;

    /// <summary>Adds a member; false when the actor has a relation to the case already.</summary>
    public static bool TryAdd(SqliteSession session, PartnershipId partnership, CaseId id, TeamMember member) => session.Execute(
        "INSERT INTO team (partnership, case_id, partner, actor, relation) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
        partnership.Value,
        id.Value,
        member.Partner,
        member.Actor,
        (int)member.Relation) == 1;

    /// <summary>Begins, changes or ends a relation and moves the epoch of the case; false when there is no such case.</summary>
    public static bool TryChange(SqliteSession session, PartnershipId partnership, TeamChanged change)
    {
        session.Execute(
            "DELETE FROM team WHERE partnership = ?1 AND case_id = ?2 AND partner = ?3 AND actor = ?4",
            partnership.Value,
            change.Case.Value,
            change.Member.Partner,
            change.Member.Actor);
        return CaseRows.TryMoveEpoch(session, partnership, change.Case)
            && (change.Member.Relation == Relation.None || TryAdd(session, partnership, change.Case, change.Member));
    }
}
