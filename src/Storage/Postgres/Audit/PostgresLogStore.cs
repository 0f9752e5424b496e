using Exchange.Audit;
using Exchange.Consent;

namespace Exchange.Storage.Postgres;

/// <summary>
/// The log of every partnership, in the same transactions as the records that its entries tell of. Gateways that share the database
/// take turns by the lock on a log's head; within a gateway the transactions take turns here, so that they do not queue at the server. A
/// gateway that finds the head as it left it goes by that the next time, without asking, until somebody else adds.
/// </summary>
internal sealed class PostgresLogStore(PostgresDatabase database, TimeSpan knownFor) : ILogStore, IDisposable
{
    private const int EntriesPerRead = 512;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly KnownRows _known = new(knownFor);
    private readonly Dictionary<PartnershipId, KnownEpochs> _epochs = []; // used in one's turn, as the next
    private readonly LeafBuffer _buffer = new();

    public ILogTransaction Begin(PartnershipId partnership)
    {
        if (partnership.Value.Length == 0)
            throw new ArgumentException("A log belongs to a partnership.", nameof(partnership));
        if (!_turn.Wait(Patience))
            throw new StoreUnavailableException("The store is busy with another transaction.");
        try
        {
            if (!_epochs.TryGetValue(partnership, out var epochs))
                _epochs[partnership] = epochs = new KnownEpochs();
            return PostgresFaults.Translate(() => database.BeginWriting(PostgresTransactions.Appending(partnership), session =>
            {
                var assumed = epochs.Assumed;
                var head = assumed ?? PostgresLogTransaction.LockHead(session, partnership, epochs);
                return new PostgresLogTransaction(
                    database, session, partnership, head, assumed is null, epochs, _known, _buffer, () => _turn.Release());
            }));
        }
        catch
        {
            _turn.Release();
            throw;
        }
    }

    public LogHead ReadHead(PartnershipId partnership) => database.Read(partnership, session =>
    {
        using var row = session.Query(LogRows.ReadingHead(partnership));
        return LogRows.ReadHead(row) ?? MerkleTree.Empty;
    });

    public IReadOnlyList<TreeNode> ReadNodes(PartnershipId partnership, IReadOnlyList<(int Level, long Index)> nodes) =>
        database.Read(partnership, session => LogRows.ReadNodes(session, partnership, nodes));

    public IEnumerable<StoredLeaf> Read(PartnershipId partnership, long from)
    {
        // In pieces: one long read would keep the server from clearing away old versions of rows.
        while (true)
        {
            var entries = ReadEntries(partnership, LogRows.ReadingEntries(partnership, from, EntriesPerRead));
            foreach (var entry in entries)
                yield return entry;
            if (entries.Count < EntriesPerRead)
                yield break;
            from = entries[^1].Index + 1;
        }
    }

    public IReadOnlyList<StoredLeaf> ReadBackwards(PartnershipId partnership, long before, int most)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        return ReadEntries(partnership, LogRows.ReadingBackwards(partnership, before, most));
    }

    public void Dispose() => _turn.Dispose();

    private List<StoredLeaf> ReadEntries(PartnershipId partnership, Statement statement) => database.Read(partnership, session =>
    {
        using var row = session.Query(statement);
        return LogRows.ReadEntries(row);
    });
}
