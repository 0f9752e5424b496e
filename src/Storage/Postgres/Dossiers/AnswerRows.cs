using Exchange.Consent;
using Exchange.Dossiers;
using Npgsql;

namespace Exchange.Storage.Postgres;

/// <summary>The first answers to requests with an idempotency key.</summary>
internal static class AnswerRows
{
    public static Statement Finding(PartnershipId partnership, string partner, string key) => new(
        "SELECT request_digest, response FROM exchange.answers WHERE partnership = $1 AND partner = $2 AND key = $3", partnership.Value, partner, key);

    public static RememberedAnswer Read(NpgsqlDataReader row) => new(row.GetFieldValue<byte[]>(0), row.GetFieldValue<byte[]>(1));

    /// <summary>Keeps an answer; false when the partner used the key before.</summary>
    public static bool TryRemember(PostgresSession session, PartnershipId partnership, AnswerRemembered change) => session.Execute(
        "INSERT INTO exchange.answers (partnership, partner, key, request_digest, response) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        partnership.Value,
        change.Partner,
        change.Key,
        change.RequestDigest,
        change.Response) == 1;
}
