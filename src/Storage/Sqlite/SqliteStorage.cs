using Exchange.Audit;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Storage.Sqlite;

/// <summary>
/// The embedded storage of one gateway: <c>exchange.db</c> with the records and the log, <c>documents.db</c> beside it with what
/// documents say, and <c>keys.db</c> with the wrapped keys, which may lie in a folder of its own. See docs/storage.md.
/// </summary>
public sealed class SqliteStorage : IStorage
{
    private const string RecordsFile = "exchange.db", DocumentsFile = "documents.db", KeysFile = "keys.db";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly SqliteDatabase _records;
    private readonly SqliteDatabase? _documents;
    private readonly SqliteDatabase? _keys;
    private readonly SqliteLogStore _logStore;
    private readonly SqliteDocumentStore? _documentStore;
    private readonly SqliteKeyStore? _keyStore;

    private SqliteStorage(SqliteDatabase records, SqliteDatabase? documents, SqliteDatabase? keys)
    {
        (_records, _documents, _keys) = (records, documents, keys);
        var version = new RecordsVersion();
        _logStore = new SqliteLogStore(records, version);
        Index = new SqliteLogIndex(records);
        _documentStore = documents is null ? null : new SqliteDocumentStore(documents);
        _keyStore = keys is null ? null : new SqliteKeyStore(keys);
        var dossiers = new SqliteDossierStore(records, version);
        (Dossiers, ActiveCases) = (dossiers, dossiers);
        Covenants = new SqliteCovenantStore(records, version);
    }

    /// <inheritdoc/>
    public IDossierStore Dossiers { get; }

    /// <inheritdoc/>
    public IActiveCaseStore ActiveCases { get; }

    /// <inheritdoc/>
    public ICovenantStore Covenants { get; }

    /// <inheritdoc/>
    public ILogStore Log => _logStore;

    /// <inheritdoc/>
    public ILogIndex Index { get; }

    /// <inheritdoc/>
    public ILogCursors Cursors => _logStore;

    /// <inheritdoc/>
    public IDocumentStore Documents =>
        _documentStore ?? throw new StoreUnavailableException("The store is open for reading only, without its documents.");

    /// <summary>The wrapped keys.</summary>
    /// <exception cref="StoreUnavailableException">The storage was opened without its keys.</exception>
    public IKeyStore Keys => _keyStore ?? throw new StoreUnavailableException("The store is open without its keys.");

    /// <summary>Opens the storage as its only owner; makes folders and files that are missing, and migrates older ones.</summary>
    /// <param name="folder">Where the records and the log are.</param>
    /// <param name="keysFolder">Where the keys are; the same folder when null.</param>
    /// <exception cref="StoreUnavailableException">
    /// Another gateway owns it, one of the files is missing, a file is of another kind or a newer program, or the disk
    /// refuses. The message is a sentence that a person can act on.
    /// </exception>
    public static SqliteStorage Open(string folder, string? keysFolder = null)
    {
        var (records, keys) = (Path.Combine(MakeFolder(folder), RecordsFile), Path.Combine(MakeFolder(keysFolder ?? folder), KeysFile));
        var documents = Path.Combine(MakeFolder(folder), DocumentsFile);
        // A log without its keys, or keys without their log, is a restore gone half: never begin the other half anew.
        var (hadRecords, hadDocuments, hadKeys) = (IsThere(records), IsThere(documents), IsThere(keys));
        SqliteDatabase? recordsDatabase = null, documentsDatabase = null, keysDatabase = null;
        SqliteStorage? storage = null;
        try
        {
            recordsDatabase = hadRecords || !(hadKeys || hadDocuments) ? SqliteDatabase.Open(records, SqliteSchema.Records) : null;
            if (hadRecords && !hadKeys && !IsEmpty(recordsDatabase!, "log_heads"))
                throw Missing(RecordsFile, "a log", KeysFile);
            if (hadRecords && !hadDocuments && !IsEmpty(recordsDatabase!, "documents"))
                throw Missing(RecordsFile, "documents", DocumentsFile);
            keysDatabase = SqliteDatabase.Open(keys, SqliteSchema.Keys);
            if (hadKeys && !hadRecords && !IsEmpty(keysDatabase, "keys"))
                throw Missing(KeysFile, "keys", RecordsFile);
            documentsDatabase = SqliteDatabase.Open(documents, SqliteSchema.Documents);
            if (hadDocuments && !hadRecords && !IsEmpty(documentsDatabase, "chunks"))
                throw Missing(DocumentsFile, "documents", RecordsFile);
            recordsDatabase ??= SqliteDatabase.Open(records, SqliteSchema.Records);
            storage = new SqliteStorage(recordsDatabase, documentsDatabase, keysDatabase);
            storage.RemoveHalfUploads();
            return storage;
        }
        catch
        {
            storage?._documentStore?.Dispose();
            keysDatabase?.Dispose();
            documentsDatabase?.Dispose();
            recordsDatabase?.Dispose();
            throw;
        }
    }

    /// <summary>Opens the storage for reading, beside the gateway that owns it or without one. Nothing is made or migrated.</summary>
    /// <inheritdoc cref="Open" path="/param"/>
    /// <inheritdoc cref="Open" path="/exception"/>
    public static SqliteStorage OpenReadOnly(string folder, string? keysFolder = null)
    {
        var records = SqliteDatabase.OpenReadOnly(Path.Combine(folder, RecordsFile), SqliteSchema.Records);
        try
        {
            return new SqliteStorage(records, null, SqliteDatabase.OpenReadOnly(Path.Combine(keysFolder ?? folder, KeysFile), SqliteSchema.Keys));
        }
        catch
        {
            records.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void ThrowIfNotReady()
    {
        // Every connection that writes looked at it when it was opened, and nobody else can change it.
    }

    /// <inheritdoc/>
    public void RemoveHalfUploads(IEnumerable<PartnershipId> partnerships)
    {
        // All there were are gone since the start: nobody else uploads into these files.
    }

    /// <summary>The same without the keys: who only looks at the log, where what is sealed stays sealed, needs none.</summary>
    /// <inheritdoc cref="OpenReadOnly" path="/exception"/>
    public static SqliteStorage OpenWithoutKeys(string folder) =>
        new(SqliteDatabase.OpenReadOnly(Path.Combine(folder, RecordsFile), SqliteSchema.Records), null, null);

    /// <summary>Closes the files and gives up the ownership. Stop the <see cref="AuditLog"/> first.</summary>
    public void Dispose()
    {
        _logStore.Dispose();
        _documentStore?.Dispose();
        _keyStore?.Dispose();
        _records.Dispose();
        _documents?.Dispose();
        _keys?.Dispose();
    }

    private void RemoveHalfUploads() => _documentStore!.RemoveUnknown(
        (partnership, document) => _records.Read(session => DocumentRows.IsKnown(session, partnership, document)));

    private static StoreUnavailableException Missing(string file, string what, string missing) =>
        new($"{file} holds {what} but {missing} is missing. Put it back from its backup.");

    private static string MakeFolder(string folder)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && !Directory.Exists(folder))
                Directory.CreateDirectory(folder, OwnerOnly);
            return Directory.CreateDirectory(folder).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException("The data folder cannot be made.", e);
        }
    }

    private static bool IsThere(string path) => new FileInfo(path) is { Exists: true, Length: > 0 };

    private static bool IsEmpty(SqliteDatabase database, string table) =>
        database.Read(session => session.Scalar($"SELECT 1 FROM {table} LIMIT 1") is null);
}
