using System.Security.Cryptography;
using Exchange.Consent;
using Exchange.Dossiers;
using Npgsql;

namespace Exchange.Storage.Postgres;

/// <summary>Versions of covenants, their signatures and their activations.</summary>
internal static class CovenantRows
{
    public static Statement ReadingEpoch(PartnershipId partnership) =>
        new("SELECT covenant_epoch FROM exchange.partnerships WHERE partnership = $1", partnership.Value);

    public static Statement ReadingText(PartnershipId partnership, ReadOnlyMemory<byte> digest) =>
        new("SELECT text FROM exchange.covenant_versions WHERE partnership = $1 AND digest = $2", partnership.Value, digest);

    /// <summary>Asks for the epoch and the last digest, the signatures, and the versions: three results.</summary>
    public static IReadOnlyList<Statement> Reading(PartnershipId partnership) =>
    [
        new("SELECT covenant_epoch, covenant_digest FROM exchange.partnerships WHERE partnership = $1", partnership.Value),
        new(
            """
            SELECT digest, replaces, oin, key, jws, public_key, signed_at FROM exchange.covenant_signatures
            WHERE partnership = $1 ORDER BY signed_at, oin, key
            """,
            partnership.Value),
        new(
            """
            SELECT v.digest, v.covenant, v.version, v.from_day, v.until_day, v.signatories, v.proposed_at, v.controller, v.actor, a.number, a.replaces, a.at
            FROM exchange.covenant_versions AS v
            LEFT JOIN exchange.covenant_activations AS a ON a.partnership = v.partnership AND a.digest = v.digest
            WHERE v.partnership = $1 ORDER BY v.proposed_at, v.digest
            """,
            partnership.Value),
    ];

    /// <summary>Reads the three results.</summary>
    public static async Task<CovenantsReading> ReadAsync(NpgsqlDataReader row, CancellationToken cancellation)
    {
        var (epoch, last) = (0L, (ReadOnlyMemory<byte>?)null);
        if (await row.ReadAsync(cancellation).ConfigureAwait(false))
            (epoch, last) = (row.GetInt64(0), Bytes(row, 1));
        await row.NextResultAsync(cancellation).ConfigureAwait(false);
        var found = new List<(string Digest, KeptCovenantSignature Signature)>();
        while (await row.ReadAsync(cancellation).ConfigureAwait(false))
        {
            found.Add((
                Convert.ToHexString(row.GetFieldValue<byte[]>(0)),
                new KeptCovenantSignature(
                    row.GetFieldValue<byte[]>(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetFieldValue<byte[]>(5), Stored.Moment(row.GetInt64(6)))));
        }

        var signatures = found.ToLookup(s => s.Digest, s => s.Signature);
        await row.NextResultAsync(cancellation).ConfigureAwait(false);
        var versions = new List<KeptCovenant>();
        while (await row.ReadAsync(cancellation).ConfigureAwait(false))
        {
            var digest = row.GetFieldValue<byte[]>(0);
            versions.Add(new KeptCovenant(
                digest,
                row.GetString(1),
                row.GetString(2),
                row.GetFieldValue<DateOnly>(3),
                row.IsDBNull(4) ? null : row.GetFieldValue<DateOnly>(4),
                row.GetFieldValue<string[]>(5),
                Stored.Moment(row.GetInt64(6)),
                row.IsDBNull(7) ? null : new CovenantProposer(row.GetString(7), row.GetString(8)))
            {
                Signatures = [.. signatures[Convert.ToHexString(digest)]],
                Activation = row.IsDBNull(9) ? null : new KeptActivation(row.GetInt64(9), Bytes(row, 10), Stored.Moment(row.GetInt64(11))),
            });
        }

        return new CovenantsReading(epoch, last, versions);
    }

    /// <summary>All versions, each with the digest of the text that stands there.</summary>
    public static async Task<IReadOnlyList<RecordedCovenant>> ReadStateAsync(PostgresSession session, PartnershipId partnership, CancellationToken cancellation)
    {
        CovenantsReading reading;
        await using (var row = await session.QueryAsync(Reading(partnership), last: false, cancellation).ConfigureAwait(false))
            reading = await ReadAsync(row, cancellation).ConfigureAwait(false);
        var recorded = new List<RecordedCovenant>(reading.Versions.Count);
        foreach (var version in reading.Versions)
        {
            await using var row = await session.QueryAsync([ReadingText(partnership, version.Digest)], last: false, cancellation).ConfigureAwait(false);
            await row.ReadAsync(cancellation).ConfigureAwait(false);
            recorded.Add(new RecordedCovenant(version, SHA256.HashData(row.GetFieldValue<byte[]>(0))));
        }

        return recorded;
    }

    /// <summary>Keeps a version; false when it is there.</summary>
    public static bool TryKeep(PostgresSession session, PartnershipId partnership, CovenantProposed change) => session.Execute(
        """
        INSERT INTO exchange.covenant_versions
          (partnership, digest, covenant, version, from_day, until_day, signatories, proposed_at, controller, actor, text)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT DO NOTHING
        """,
        partnership.Value,
        change.Version.Digest,
        change.Version.Covenant,
        change.Version.Version,
        change.Version.From,
        change.Version.Until,
        change.Version.Signatories.ToArray(),
        Stored.Moment(change.Version.ProposedAt),
        change.Version.ProposedBy?.Controller,
        change.Version.ProposedBy?.Actor,
        change.Text) == 1;

    /// <summary>Keeps a signature; false when there is one of this key for the same.</summary>
    public static bool TrySign(PostgresSession session, PartnershipId partnership, CovenantSigned change) => session.Execute(
        """
        INSERT INTO exchange.covenant_signatures (partnership, digest, replaces, oin, key, jws, public_key, signed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
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
    public static bool TryActivate(PostgresSession session, PartnershipId partnership, CovenantActivated change) => session.Execute(
        """
        INSERT INTO exchange.covenant_activations (partnership, number, digest, replaces, at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT DO NOTHING
        """,
        partnership.Value,
        PartnershipRows.MoveCovenantEpoch(session, partnership, change.Digest),
        change.Digest,
        change.Replaces,
        Stored.Moment(change.At)) == 1;

    private static ReadOnlyMemory<byte>? Bytes(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? (ReadOnlyMemory<byte>?)null : row.GetFieldValue<byte[]>(column);
}
