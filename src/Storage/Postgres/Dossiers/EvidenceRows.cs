using Exchange.Consent;
using Exchange.Dossiers;
using Npgsql;

namespace Exchange.Storage.Postgres;

/// <summary>Signed requests, each under what it is evidence of.</summary>
internal static class EvidenceRows
{
    public static Statement Finding(PartnershipId partnership, EvidencePlace place) => new(
        "SELECT case_id, jws, public_key FROM exchange.evidence WHERE partnership = $1 AND kind = $2 AND id = $3 AND version = $4",
        partnership.Value,
        place.Kind,
        place.Id,
        place.Version);

    public static (CaseId Case, KeptEvidence Evidence) Read(NpgsqlDataReader row) =>
        (new CaseId(row.GetString(0)), new KeptEvidence(row.GetFieldValue<byte[]>(1), row.GetFieldValue<byte[]>(2)));

    /// <summary>Keeps evidence; false when there is some for this place already.</summary>
    public static bool TryKeep(PostgresSession session, PartnershipId partnership, EvidenceKept change) => session.Execute(
        """
        INSERT INTO exchange.evidence (partnership, kind, id, version, case_id, jws, public_key) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT DO NOTHING
        """,
        partnership.Value,
        change.Place.Kind,
        change.Place.Id,
        change.Place.Version,
        change.Case.Value,
        change.Evidence.EncryptedJws,
        change.Evidence.PublicKey) == 1;
}
