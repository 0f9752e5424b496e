using Exchange.Consent;

namespace Exchange.Storage.Sqlite;

/// <summary>What a partnership has one of: its epoch, its covenant, its counts of sections and requests.</summary>
internal static class PartnershipRows
{
    public static long ReadEpoch(SqliteSession session, PartnershipId partnership) =>
        session.Scalar("SELECT epoch FROM partnerships WHERE partnership = ?1", partnership.Value) is long epoch ? epoch : 0;

    public static byte[]? ReadCovenantDigest(SqliteSession session, PartnershipId partnership) =>
        session.Scalar("SELECT covenant_digest FROM partnerships WHERE partnership = ?1", partnership.Value) as byte[];

    public static bool MoveEpoch(SqliteSession session, PartnershipId partnership)
    {
        session.Execute(
            "INSERT INTO partnerships (partnership, epoch) VALUES (?1, 1) ON CONFLICT (partnership) DO UPDATE SET epoch = epoch + 1",
            partnership.Value);
        return true;
    }

    /// <summary>How often a covenant was activated.</summary>
    public static long ReadCovenantEpoch(SqliteSession session, PartnershipId partnership) =>
        session.Scalar("SELECT covenant_epoch FROM partnerships WHERE partnership = ?1", partnership.Value) is long epoch ? epoch : 0;

    /// <summary>Another covenant was activated; gives how often that makes it.</summary>
    public static long MoveCovenantEpoch(SqliteSession session, PartnershipId partnership, ReadOnlyMemory<byte> digest) => (long)session.Scalar(
        """
        INSERT INTO partnerships (partnership, epoch, covenant_epoch, covenant_digest) VALUES (?1, 1, 1, ?2)
        ON CONFLICT (partnership) DO UPDATE
          SET epoch = epoch + 1, covenant_epoch = covenant_epoch + 1, covenant_digest = excluded.covenant_digest
        RETURNING covenant_epoch
        """,
        partnership.Value,
        digest)!;

    /// <summary>The next place for a request, never given twice.</summary>
    public static long TakeRequestSequence(SqliteSession session, PartnershipId partnership) => (long)session.Scalar(
        "INSERT INTO partnerships (partnership, last_request) VALUES (?1, 1) ON CONFLICT (partnership) DO UPDATE SET last_request = last_request + 1 RETURNING last_request",
        partnership.Value)!;

    /// <summary>The next place for a section, never given twice.</summary>
    public static long TakeSequence(SqliteSession session, PartnershipId partnership) => (long)session.Scalar(
        "INSERT INTO partnerships (partnership, last_sequence) VALUES (?1, 1) ON CONFLICT (partnership) DO UPDATE SET last_sequence = last_sequence + 1 RETURNING last_sequence",
        partnership.Value)!;
}
