using Exchange.Audit;
using Exchange.Consent;

namespace Exchange.Storage.Sqlite;

/// <summary>The log of every partnership in one file, in the same transactions as the records that its entries tell of.</summary>
internal sealed class SqliteLogStore : ILogStore, ILogCursors, IDisposable
{
    private const int EntriesPerRead = 512;

    private readonly SqliteDatabase _database;
    private readonly RecordsVersion _version;
    private readonly Checkpointer _checkpoints;
    private readonly SqliteWriter _writer;

    private readonly EpochsRead _epochs = new();
    private readonly KnownRows _known = new(TimeSpan.MaxValue); // whoever else writes is seen

    // What the writing connection last saw of the others.
    private (SqliteSession? By, long? Version) _seen;

    public SqliteLogStore(SqliteDatabase database, RecordsVersion version)
    {
        (_database, _version) = (database, version);
        _checkpoints = new Checkpointer(database);
        _writer = new SqliteWriter(database, _checkpoints, version.Move);
    }

    public ILogTransaction Begin(PartnershipId partnership)
    {
        if (partnership.Value.Length == 0)
            throw new ArgumentException("A log belongs to a partnership.", nameof(partnership));
        var session = _writer.Begin();
        try
        {
            var (head, othersWrote) = SqliteFaults.Translate(() => (ReadHead(session, partnership), OthersWrote(session)));
            if (othersWrote)
            {
                _version.Move();
                _known.Clear();
            }

            return new SqliteLogTransaction(_writer, session, _version, _epochs, _known, partnership, head, othersWrote);
        }
        catch
        {
            _writer.Discard();
            _writer.End(committed: false);
            throw;
        }
    }

    public LogHead ReadHead(PartnershipId partnership) => _database.Read(session => LogRows.ReadHead(session, partnership));

    public IReadOnlyList<TreeNode> ReadNodes(PartnershipId partnership, IReadOnlyList<(int Level, long Index)> nodes) =>
        _database.Read(session => LogRows.ReadNodes(session, partnership, nodes));

    public IEnumerable<StoredLeaf> Read(PartnershipId partnership, long from)
    {
        // In pieces: one long read would keep SQLite from ever emptying its write-ahead log.
        while (true)
        {
            var start = from;
            var entries = _database.Read(session => LogRows.ReadEntries(session, partnership, start, EntriesPerRead));
            foreach (var entry in entries)
                yield return entry;
            if (entries.Count < EntriesPerRead)
                yield break;
            from = entries[^1].Index + 1;
        }
    }

    public IReadOnlyList<StoredLeaf> ReadBackwards(PartnershipId partnership, long before, int most) =>
        _database.Read(session => LogRows.ReadEntriesBackwards(session, partnership, before, most));

    long ILogCursors.Read(PartnershipId partnership, string follower) => _database.Read(session => session.Scalar(
        "SELECT next FROM log_cursors WHERE partnership = ?1 AND follower = ?2", partnership.Value, follower) is long next ? next : 0);

    public bool TryMove(PartnershipId partnership, string follower, long from, long to)
    {
        var session = _writer.Begin();
        var committed = false;
        try
        {
            var moved = SqliteFaults.Translate(() => session.Execute(
                """
                INSERT INTO log_cursors (partnership, follower, next) SELECT ?1, ?2, ?4 WHERE ?3 = 0 OR EXISTS
                  (SELECT 1 FROM log_cursors WHERE partnership = ?1 AND follower = ?2)
                ON CONFLICT (partnership, follower) DO UPDATE SET next = excluded.next WHERE log_cursors.next = ?3
                """,
                partnership.Value,
                follower,
                from,
                to)) == 1;
            _writer.Commit();
            committed = true;
            return moved;
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

    public void Dispose()
    {
        _writer.Dispose();
        _checkpoints.Dispose();
    }

    // Nobody else should write the file; if somebody repairs it by hand all the same, that counts from the next entry on.
    private bool OthersWrote(SqliteSession session)
    {
        var before = _seen;
        _seen = (session, session.Statement("PRAGMA data_version").ReadInt64()); // moves with the commits of other connections only
        if (before != _seen)
            _epochs.Forget();
        return before.By == session && before.Version != _seen.Version;
    }

    private static LogHead ReadHead(SqliteSession session, PartnershipId partnership)
    {
        var head = LogRows.ReadHead(session, partnership);
        if (!MerkleTree.IsWellFormed(head) || LogRows.ReadLastEntry(session, partnership) != head.Size - 1)
            throw new StoreUnavailableException("The log's entries do not fit its head; verify it before anything is added.");
        return head;
    }
}
