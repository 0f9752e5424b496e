using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Storage.Postgres;

/// <summary>Chunks of documents, beside the records: written in transactions of their own, without keeping the log waiting.</summary>
internal sealed class PostgresDocumentStore(PostgresDatabase database) : IDocumentStore
{
    public Task WriteAsync(
        PartnershipId partnership, DocumentId document, int first, IReadOnlyList<ReadOnlyMemory<byte>> chunks, CancellationToken cancellation)
    {
        var adding = new Statement(
            """
            INSERT INTO exchange.chunks (partnership, document, number, content)
            SELECT $1, $2, $3 + place - 1, content FROM unnest($4::bytea[]) WITH ORDINALITY AS c (content, place)
            """,
            partnership.Value,
            document.Value,
            first,
            chunks.Select(c => c.ToArray()).ToArray());
        return database.WriteAsync(partnership, first == 0 ? [Beginning(partnership, document), adding] : [adding], cancellation);
    }

    public Task<ReadOnlyMemory<byte>?> ReadAsync(PartnershipId partnership, DocumentId document, int number, CancellationToken cancellation) =>
        database.ReadAsync(partnership, async session =>
        {
            await using var row = await session.QueryAsync(
                [
                    new Statement(
                        "SELECT content FROM exchange.chunks WHERE partnership = $1 AND document = $2 AND number = $3",
                        partnership.Value,
                        document.Value,
                        number),
                ],
                last: true,
                cancellation).ConfigureAwait(false);
            return await row.ReadAsync(cancellation).ConfigureAwait(false) ? row.GetFieldValue<byte[]>(0) : (ReadOnlyMemory<byte>?)null;
        }, cancellation);

    public Task RemoveAsync(PartnershipId partnership, DocumentId document, CancellationToken cancellation) => database.WriteAsync(
        partnership,
        [
            new("DELETE FROM exchange.chunks WHERE partnership = $1 AND document = $2", partnership.Value, document.Value),
            new("DELETE FROM exchange.uploads WHERE partnership = $1 AND document = $2", partnership.Value, document.Value),
        ],
        cancellation);

    /// <summary>Removes what no entry tells of and is too old to be an upload that still runs, at whichever gateway.</summary>
    public void RemoveHalfUploads(PartnershipId partnership, TimeSpan after) =>
        database.Write(
            partnership,
            [
                new(
                    """
                    DELETE FROM exchange.chunks AS c USING exchange.uploads AS u
                    WHERE u.partnership = $1 AND u.began_at <= now() - $2::float8 * interval '1 second'
                      AND c.partnership = u.partnership AND c.document = u.document
                      AND NOT EXISTS (SELECT FROM exchange.documents AS d WHERE d.partnership = u.partnership AND d.document = u.document)
                    """,
                    partnership.Value,
                    after.TotalSeconds),
                new(
                    "DELETE FROM exchange.uploads WHERE partnership = $1 AND began_at <= now() - $2::float8 * interval '1 second'",
                    partnership.Value,
                    after.TotalSeconds),
            ]);

    private static Statement Beginning(PartnershipId partnership, DocumentId document) => new(
        "INSERT INTO exchange.uploads (partnership, document) VALUES ($1, $2) ON CONFLICT DO NOTHING", partnership.Value, document.Value);
}
