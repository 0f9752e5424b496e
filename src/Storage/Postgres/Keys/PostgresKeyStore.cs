using Exchange.Audit;
using Exchange.Consent;
using Exchange.Keys;
using Npgsql;

namespace Exchange.Storage.Postgres;

/// <summary>Wrapped keys, in a database of their own.</summary>
internal sealed class PostgresKeyStore(PostgresDatabase database) : IKeyStore
{
    public WrappedKey? Find(PartnershipId partnership, KeyName name) => Read(partnership, ByName(partnership, name));

    public WrappedKey? FindById(PartnershipId partnership, string id) => Read(
        partnership, new Statement("SELECT id, wrapped, kind, scope FROM exchange.keys WHERE partnership = $1 AND id = $2", partnership.Value, id));

    public IReadOnlyList<KeyName> List(PartnershipId partnership, KeyKind kind) => Translate(() => database.Read(partnership, session =>
    {
        var names = new List<KeyName>();
        using var row = session.Query("SELECT scope FROM exchange.keys WHERE partnership = $1 AND kind = $2", partnership.Value, (int)kind);
        while (row.Read())
            names.Add(new KeyName(kind, row.GetString(0)));
        return names;
    }));

    public WrappedKey AddOrGet(PartnershipId partnership, WrappedKey key) => Translate(() => PostgresFaults.Translate(() =>
        database.BeginWriting(partnership, session =>
        {
            using (session)
            {
                session.Execute(
                    "INSERT INTO exchange.keys (partnership, kind, scope, id, wrapped) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
                    partnership.Value,
                    (int)key.Name.Kind,
                    key.Name.Scope,
                    key.Id,
                    key.Wrapped);
                WrappedKey? kept;
                using (var row = session.Query(ByName(partnership, key.Name))) // sees the key for which the statement before waited
                    kept = ReadKey(row);
                if (kept is null)
                    throw new StoreUnavailableException("The key's id is taken.");
                session.Commit();
                return kept;
            }
        })));

    public void Destroy(PartnershipId partnership, string id) => Translate(() =>
    {
        database.Write(partnership, [new Statement("DELETE FROM exchange.keys WHERE partnership = $1 AND id = $2", partnership.Value, id)]);
        return true;
    });

    // What is encrypted under a key that may yet be lost would be lost with it.
    private WrappedKey? Read(PartnershipId partnership, Statement statement) => Translate(() => database.ReadConfirmed(partnership, session =>
    {
        using var row = session.Query(statement);
        return ReadKey(row);
    }));

    private static Statement ByName(PartnershipId partnership, KeyName name) => new(
        "SELECT id, wrapped, kind, scope FROM exchange.keys WHERE partnership = $1 AND kind = $2 AND scope = $3",
        partnership.Value,
        (int)name.Kind,
        name.Scope);

    private static WrappedKey? ReadKey(NpgsqlDataReader row) => row.Read()
        ? new WrappedKey(row.GetString(0), new KeyName(checked((KeyKind)row.GetInt32(2)), row.GetString(3)), row.GetFieldValue<byte[]>(1))
        : null;

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
