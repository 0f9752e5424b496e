using Exchange.Consent;

namespace Exchange.Storage.Postgres;

/// <summary>What a partnership has one of: its epoch, its covenant, its counts of sections and requests.</summary>
internal static class PartnershipRows
{
    public static Statement ReadingEpoch(PartnershipId partnership) =>
        new("SELECT epoch FROM exchange.partnerships WHERE partnership = $1", partnership.Value);

    public static Statement ReadingCovenantDigest(PartnershipId partnership) => new(
        "SELECT covenant_digest FROM exchange.partnerships WHERE partnership = $1 AND covenant_digest IS NOT NULL", partnership.Value);

    public static bool MoveEpoch(PostgresSession session, PartnershipId partnership)
    {
        session.Execute(
            """
            INSERT INTO exchange.partnerships AS p (partnership, epoch) VALUES ($1, 1)
            ON CONFLICT (partnership) DO UPDATE SET epoch = p.epoch + 1
            """,
            partnership.Value);
        return true;
    }

    /// <summary>Another covenant was activated; gives how often that makes it.</summary>
    public static long MoveCovenantEpoch(PostgresSession session, PartnershipId partnership, ReadOnlyMemory<byte> digest) => (long)session.Scalar(
        """
        INSERT INTO exchange.partnerships AS p (partnership, epoch, covenant_epoch, covenant_digest) VALUES ($1, 1, 1, $2)
        ON CONFLICT (partnership) DO UPDATE
          SET epoch = p.epoch + 1, covenant_epoch = p.covenant_epoch + 1, covenant_digest = excluded.covenant_digest
        RETURNING covenant_epoch
        """,
        partnership.Value,
        digest)!;

    /// <summary>The next place for a request, never given twice.</summary>
    public static long TakeRequestSequence(PostgresSession session, PartnershipId partnership) => (long)session.Scalar(
        """
        INSERT INTO exchange.partnerships AS p (partnership, last_request) VALUES ($1, 1)
        ON CONFLICT (partnership) DO UPDATE SET last_request = p.last_request + 1 RETURNING last_request
        """,
        partnership.Value)!;

    /// <summary>The next place for a section, never given twice.</summary>
    public static long TakeSequence(PostgresSession session, PartnershipId partnership) => (long)session.Scalar(
        """
        INSERT INTO exchange.partnerships AS p (partnership, last_sequence) VALUES ($1, 1)
        ON CONFLICT (partnership) DO UPDATE SET last_sequence = p.last_sequence + 1 RETURNING last_sequence
        """,
        partnership.Value)!;
}
