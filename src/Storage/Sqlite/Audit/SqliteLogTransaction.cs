using Exchange.Audit;
using Exchange.Consent;

namespace Exchange.Storage.Sqlite;

/// <summary>One transaction on the log and the records. Every change of an entry stands in a savepoint of its own.</summary>
internal sealed class SqliteLogTransaction(SqliteWriter writer, SqliteSession session, PartnershipId partnership, LogHead head)
    : ILogTransaction
{
    private long _next = head.Size;
    private bool _committed;
    private bool _disposed;

    public LogHead Head { get; } = head;

    public bool Holds(IReadOnlyList<EpochGuard> guards) => Run(() =>
    {
        foreach (var (caseId, expected) in guards)
        {
            var epoch = caseId is null
                ? PartnershipRows.ReadEpoch(session, partnership)
                : CaseRows.ReadEpoch(session, partnership, caseId);
            if (epoch != expected)
                return false;
        }
        return true;
    });

    public bool TryApply(IReadOnlyList<ILoggedChange> changes) => Run(() =>
    {
        session.Execute("SAVEPOINT entry");
        var applied = ChangeWriter.TryApply(session, partnership, changes);
        if (!applied)
            session.Execute("ROLLBACK TO entry");
        session.Execute("RELEASE entry");
        return applied;
    });

    public void Append(StoredLeaf leaf, IReadOnlyList<TreeNode> nodes) => Run(() =>
    {
        if (leaf.Index != _next)
            throw new InvalidOperationException("Entries are added one after the other.");
        _next++;
        LogRows.AddEntry(session, partnership, leaf);
        foreach (var node in nodes)
            LogRows.AddNode(session, partnership, node);
        return true;
    });

    public void Commit(LogHead head) => Run(() =>
    {
        if (head.Size != _next || !MerkleTree.IsWellFormed(head))
            throw new InvalidOperationException("The head does not fit the entries that were added.");
        if (head.Size != Head.Size)
            LogRows.WriteHead(session, partnership, head);
        writer.Commit();
        _committed = true;
        return true;
    });

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        writer.End(_committed);
    }

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
