using Exchange.Audit;
using Exchange.Consent;

namespace Exchange.Storage.Postgres;

/// <summary>How far those have come who follow a log.</summary>
internal sealed class PostgresLogCursors(PostgresDatabase database) : ILogCursors
{
    public long Read(PartnershipId partnership, string follower) => database.Read(partnership, session => session.Scalar(
        "SELECT next FROM exchange.log_cursors WHERE partnership = $1 AND follower = $2", partnership.Value, follower) is long next ? next : 0);

    public bool TryMove(PartnershipId partnership, string follower, long from, long to) => PostgresFaults.Translate(() =>
    {
        using var session = database.BeginWriting(partnership, begun =>
        {
            begun.Open();
            return begun;
        });
        var moved = session.Execute(
            """
            INSERT INTO exchange.log_cursors (partnership, follower, next) SELECT $1, $2, $4 WHERE $3 = 0 OR EXISTS
              (SELECT 1 FROM exchange.log_cursors WHERE partnership = $1 AND follower = $2)
            ON CONFLICT (partnership, follower) DO UPDATE SET next = excluded.next WHERE log_cursors.next = $3
            """,
            partnership.Value,
            follower,
            from,
            to) == 1;
        session.Commit();
        return moved;
    });
}
