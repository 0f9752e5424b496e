using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Storage.Postgres;

/// <summary>Where somebody broke the glass.</summary>
internal static class GlassRows
{
    /// <summary>Asks for what an actor broke on a case; the case is an expression over <paramref name="values"/>.</summary>
    public static Statement Finding(string key, string partner, string actor, params object?[] values) => new(
        $"""
        SELECT role, purpose, until FROM exchange.broken_glass
        WHERE partnership = $1 AND case_id = {key} AND partner = ${values.Length + 1} AND actor = ${values.Length + 2}
        """,
        [.. values, partner, actor]);

    /// <summary>Keeps until when, and moves the epoch of the case; false when there is no such case.</summary>
    public static bool TryBreak(PostgresSession session, PartnershipId partnership, GlassBroken change) =>
        CaseRows.TryMoveEpoch(session, partnership, change.Case)
        && session.Execute(
            """
            INSERT INTO exchange.broken_glass (partnership, case_id, partner, actor, role, purpose, broken_at, until)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (partnership, case_id, partner, actor, role, purpose) DO UPDATE SET broken_at = excluded.broken_at, until = excluded.until
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
