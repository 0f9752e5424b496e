using Exchange.Audit;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Storage.Sqlite;

/// <summary>Chunks of documents, in a file of their own: large, and written beside the log without keeping it waiting.</summary>
internal sealed class SqliteDocumentStore(SqliteDatabase database) : IDocumentStore, IDisposable
{
    private readonly SqliteWriter _writer = new(database);

    public Task WriteAsync(
        PartnershipId partnership, DocumentId document, int first, IReadOnlyList<ReadOnlyMemory<byte>> chunks, CancellationToken cancellation) =>
        Run(() => Write(session =>
        {
            for (var i = 0; i < chunks.Count; i++)
            {
                session.Execute(
                    "INSERT INTO chunks (partnership, document, number, content) VALUES (?1, ?2, ?3, ?4)",
                    partnership.Value,
                    document.Value,
                    first + i,
                    chunks[i]);
            }
        }), cancellation);

    public Task<ReadOnlyMemory<byte>?> ReadAsync(PartnershipId partnership, DocumentId document, int number, CancellationToken cancellation) =>
        Run(() => database.Read(session => session.Scalar(
            "SELECT content FROM chunks WHERE partnership = ?1 AND document = ?2 AND number = ?3",
            partnership.Value,
            document.Value,
            number) is byte[] content ? content : (ReadOnlyMemory<byte>?)null), cancellation);

    public Task RemoveAsync(PartnershipId partnership, DocumentId document, CancellationToken cancellation) =>
        Run(() => Remove(partnership.Value, document.Value), cancellation);

    /// <summary>Removes what no entry tells of: uploads that ended half, also by a kill.</summary>
    /// <param name="isKnown">Whether the records know of a document of a partnership.</param>
    public void RemoveUnknown(Func<string, string, bool> isKnown)
    {
        var stored = database.Read(session =>
        {
            var found = new List<(string Partnership, string Document)>();
            using var row = session.Query("SELECT DISTINCT partnership, document FROM chunks");
            while (row.Read())
                found.Add((row.GetString(0), row.GetString(1)));
            return found;
        });
        foreach (var (partnership, document) in stored.Where(d => !isKnown(d.Partnership, d.Document)))
            Remove(partnership, document);
    }

    public void Dispose() => _writer.Dispose();

    private bool Remove(string partnership, string document) => Write(
        session => session.Execute("DELETE FROM chunks WHERE partnership = ?1 AND document = ?2", partnership, document));

    private bool Write(Action<SqliteSession> write)
    {
        var session = _writer.Begin();
        var committed = false;
        try
        {
            SqliteFaults.Translate(() => write(session));
            _writer.Commit();
            committed = true;
            return true;
        }
        catch (StoreUnavailableException)
        {
            _writer.Discard();
            throw;
        }
        finally
        {
            _writer.End(committed);
        }
    }

    // On the calling thread, as all of SQLite is.
    private static Task<T> Run<T>(Func<T> work, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellation);
        try
        {
            return Task.FromResult(work());
        }
        catch (Exception e)
        {
            return Task.FromException<T>(e);
        }
    }
}
