using Exchange.Consent;

namespace Exchange.Audit.Tests.Proofs;

/// <summary>What a proof reads of the store, however long the log is.</summary>
public sealed class ProofCostTests
{
    [Theory]
    [InlineData(10_000)]
    [InlineData(1_000_000)]
    [InlineData(10_000_000)]
    [InlineData(1L << 40)]
    public void Build_InALongLog_ReadsNodesOnly_AsManyAsTheLogOfItsSize(long size)
    {
        var log = (int)Math.Ceiling(Math.Log2(size));
        foreach (var at in new[] { 0, 1, size / 3, size / 2, size - 1 })
        {
            var store = new EndlessStore();
            InclusionProof.Build(store, SampleLog.Amsterdam, at, size);
            Assert.InRange(store.NodesRead, 1, 2 * log);
            Assert.Equal(1, store.Reads);

            store = new EndlessStore();
            ConsistencyProof.Build(store, SampleLog.Amsterdam, at + 1, size);
            Assert.InRange(store.NodesRead, 0, 3 * log);

            store = new EndlessStore();
            MerkleTree.RootAt(store, SampleLog.Amsterdam, at + 1);
            Assert.InRange(store.NodesRead, 1, log + 1);
        }
    }

    /// <summary>Has every node, and nothing else that could be read.</summary>
    private sealed class EndlessStore : ILogStore
    {
        public int NodesRead { get; private set; }

        public int Reads { get; private set; }

        public IReadOnlyList<TreeNode> ReadNodes(PartnershipId partnership, IReadOnlyList<(int Level, long Index)> nodes)
        {
            (NodesRead, Reads) = (NodesRead + nodes.Count, Reads + 1);
            return [.. nodes.Select(n => new TreeNode(n.Level, n.Index, MerkleHash.EmptyRoot()))];
        }

        public ILogTransaction Begin(PartnershipId partnership) => throw new InvalidOperationException();

        public LogHead ReadHead(PartnershipId partnership) => throw new InvalidOperationException();

        public IEnumerable<StoredLeaf> Read(PartnershipId partnership, long from) => throw new InvalidOperationException();

        public IReadOnlyList<StoredLeaf> ReadBackwards(PartnershipId partnership, long before, int most) => throw new InvalidOperationException();
    }
}
