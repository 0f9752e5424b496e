using Exchange.Audit;
using Exchange.Consent;
using Exchange.Keys;
using Microsoft.Data.Sqlite;

namespace Exchange.Storage.Sqlite;

/// <summary>Wrapped keys, in a file of their own.</summary>
internal sealed class SqliteKeyStore(SqliteDatabase database) : IKeyStore, IDisposable
{
    private readonly SqliteWriter _writer = new(database);

    public WrappedKey? Find(PartnershipId partnership, KeyName name) =>
        Translate(() => database.Read(session => Find(session, partnership, name)));

    public WrappedKey? FindById(PartnershipId partnership, string id) => Translate(() => database.Read(session =>
    {
        using var row = session.Query("SELECT id, wrapped, kind, scope FROM keys WHERE partnership = ?1 AND id = ?2", partnership.Value, id);
        return row.Read() ? Key(row, new KeyName((KeyKind)row.GetByte(2), row.GetString(3))) : null;
    }));

    public IReadOnlyList<KeyName> List(PartnershipId partnership, KeyKind kind) => Translate(() => database.Read(session =>
    {
        var names = new List<KeyName>();
        using var row = session.Query("SELECT scope FROM keys WHERE partnership = ?1 AND kind = ?2", partnership.Value, (int)kind);
        while (row.Read())
            names.Add(new KeyName(kind, row.GetString(0)));
        return names;
    }));

    public WrappedKey AddOrGet(PartnershipId partnership, WrappedKey key) => Write(session =>
    {
        session.Execute(
            "INSERT INTO keys (partnership, kind, scope, id, wrapped) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
            partnership.Value,
            (int)key.Name.Kind,
            key.Name.Scope,
            key.Id,
            key.Wrapped);
        return Find(session, partnership, key.Name) ?? throw new StoreUnavailableException("The key's id is taken.");
    });

    public void Destroy(PartnershipId partnership, string id) => Write(session =>
    {
        session.Execute("PRAGMA secure_delete = ON"); // what is deleted is overwritten
        return session.Execute("DELETE FROM keys WHERE partnership = ?1 AND id = ?2", partnership.Value, id);
    });

    public void Dispose() => _writer.Dispose();

    private T Write<T>(Func<SqliteSession, T> write) => Translate(() =>
    {
        var session = _writer.Begin();
        var committed = false;
        try
        {
            var written = SqliteFaults.Translate(() => write(session));
            _writer.Commit();
            committed = true;
            return written;
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
    });

    // Reads the first row that does not come before the name, whosever it is: a row takes longer to read than that there is none, and how
    // long a refusal takes must not tell whether there is such a case.
    private static WrappedKey? Find(SqliteSession session, PartnershipId partnership, KeyName name)
    {
        using var row = session.Query(
            "SELECT id, wrapped, scope FROM keys WHERE partnership = ?1 AND kind = ?2 AND scope >= ?3 ORDER BY scope LIMIT 1",
            partnership.Value,
            (int)name.Kind,
            name.Scope);
        if (!row.Read())
            return null;
        var (key, isOfName) = (Key(row, name), row.GetString(2) == name.Scope);
        return isOfName ? key : null;
    }

    private static WrappedKey Key(SqliteDataReader row, KeyName name) => new(row.GetString(0), name, row.GetFieldValue<byte[]>(1));

    // The keys' own contract knows no log, so its fault is an IOException.
    private static T Translate<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (StoreUnavailableException e)
        {
            throw new IOException("The key store cannot be read or written.", e);
        }
    }
}
