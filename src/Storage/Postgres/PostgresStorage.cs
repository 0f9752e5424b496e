using Exchange.Audit;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Storage.Postgres;

/// <summary>
/// Storage that several gateways share: one PostgreSQL database with the records, the log and the documents, and another with the
/// wrapped keys. See docs/storage.md.
/// </summary>
public sealed class PostgresStorage : IStorage
{
    private const long AloneLock = 0x4558_4348_414C_4F4E;

    private readonly PostgresDatabase _records;
    private readonly PostgresDatabase _keys;
    private readonly PostgresDocumentStore _documents;
    private readonly PostgresLogStore _log;
    private readonly TimeSpan _halfUploadsAfter;

    private PostgresStorage(PostgresDatabase records, PostgresDatabase keys, PostgresOptions options)
    {
        (_records, _keys, _halfUploadsAfter) = (records, keys, options.HalfUploadsAfter);
        _documents = new PostgresDocumentStore(records);
        var dossiers = new PostgresDossierStore(records);
        (Dossiers, ActiveCases) = (dossiers, dossiers);
        Covenants = new PostgresCovenantStore(records);
        _log = new PostgresLogStore(records, options.IndexKnownFor);
        Index = new PostgresLogIndex(records);
        Cursors = new PostgresLogCursors(records);
        Keys = new PostgresKeyStore(keys);
    }

    /// <inheritdoc/>
    public IDossierStore Dossiers { get; }

    /// <inheritdoc/>
    public IActiveCaseStore ActiveCases { get; }

    /// <inheritdoc/>
    public ICovenantStore Covenants { get; }

    /// <inheritdoc/>
    public IDocumentStore Documents => _documents;

    /// <inheritdoc/>
    public ILogStore Log => _log;

    /// <inheritdoc/>
    public ILogIndex Index { get; }

    /// <inheritdoc/>
    public ILogCursors Cursors { get; }

    /// <inheritdoc/>
    public IKeyStore Keys { get; }

    /// <summary>Opens both databases, beside whoever else has them open; migrates them when the owner's connection strings are given.</summary>
    /// <exception cref="StoreUnavailableException">
    /// A database cannot be reached, is of another kind, of an older or a newer program, its commits would not be durable, or its role
    /// may do too much. The message is a sentence that a person can act on.
    /// </exception>
    public static PostgresStorage Open(PostgresOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var records = PostgresDatabase.Open(options.Records, options.RecordsOwner, PostgresSchema.Records);
        PostgresDatabase? keys = null;
        try
        {
            keys = PostgresDatabase.Open(options.Keys, options.KeysOwner, PostgresSchema.Keys);
            var storage = new PostgresStorage(records, keys, options);
            storage.ThrowIfNotReady();
            return storage;
        }
        catch
        {
            keys?.Dispose();
            records.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void ThrowIfNotReady()
    {
        _records.ThrowIfNotDurable();
        _keys.ThrowIfNotDurable();
    }

    /// <inheritdoc/>
    public void RemoveHalfUploads(IEnumerable<PartnershipId> partnerships)
    {
        ArgumentNullException.ThrowIfNull(partnerships);
        foreach (var partnership in partnerships)
            _documents.RemoveHalfUploads(partnership, _halfUploadsAfter);
    }

    /// <summary>Does something while no other gateway on these databases does such a thing; a matter of seconds at most.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached, or another gateway does not come to an end.</exception>
    public void RunAlone(Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        _keys.Read(default, session =>
        {
            session.Scalar("SELECT 1 FROM pg_advisory_xact_lock($1)", AloneLock);
            work();
            return true;
        });
    }

    /// <summary>Closes all connections. Stop the <see cref="AuditLog"/> first.</summary>
    public void Dispose()
    {
        _log.Dispose();
        _records.Dispose();
        _keys.Dispose();
    }
}
