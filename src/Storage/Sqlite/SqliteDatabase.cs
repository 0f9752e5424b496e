using System.Collections.Concurrent;
using Exchange.Audit;
using Microsoft.Data.Sqlite;
using Microsoft.Win32.SafeHandles;

namespace Exchange.Storage.Sqlite;

/// <summary>
/// One database file. Its owner holds a lock on the file beside it as long as it lives, so that no second gateway writes; the
/// lock ends with the process, however that ends. Readers take no lock and see committed states only.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    /// <summary>How long a statement waits for another's lock before the store is unavailable, in seconds.</summary>
    private const int BusySeconds = 2;

    /// <summary>Of a new database: a page takes seven entries of the log, where one of half the size takes three.</summary>
    public const int PageSize = 8192;

    /// <summary>How long the write-ahead log grows before its pages go to the database, of which most have been written again by then.</summary>
    public const int CheckpointBytes = 16 << 20;

    private const int MaxIdle = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path;
    private readonly FileStream? _ownership;
    private readonly ConcurrentBag<SqliteSession> _idle = [];

    // Held open as long as the database is. Were the last connection to close after an fsync that failed, the next would recover
    // from the journal what the disk never confirmed, and everybody would read it.
    private SqliteSession? _anchor;

    // Closed behind every connection: closing it takes away the locks that SQLite has on the same file.
    private SafeFileHandle? _file;
    private volatile bool _disposed;

    private SqliteDatabase(string path, FileStream? ownership)
    {
        _path = path;
        _ownership = ownership;
    }

    /// <summary>Whether this process is the only one that writes it.</summary>
    public bool IsOwned => _ownership is not null;

    /// <summary>Opens a database as its owner; makes or migrates it when needed.</summary>
    /// <exception cref="StoreUnavailableException">Another gateway owns it, or it is of another kind or a newer program, or it
    /// cannot be read or written. The message tells a person what to do.</exception>
    public static SqliteDatabase Open(string path, SqliteSchema schema)
    {
        var database = new SqliteDatabase(path, Own(path));
        try
        {
            SqliteFaults.Translate(() =>
            {
                CreateIfMissing(path);
                using (var look = database.OpenSession(writing: false))
                    SqliteMigrator.ReadVersion(look, schema, Path.GetFileName(path)); // refuse before anything is touched
                using var session = database.OpenSession(writing: true);
                SqliteMigrator.Migrate(session, schema, Path.GetFileName(path));
                database._anchor = database.OpenSession(writing: false);
                database._anchor.Scalar("SELECT count(*) FROM sqlite_schema"); // a connection that never read holds on to nothing
            });
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Opens a database for reading, beside its owner or without one.</summary>
    /// <inheritdoc cref="Open" path="/exception"/>
    public static SqliteDatabase OpenReadOnly(string path, SqliteSchema schema)
    {
        if (!File.Exists(path))
            throw new StoreUnavailableException($"There is no {Path.GetFileName(path)} in that folder.");
        var database = new SqliteDatabase(path, null);
        database.Read(session =>
        {
            SqliteMigrator.Check(session, schema, Path.GetFileName(path));
            return true;
        });
        return database;
    }

    /// <summary>A connection of its own, set to be durable: a commit returns when the disk has it.</summary>
    /// <exception cref="StoreUnavailableException">The database is open for reading only.</exception>
    public SqliteSession OpenSession(bool writing)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (writing && _ownership is null)
            throw new StoreUnavailableException("The store is open for reading only.");
        var session = new SqliteSession(new SqliteConnectionStringBuilder
        {
            DataSource = _path,
            Mode = _ownership is null ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = BusySeconds,
        }.ConnectionString);
        try
        {
            session.Script($"PRAGMA busy_timeout = {BusySeconds * 1000};");
            session.Script("PRAGMA trusted_schema = OFF; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;");
            if (writing)
            {
                session.Script($"PRAGMA page_size = {PageSize}; PRAGMA secure_delete = ON; PRAGMA journal_size_limit = 67108864; PRAGMA journal_mode = WAL;");
                session.Script($"PRAGMA wal_autocheckpoint = {CheckpointBytes / PageSize};");
                ThrowIfNotDurable(session);
                SettleJournal(session);
            }
            else
            {
                session.Script("PRAGMA query_only = ON;");
            }
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Reads in one transaction, so that everything read is of one committed state.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read.</exception>
    public T Read<T>(Func<SqliteSession, T> read) => SqliteFaults.Translate(() =>
    {
        if (!_idle.TryTake(out var session))
            session = OpenSession(writing: false);
        try
        {
            session.Execute("BEGIN");
            var result = read(session);
            session.Execute("COMMIT");
            GiveBack(session);
            return result;
        }
        catch
        {
            session.Dispose(); // with whatever state it is in
            throw;
        }
    });

    /// <summary>Has the disk confirm what was moved into the database file, which SQLite itself asks for only when all was moved.</summary>
    /// <exception cref="IOException">The disk did not.</exception>
    public void Flush()
    {
        _file ??= File.OpenHandle(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.FlushToDisk(_file);
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var session))
            session.Dispose();
        _anchor?.Dispose();
        _file?.Dispose();
        _ownership?.Dispose();
    }

    private void GiveBack(SqliteSession session)
    {
        if (_disposed || _idle.Count >= MaxIdle)
            session.Dispose();
        else
            _idle.Add(session);
    }

    private static FileStream Own(string path)
    {
        try
        {
            return OpenAsOwner(path + ".lock", FileMode.OpenOrCreate);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(
                $"Another gateway owns {Path.GetFileName(path)}, or its lock file cannot be written. Stop the other one, or choose another folder.", e);
        }
    }

    private static void CreateIfMissing(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: > 0 })
            return;
        // SQLite would throw the journal away and begin anew: a log that silently starts over.
        if (new FileInfo(path + "-wal") is { Exists: true, Length: > 0 })
        {
            throw new StoreUnavailableException(
                $"{Path.GetFileName(path)} is missing or empty but its -wal file is there. Put the database back from its backup.");
        }
        if (File.Exists(path))
            return;
        try
        {
            OpenAsOwner(path, FileMode.CreateNew).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"{Path.GetFileName(path)} cannot be made in that folder.", e);
        }
    }

    /// <summary>
    /// Moves what the write-ahead log holds into the database, and has the disk confirm it, before anything is added.
    /// </summary>
    /// <remarks>
    /// After an fsync that failed, Linux keeps the pages that it could not write and calls them clean. What was recovered from
    /// such a journal is readable and yet not on the disk; entries added behind it would be lost with it when the power fails,
    /// although their own fsync succeeded.
    /// </remarks>
    private static void SettleJournal(SqliteSession session)
    {
        if (session.Scalar("PRAGMA wal_checkpoint(TRUNCATE)") is not 0L)
            throw new StoreUnavailableException("The store is locked or being read for too long; its journal cannot be settled.");
    }

    private static FileStream OpenAsOwner(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }

    private static void ThrowIfNotDurable(SqliteSession session)
    {
        var isDurable = session.Scalar("PRAGMA synchronous") is 2L
            && session.Scalar("PRAGMA journal_mode") is "wal"
            && session.Scalar("PRAGMA foreign_keys") is 1L;
        if (!isDurable)
            throw new StoreUnavailableException("SQLite does not take the settings that make commits durable here; use a local disk.");
    }
}
