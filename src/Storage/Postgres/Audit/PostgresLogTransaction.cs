using System.Diagnostics;
using System.Security.Cryptography;
using Exchange.Audit;
using Exchange.Consent;

namespace Exchange.Storage.Postgres;

/// <summary>One transaction on the log and the records. Every change of an entry stands in a savepoint of its own.</summary>
/// <remarks>
/// It begins with the lock on the head or, where this gateway was alone until now, with the head that it left: then nothing is asked of the
/// server before the commit, which checks that head, unless there are changes to apply or index rows to add that not every batch has.
/// </remarks>
internal sealed class PostgresLogTransaction(
    PostgresDatabase database,
    PostgresSession session,
    PartnershipId partnership,
    LogHead head,
    bool isLocked,
    KnownEpochs epochs,
    KnownRows known,
    LeafBuffer buffer,
    Action ended)
    : ILogTransaction
{
    /// <summary>How long is looked for what became of a commit; the callers wait meanwhile.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly List<StoredLeaf> _leaves = [];
    private readonly List<TreeNode> _nodes = [];
    private readonly List<(long Entry, IndexedEntry Index)> _index = [];
    private readonly KnownRows.InTransaction _known = known.Begin(partnership);
    private bool _isLocked = isLocked;
    private bool _isUsed = isLocked;
    private bool _hasMoved;
    private bool _ended;
    private bool _committed;
    private bool _disposed;

    public LogHead Head { get; } = head;

    /// <summary>Locks a log and reads its head, and with it the partnership's epoch.</summary>
    /// <exception cref="StoreUnavailableException">The entries do not fit the head.</exception>
    public static LogHead LockHead(PostgresSession session, PartnershipId partnership, KnownEpochs epochs)
    {
        using var row = session.Query(LogRows.Locking(partnership));
        var head = LogRows.ReadHead(row) ?? throw new InvalidCastException("lock_log gives one row.");
        if (!MerkleTree.IsWellFormed(head) || row.GetInt64(2) != head.Size - 1)
            throw new StoreUnavailableException("The log's entries do not fit its head; verify it before anything is added.");
        epochs.Begin(head, own: row.GetInt64(3));
        return head;
    }

    private long Next => Head.Size + _leaves.Count;

    public void Expect(IEnumerable<string?> cases) => Run(() =>
    {
        _isUsed |= epochs.ReadMissing(session, partnership, cases);
        return true;
    });

    public bool Holds(IReadOnlyList<EpochGuard> guards) => Run(() =>
    {
        for (var i = 0; i < guards.Count; i++)
        {
            if (!epochs.Knows(guards[i].Case))
                _isUsed |= epochs.ReadMissing(session, partnership, guards.Select(g => g.Case));
            if (epochs.Of(guards[i].Case) != guards[i].Expected)
                return false;
        }

        return true;
    });

    public bool TryApply(IReadOnlyList<ILoggedChange> changes) => Run(() =>
    {
        // Two gateways that lock rows of the records before the head could wait for each other.
        if (!TryLock())
            return false;
        epochs.Forget();
        if (changes.Any(c => c is MarkForgotten))
            known.Clear();
        session.Execute("SAVEPOINT entry");
        var applied = ChangeWriter.TryApply(session, partnership, changes, Next);
        if (!applied)
            session.Execute("ROLLBACK TO SAVEPOINT entry");
        session.Execute("RELEASE SAVEPOINT entry");
        return applied;
    });

    public void Append(StoredLeaf leaf, IReadOnlyList<TreeNode> nodes, IndexedEntry? index = null)
    {
        ThrowIfEnded();
        if (leaf.Index != Next)
            throw new InvalidOperationException("Entries are added one after the other.");
        if (nodes is not [{ Level: 0 } hash, ..] || hash.Index != leaf.Index)
            throw new InvalidOperationException("An entry comes with its hash, and the nodes that it completes behind it.");
        _leaves.Add(leaf);
        _nodes.AddRange(nodes);
        if (index is not null)
            _index.Add((leaf.Index, index));
    }

    public bool Commit(LogHead head) => Run(() =>
    {
        if (head.Size != Next || !MerkleTree.IsWellFormed(head))
            throw new InvalidOperationException("The head does not fit the entries that were added.");
        if (_leaves.Count == 0)
        {
            _committed = TryLock(); // what was refused was refused by the head that is
            return _committed;
        }

        var batch = new Guid(RandomNumberGenerator.GetBytes(16));
        var found = IndexBatch.Make(Head.Size, head.Size, _index, _known, new IndexReading(session, partnership).ReadRecent);
        var others = IndexRows.Adding(partnership, found);
        var isAlone = !_isUsed && !_isLocked && others.Count == 0 && !found.MergesRecent;
        if (!isAlone && !TryLock())
            return false;
        var adding = LogRows.Adding(partnership, head, _leaves, _nodes, found.Recent, buffer, batch);
        _ended = true;
        try
        {
            if (isAlone)
            {
                if (!session.RunAlone(LogRows.Alone(adding, Head)))
                    return false;
            }
            else
            {
                if (others.Count > 0)
                    session.Execute(Statement.Together(others));
                session.Commit(adding);
            }
        }
        catch (Exception e) when (PostgresFaults.IsOfTheStore(e) && e is not NotDurableException && !PostgresFaults.IsRefusal(e))
        {
            // The connection went, or the server was told to stop, and nobody said what became of the commit.
            session.Dispose();
            if (!IsInForce(_leaves[0].Index, batch))
                return isAlone ? false : throw new StoreUnavailableException("The commit did not happen.", e);
        }

        _known.Committed();
        epochs.Committed(head);
        _committed = true;
        return true;
    });

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        if (!_committed)
            epochs.Forget(); // some may be of changes that are undone
        session.Dispose();
        ended();
    }

    private bool TryLock()
    {
        if (_isLocked || _hasMoved)
            return !_hasMoved;
        _isUsed = true;
        _isLocked = KnownEpochs.IsSame(LockHead(session, partnership, epochs), Head);
        _hasMoved = !_isLocked;
        return _isLocked;
    }

    // Whoever has the lock on the head knows that the transaction of before is over; its batch is there or never will be.
    private bool IsInForce(long entry, Guid batch)
    {
        for (var since = Stopwatch.GetTimestamp(); ; database.Closing.WaitHandle.WaitOne(Pause))
        {
            try
            {
                return database.BeginWriting(partnership, again =>
                {
                    using (again)
                    {
                        again.Execute(LogRows.LockingHead(partnership));
                        if (!LogRows.Holds(again, partnership, entry, batch))
                            return false;
                        again.Commit(PostgresDurability.Confirming);
                        return true;
                    }
                });
            }
            catch (Exception e) when (PostgresFaults.IsOfTheStore(e) && !database.Closing.IsCancellationRequested && Stopwatch.GetElapsedTime(since) < Patience)
            {
                // Still starting, or failing over.
            }
        }
    }

    private void ThrowIfEnded() => ObjectDisposedException.ThrowIf(_disposed || _ended, this);

    private T Run<T>(Func<T> work)
    {
        ThrowIfEnded();
        try
        {
            return PostgresFaults.Translate(work);
        }
        catch (StoreUnavailableException)
        {
            _ended = true;
            session.Dispose(); // undoes everything, also when the server is in doubt
            throw;
        }
    }
}
