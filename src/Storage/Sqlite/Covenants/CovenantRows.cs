using System.Security.Cryptography;
using Exchange.Consent;
using Exchange.Dossiers;
using Microsoft.Data.Sqlite;

namespace Exchange.Storage.Sqlite;

/// <summary>Versions of covenants, their signatures and their activations.</summary>
internal static class CovenantRows
{
    private const string Columns = "v.digest, v.covenant, v.version, v.from_day, v.until_day, v.signatories, v.proposed_at, v.controller, v.actor, a.number, a.replaces, a.at";

    public static CovenantsReading Read(SqliteSession session, PartnershipId partnership) => new(
        PartnershipRows.ReadCovenantEpoch(session, partnership),
        PartnershipRows.ReadCovenantDigest(session, partnership) is { } digest ? digest : (ReadOnlyMemory<byte>?)null,
        ReadVersions(session, partnership));

    public static byte[]? ReadText(SqliteSession session, PartnershipId partnership, ReadOnlyMemory<byte> digest) =>
        session.Scalar("SELECT text FROM covenant_versions WHERE partnership = ?1 AND digest = ?2", partnership.Value, digest) as byte[];

    /// <summary>All versions, each with the digest of the text that stands there.</summary>
    public static IReadOnlyList<RecordedCovenant> ReadState(SqliteSession session, PartnershipId partnership) =>
    [
        .. ReadVersions(session, partnership).Select(v => new RecordedCovenant(v, SHA256.HashData(ReadText(session, partnership, v.Digest)!))),
    ];

    /// <summary>Keeps a version; false when it is there.</summary>
    public static bool TryKeep(SqliteSession session, PartnershipId partnership, CovenantProposed change) => session.Execute(
        """
        INSERT INTO covenant_versions (partnership, digest, covenant, version, from_day, until_day, signatories, proposed_at, controller, actor, text)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        ON CONFLICT DO NOTHING
        """,
        partnership.Value,
        change.Version.Digest,
        change.Version.Covenant,
        change.Version.Version,
        Stored.Day(change.Version.From),
        change.Version.Until is { } until ? Stored.Day(until) : null,
        string.Join(' ', change.Version.Signatories),
        Stored.Moment(change.Version.ProposedAt),
        change.Version.ProposedBy?.Controller,
        change.Version.ProposedBy?.Actor,
        change.Text) == 1;

    /// <summary>Keeps a signature; false when there is one of this key for the same.</summary>
    public static bool TrySign(SqliteSession session, PartnershipId partnership, CovenantSigned change) => session.Execute(
        """
        INSERT INTO covenant_signatures (partnership, digest, replaces, oin, key, jws, public_key, signed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        ON CONFLICT DO NOTHING
        """,
        partnership.Value,
        change.Digest,
        change.Signature.Replaces,
        change.Signature.Oin,
        change.Signature.KeyId,
        change.Signature.Jws,
        change.Signature.PublicKey,
        Stored.Moment(change.Signature.SignedAt)) == 1;

    /// <summary>Activates a version, and moves the epochs; false when it was activated before.</summary>
    public static bool TryActivate(SqliteSession session, PartnershipId partnership, CovenantActivated change) => session.Execute(
        "INSERT INTO covenant_activations (partnership, number, digest, replaces, at) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
        partnership.Value,
        PartnershipRows.MoveCovenantEpoch(session, partnership, change.Digest),
        change.Digest,
        change.Replaces,
        Stored.Moment(change.At)) == 1;

    private static List<KeptCovenant> ReadVersions(SqliteSession session, PartnershipId partnership)
    {
        var signatures = ReadSignatures(session, partnership);
        var versions = new List<KeptCovenant>();
        using var row = session.Query(
            $"""
            SELECT {Columns} FROM covenant_versions AS v
            LEFT JOIN covenant_activations AS a ON a.partnership = v.partnership AND a.digest = v.digest
            WHERE v.partnership = ?1 ORDER BY v.proposed_at, v.digest
            """,
            partnership.Value);
        while (row.Read())
        {
            var digest = row.GetFieldValue<byte[]>(0);
            versions.Add(new KeptCovenant(
                digest,
                row.GetString(1),
                row.GetString(2),
                Stored.Day(row.GetString(3)),
                row.IsDBNull(4) ? null : Stored.Day(row.GetString(4)),
                row.GetString(5).Split(' ', StringSplitOptions.RemoveEmptyEntries),
                Stored.Moment(row.GetInt64(6)),
                row.IsDBNull(7) ? null : new CovenantProposer(row.GetString(7), row.GetString(8)))
            {
                Signatures = [.. signatures[Convert.ToHexString(digest)]],
                Activation = row.IsDBNull(9) ? null : new KeptActivation(row.GetInt64(9), Bytes(row, 10), Stored.Moment(row.GetInt64(11))),
            });
        }

        return versions;
    }

    private static ILookup<string, KeptCovenantSignature> ReadSignatures(SqliteSession session, PartnershipId partnership)
    {
        var signatures = new List<(string Digest, KeptCovenantSignature Signature)>();
        using var row = session.Query(
            """
            SELECT digest, replaces, oin, key, jws, public_key, signed_at FROM covenant_signatures
            WHERE partnership = ?1 ORDER BY signed_at, oin, key
            """,
            partnership.Value);
        while (row.Read())
        {
            signatures.Add((
                Convert.ToHexString(row.GetFieldValue<byte[]>(0)),
                new KeptCovenantSignature(
                    row.GetFieldValue<byte[]>(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetFieldValue<byte[]>(5), Stored.Moment(row.GetInt64(6)))));
        }

        return signatures.ToLookup(s => s.Digest, s => s.Signature);
    }

    private static ReadOnlyMemory<byte>? Bytes(SqliteDataReader row, int column) => row.IsDBNull(column) ? (ReadOnlyMemory<byte>?)null : row.GetFieldValue<byte[]>(column);
}
