using Exchange.Consent;

namespace Exchange.Audit.Tests;

/// <summary>A change that the fake store understands: it bumps an epoch, conflicts, or throws.</summary>
internal sealed record FakeChange(string? Bumps = null, bool Conflicts = false, Exception? Throws = null) : ILoggedChange;

/// <summary>A log in memory that can be made to fail or to stand still where a real one would.</summary>
internal sealed class MemoryLogStore : ILogStore
{
    private readonly Dictionary<PartnershipId, State> _logs = [];
    private readonly Lock _lock = new();

    /// <summary>While it is not set, Begin stands still, as on a locked database.</summary>
    public ManualResetEventSlim Gate { get; } = new(true);

    public Exception? FailBegin { get; set; }

    public Exception? FailCommit { get; set; }

    /// <summary>Commits and then fails all the same: what a lost answer looks like.</summary>
    public bool FailAfterCommit { get; set; }

    public int Commits { get; private set; }

    public int LargestBatch { get; private set; }

    public SemaphoreSlim Began { get; } = new(0);

    public State Log(PartnershipId partnership)
    {
        lock (_lock)
            return _logs.TryGetValue(partnership, out var state) ? state : _logs[partnership] = new State();
    }

    public ILogTransaction Begin(PartnershipId partnership)
    {
        Began.Release();
        Gate.Wait(TestContext.Current.CancellationToken);
        if (FailBegin is { } failure)
            throw failure;
        return new Transaction(this, Log(partnership));
    }

    public LogHead ReadHead(PartnershipId partnership) => Log(partnership).Head;

    public IReadOnlyList<TreeNode> ReadNodes(PartnershipId partnership, IReadOnlyList<(int Level, long Index)> nodes) =>
        [.. nodes.Where(Log(partnership).Nodes.ContainsKey).Select(n => new TreeNode(n.Level, n.Index, Log(partnership).Nodes[n]))];

    public IEnumerable<StoredLeaf> Read(PartnershipId partnership, long from) =>
        Log(partnership).Leaves.Where(l => l.Key >= from).Select(l => new StoredLeaf(l.Key, l.Value)).ToList();

    public IReadOnlyList<StoredLeaf> ReadBackwards(PartnershipId partnership, long before, int most) =>
        [.. Log(partnership).Leaves.Where(l => l.Key < before).Reverse().Take(most).Select(l => new StoredLeaf(l.Key, l.Value))];

    public sealed class State
    {
        public LogHead Head { get; set; } = MerkleTree.Empty;

        public SortedDictionary<long, byte[]> Leaves { get; init; } = [];

        public Dictionary<(int, long), ReadOnlyMemory<byte>> Nodes { get; init; } = [];

        public Dictionary<string, long> Epochs { get; init; } = [];

        public State Copy() => new() { Head = Head, Leaves = new(Leaves), Nodes = new(Nodes), Epochs = new(Epochs) };
    }

    private sealed class Transaction(MemoryLogStore store, State committed) : ILogTransaction
    {
        private readonly State _state = committed.Copy();
        private int _appended;

        public LogHead Head { get; } = committed.Head;

        public void Expect(IEnumerable<string?> cases)
        {
        }

        public bool Holds(IReadOnlyList<EpochGuard> guards) =>
            guards.All(g => _state.Epochs.GetValueOrDefault(g.Case ?? "") == g.Expected);

        public bool TryApply(IReadOnlyList<ILoggedChange> changes)
        {
            foreach (var change in changes.Cast<FakeChange>())
            {
                if (change.Throws is { } failure)
                    throw failure;
                if (change.Conflicts)
                    return false;
                if (change.Bumps is { } name)
                    _state.Epochs[name] = _state.Epochs.GetValueOrDefault(name) + 1;
            }
            return true;
        }

        public void Append(StoredLeaf leaf, IReadOnlyList<TreeNode> nodes, IndexedEntry? index = null)
        {
            _appended++;
            _state.Leaves.Add(leaf.Index, leaf.Leaf.ToArray());
            foreach (var node in nodes)
                _state.Nodes.Add((node.Level, node.Index), node.Hash);
        }

        public bool Commit(LogHead head)
        {
            if (_appended == 0)
                return true;
            if (store.FailCommit is { } failure && !store.FailAfterCommit)
                throw failure;
            _state.Head = head;
            lock (store._lock)
                store._logs[store._logs.Single(l => ReferenceEquals(l.Value, committed)).Key] = _state;
            store.Commits++;
            store.LargestBatch = Math.Max(store.LargestBatch, _appended);
            if (store.FailCommit is { } late)
                throw late;
            return true;
        }

        public void Dispose()
        {
        }
    }
}
