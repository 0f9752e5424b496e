using Exchange.Audit;

namespace Exchange.Storage.Sqlite;

/// <summary>
/// The one connection that writes a database, lent to one transaction at a time. After any fault it is thrown away: the next
/// transaction starts on a fresh connection, which first settles what really happened.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="checkpoints">Moves what was written from the write-ahead log into the database; null leaves that to SQLite.</param>
/// <param name="settled">Called when a fresh connection has settled what happened; a transaction of before may show only now.</param>
internal sealed class SqliteWriter(SqliteDatabase database, Checkpointer? checkpoints = null, Action? settled = null) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private SqliteSession? _session;
    private bool _disposed;

    /// <summary>Begins a transaction that locks the database; end it with <see cref="Commit"/> or <see cref="End"/>.</summary>
    /// <exception cref="StoreUnavailableException">Another transaction does not end, or the database cannot be written.</exception>
    public SqliteSession Begin()
    {
        if (!_turn.Wait(Patience))
            throw new StoreUnavailableException("The store is busy with another transaction.");
        try
        {
            return SqliteFaults.Translate(() =>
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                if (_session is null)
                {
                    _session = database.OpenSession(writing: true);
                    checkpoints?.Take(_session);
                    settled?.Invoke();
                }
                _session.Statement("BEGIN IMMEDIATE").Execute();
                return _session;
            });
        }
        catch
        {
            Discard();
            _turn.Release();
            throw;
        }
    }

    /// <summary>Makes the transaction durable. When it throws, whether it is in force is unknown until the next transaction.</summary>
    public void Commit() => SqliteFaults.Translate(() =>
    {
        _session!.Statement("COMMIT").Execute();
        return true;
    });

    /// <summary>Ends the turn; undoes the transaction unless it was committed.</summary>
    public void End(bool committed)
    {
        try
        {
            if (!committed)
                _session?.Execute("ROLLBACK");
            else if (_session is not null)
                checkpoints?.Committed(_session);
        }
        catch (Exception)
        {
            Discard(); // SQLite undid it by itself, or closing the connection does
        }
        _turn.Release();
    }

    /// <summary>Throws the connection away after a fault.</summary>
    public void Discard()
    {
        _session?.Dispose();
        _session = null;
    }

    public void Dispose()
    {
        // A transaction that never ends must not keep the process from stopping; closing the connection undoes it.
        var mine = _turn.Wait(Patience);
        _disposed = true;
        Discard();
        if (mine)
            _turn.Release();
    }
}
