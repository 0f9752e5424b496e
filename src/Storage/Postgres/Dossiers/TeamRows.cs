using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Storage.Postgres;

/// <summary>Who works on which case.</summary>
internal static class TeamRows
{
    /// <summary>Asks what an actor is to a case; the case is an expression over <paramref name="values"/>.</summary>
    public static Statement Finding(string key, string partner, string actor, params object?[] values) => new(
        $"""
        SELECT relation FROM exchange.team
        WHERE partnership = $1 AND case_id = {key} AND partner = ${values.Length + 1} AND actor = ${values.Length + 2}
        """,
        [.. values, partner, actor]);

    /// <summary>Adds a member; false when the actor has a relation to the case already.</summary>
    public static bool TryAdd(PostgresSession session, PartnershipId partnership, CaseId id, TeamMember member) => session.Execute(
        "INSERT INTO exchange.team (partnership, case_id, partner, actor, relation) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        partnership.Value,
        id.Value,
        member.Partner,
        member.Actor,
        (int)member.Relation) == 1;

    /// <summary>Begins, changes or ends a relation and moves the epoch of the case; false when there is no such case.</summary>
    public static bool TryChange(PostgresSession session, PartnershipId partnership, TeamChanged change)
    {
        session.Execute(
            "DELETE FROM exchange.team WHERE partnership = $1 AND case_id = $2 AND partner = $3 AND actor = $4",
            partnership.Value,
            change.Case.Value,
            change.Member.Partner,
            change.Member.Actor);
        return CaseRows.TryMoveEpoch(session, partnership, change.Case)
            && (change.Member.Relation == Relation.None || TryAdd(session, partnership, change.Case, change.Member));
    }
}
