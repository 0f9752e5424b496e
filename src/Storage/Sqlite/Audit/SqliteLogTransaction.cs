using Exchange.Audit;
using Exchange.Consent;

namespace Exchange.Storage.Sqlite;

/// <summary>One transaction on the log and the records. Every change of an entry stands in a savepoint of its own.</summary>
internal sealed class SqliteLogTransaction(
    SqliteWriter writer,
    SqliteSession session,
    RecordsVersion version,
    EpochsRead epochs,
    KnownRows known,
    PartnershipId partnership,
    LogHead head,
    bool mustDecideAgain)
    : ILogTransaction
{
    private readonly List<(long Entry, IndexedEntry Index)> _index = [];
    private readonly KnownRows.InTransaction _known = known.Begin(partnership);
    private bool _mayHaveChanged;
    private int _added;
    private bool _committed;
    private bool _disposed;

    public LogHead Head { get; } = head;

    public void Expect(IEnumerable<string?> cases)
    {
        // Reading one takes no round trip.
    }

    public bool Holds(IReadOnlyList<EpochGuard> guards) => Run(() =>
    {
        if (mustDecideAgain && guards.Count > 0)
            return false;
        for (var i = 0; i < guards.Count; i++)
        {
            if (epochs.Of(session, partnership, guards[i].Case) != guards[i].Expected)
                return false;
        }
        return true;
    });

    public bool TryApply(IReadOnlyList<ILoggedChange> changes) => Run(() =>
    {
        _mayHaveChanged = true;
        epochs.Forget();
        if (changes.Any(c => c is MarkForgotten))
            known.Clear();
        session.Execute("SAVEPOINT entry");
        var applied = ChangeWriter.TryApply(session, partnership, Next, changes);
        if (!applied)
            session.Execute("ROLLBACK TO entry");
        session.Execute("RELEASE entry");
        return applied;
    });

    public void Append(StoredLeaf leaf, IReadOnlyList<TreeNode> nodes, IndexedEntry? index = null)
    {
        ObjectDisposedException.ThrowIf(_disposed || _committed, this);
        if (leaf.Index != Next)
            throw new InvalidOperationException("Entries are added one after the other.");
        if (nodes is not [{ Level: 0 } hash, ..] || hash.Index != leaf.Index)
            throw new InvalidOperationException("An entry comes with its hash, and the nodes that it completes behind it.");
        Run(() =>
        {
            LogRows.Add(session, partnership, leaf, nodes, _known);
            return true;
        });
        _added++;
        if (index is not null)
            _index.Add((leaf.Index, index));
    }

    public bool Commit(LogHead head) => Run(() =>
    {
        if (head.Size != Next || !MerkleTree.IsWellFormed(head))
            throw new InvalidOperationException("The head does not fit the entries that were added.");
        if (head.Size != Head.Size)
        {
            IndexRows.Add(session, partnership, IndexBatch.Make(Head.Size, head.Size, _index, _known, () => IndexRows.ReadRecent(session, partnership)));
            LogRows.WriteHead(session, partnership, head);
        }
        writer.Commit();
        _committed = true;
        _known.Committed();
        if (_mayHaveChanged)
            version.Move();
        return true;
    });

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        writer.End(_committed);
        if (!_committed)
            epochs.Forget();
        if (_mayHaveChanged && !_committed)
            version.Move(); // a commit that failed may be in force all the same
    }

    private long Next => Head.Size + _added;

    private T Run<T>(Func<T> work)
    {
        ObjectDisposedException.ThrowIf(_disposed || _committed, this);
        try
        {
            return SqliteFaults.Translate(work);
        }
        catch (StoreUnavailableException)
        {
            writer.Discard(); // undoes everything, also when SQLite is in doubt
            throw;
        }
    }
}
