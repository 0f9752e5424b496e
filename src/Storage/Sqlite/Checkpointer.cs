using Exchange.Audit;

namespace Exchange.Storage.Sqlite;

/// <summary>
/// Moves pages from the write-ahead log into the database beside the connection that writes, on a thread of its own: no transaction waits
/// until they are copied and on the disk.
/// </summary>
/// <remarks>
/// SQLite begins its log anew only when all of it was moved, which never comes while somebody writes on. So most is moved beside the
/// writer, and the writer moves the last few pages itself, between two transactions. What fails is tried again when the log has grown as
/// much again; where that does not help, a commit moves them, as SQLite does by itself, when they are four times as many.
/// </remarks>
/// <param name="database">The database.</param>
/// <param name="enough">How many pages are written before any are moved: most of them are written again by then, and moved once.</param>
internal sealed class Checkpointer(SqliteDatabase database, int enough = Checkpointer.Enough) : IDisposable
{
    private const int Enough = SqliteDatabase.CheckpointBytes / SqliteDatabase.PageSize;

    // So few that moving them takes no longer than a commit or two.
    private const int Few = 48;

    private const int MostPasses = 5;

    private const int Idle = 0, Moving = 1, NearlyDone = 2;

    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(5);

    private readonly AutoResetEvent _wake = new(false);
    private Thread? _thread;
    private int _state;
    private long _written;
    private volatile bool _disposed;

    /// <summary>Takes over from SQLite what a connection that writes would move itself.</summary>
    public void Take(SqliteSession writer) => writer.Script($"PRAGMA wal_autocheckpoint = {4 * enough};");

    /// <summary>The writer committed, and goes on when this returns. Throws nothing: what was committed is, whatever is moved.</summary>
    public void Committed(SqliteSession writer)
    {
        _written += writer.TakePagesWritten();
        switch (Volatile.Read(ref _state))
        {
            case Idle when _written >= enough:
                _written = 0;
                Volatile.Write(ref _state, Moving);
                if (_thread is null && !_disposed)
                    (_thread = new Thread(MoveUntilStopped) { IsBackground = true, Name = "checkpoints" }).Start();
                if (!_disposed)
                    _wake.Set();
                break;
            case NearlyDone:
                _written = 0;
                _ = writer.TryCheckpoint();
                Volatile.Write(ref _state, Idle);
                break;
        }
    }

    public void Dispose()
    {
        if (_disposed)
            return; // a storage that serves under several names is disposed under each
        _disposed = true;
        _wake.Set();
        if (_thread?.Join(StopsWithin) ?? true)
            _wake.Dispose();
    }

    private void MoveUntilStopped()
    {
        SqliteSession? session = null;
        while (_wake.WaitOne() && !_disposed)
        {
            try
            {
                session ??= database.OpenSession(writing: false);
                Volatile.Write(ref _state, MoveMost(session) ? NearlyDone : Idle);
            }
            catch (Exception e) when (SqliteFaults.IsOfTheStore(e) || e is StoreUnavailableException or IOException or UnauthorizedAccessException)
            {
                session?.Dispose();
                session = null;
                Volatile.Write(ref _state, Idle);
            }
        }

        session?.Dispose();
    }

    // Each time the writer adds less than was moved, unless the disk is slower than it.
    private bool MoveMost(SqliteSession session)
    {
        for (var i = 0; i < MostPasses && !_disposed; i++)
        {
            if (session.TryCheckpoint() is not { } left)
                return false;
            if (left <= Few)
                break;
        }

        // So that when the writer moves the last few pages, the disk has only those to take.
        database.Flush();
        return true;
    }
}
