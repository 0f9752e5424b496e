using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Storage.Sqlite;

/// <summary>The first answers to requests with an idempotency key.</summary>
internal static class AnswerRows
{
    public static RememberedAnswer? Find(SqliteSession session, PartnershipId partnership, string partner, string key)
    {
        using var row = session.Query(
            "SELECT request_digest, response FROM answers WHERE partnership = ?1 AND partner = ?2 AND key = ?3", partnership.Value, partner, key);
        return row.Read() ? new RememberedAnswer(row.GetFieldValue<byte[]>(0), row.GetFieldValue<byte[]>(1)) : null;
    }

    /// <summary>Keeps an answer; false when the partner used the key before.</summary>
    public static bool TryRemember(SqliteSession session, PartnershipId partnership, AnswerRemembered change) => session.Execute(
        "INSERT INTO answers (partnership, partner, key, request_digest, response) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
        partnership.Value,
        change.Partner,
        change.Key,
        change.RequestDigest,
        change.Response) == 1;
}
