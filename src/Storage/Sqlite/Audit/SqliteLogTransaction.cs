using Exchange.Audit;
using Exchange.Consent;

namespace Exchange.Storage.Sqlite;

/// <summary>One transaction on the log and the records. Every change of an entry stands in a savepoint of its own.</summary>
internal sealed class SqliteLogTransaction(
    SqliteWriter writer, SqliteSession session, RecordsVersion version, PartnershipId partnership, LogHead head, bool mustDecideAgain)
    : ILogTransaction
{
    // Read once for all entries of the transaction; forgotten when one of them changes something.
    private readonly Dictionary<string, long> _epochs = new(StringComparer.Ordinal);
    private long? _partnershipEpoch;
    private bool _mayHaveChanged;
    private long _next = head.Size;
    private bool _committed;
    private bool _disposed;

    public LogHead Head { get; } = head;

    public bool Holds(IReadOnlyList<EpochGuard> guards) => Run(() =>
    {
        if (mustDecideAgain && guards.Count > 0)
            return false;
        foreach (var (caseId, expected) in guards)
        {
            if ((caseId is null ? PartnershipEpoch() : CaseEpoch(caseId)) != expected)
                return false;
        }
        return true;
    });

    public bool TryApply(IReadOnlyList<ILoggedChange> changes) => Run(() =>
    {
        _mayHaveChanged = true;
        _epochs.Clear();
        _partnershipEpoch = null;
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
        if (_mayHaveChanged && !_committed)
            version.Move(); // a commit that failed may be in force all the same
    }

    private long PartnershipEpoch() => _partnershipEpoch ??= PartnershipRows.ReadEpoch(session, partnership);

    private long CaseEpoch(string caseId)
    {
        if (!_epochs.TryGetValue(caseId, out var epoch))
            _epochs[caseId] = epoch = CaseRows.ReadEpoch(session, partnership, caseId);
        return epoch;
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
