using Exchange.Consent;

namespace Exchange.Audit.Tests;

public sealed class MerkleTreeTests
{
    private const int Largest = 70;

    private static readonly PartnershipId Amsterdam = new("amsterdam");
    private static readonly byte[][] Leaves = [.. Enumerable.Range(0, Largest).Select(i => new byte[i % 7 == 0 ? 0 : i * 40].Append((byte)i).ToArray())];

    private readonly MemoryLogStore _store = new();
    private readonly LogHead[] _heads = new LogHead[Largest + 1];

    public MerkleTreeTests()
    {
        var log = _store.Log(Amsterdam);
        _heads[0] = log.Head;
        for (var i = 0; i < Largest; i++)
        {
            var completed = new List<TreeNode>();
            _heads[i + 1] = log.Head = MerkleTree.Append(log.Head, MerkleHash.Leaf(Leaves[i]), completed);
            foreach (var node in completed)
                log.Nodes.Add((node.Level, node.Index), node.Hash);
        }
    }

    [Fact]
    public void Root_EverySize_IsTheDefinition()
    {
        for (var n = 0; n <= Largest; n++)
            Assert.Equal(NaiveTree.Root(Leaves.AsSpan(0, n)), MerkleTree.Root(_heads[n]));
    }

    [Fact]
    public void Append_EverySize_CompletesEachCompleteSubtreeOnce()
    {
        var nodes = _store.Log(Amsterdam).Nodes;
        foreach (var ((level, index), hash) in nodes)
            Assert.Equal(NaiveTree.Root(Leaves.AsSpan((int)index << level, 1 << level)), hash.ToArray());
        var complete = Enumerable.Range(0, 7).Sum(level => Largest >> level);
        Assert.Equal(complete, nodes.Count);
    }

    [Fact]
    public void InclusionProof_EveryIndexOfEverySize_IsTheDefinitionAndVerifies()
    {
        for (var n = 1; n <= Largest; n++)
        {
            var root = MerkleTree.Root(_heads[n]);
            for (var m = 0; m < n; m++)
            {
                var proof = InclusionProof.Build(_store, Amsterdam, m, n);
                Assert.Equal(NaiveTree.Path(m, Leaves.AsSpan(0, n)), proof.Select(p => p.ToArray()));
                Assert.True(InclusionProof.Verify(m, n, MerkleHash.Leaf(Leaves[m]), proof, root));
                Assert.False(InclusionProof.Verify(m, n, MerkleHash.Leaf(Leaves[(m + 1) % Largest]), proof, root));
                for (var other = 0; other < n; other++)
                    Assert.Equal(other == m, InclusionProof.Verify(other, n, MerkleHash.Leaf(Leaves[m]), proof, root));
            }
        }
    }

    [Fact]
    public void ConsistencyProof_EveryPairOfSizes_IsTheDefinitionAndVerifies()
    {
        for (var n = 1; n <= Largest; n++)
        {
            for (var m = 1; m <= n; m++)
            {
                var proof = ConsistencyProof.Build(_store, Amsterdam, m, n);
                Assert.Equal(NaiveTree.Proof(m, Leaves.AsSpan(0, n)), proof.Select(p => p.ToArray()));
                byte[] first = MerkleTree.Root(_heads[m]), second = MerkleTree.Root(_heads[n]);
                Assert.True(ConsistencyProof.Verify(m, n, first, second, proof));
                first[31] ^= 1;
                Assert.False(ConsistencyProof.Verify(m, n, first, second, proof));
                first[31] ^= 1;
                second[0] ^= 128;
                Assert.False(ConsistencyProof.Verify(m, n, first, second, proof));
            }
        }
    }

    [Fact]
    public void Build_NodeMissing_ThrowsInsteadOfProvingLess()
    {
        _store.Log(Amsterdam).Nodes.Remove((1, 1));
        Assert.Throws<StoreUnavailableException>(() => InclusionProof.Build(_store, Amsterdam, 0, 5));
    }

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(5, 5)]
    [InlineData(0, 0)]
    public void Build_InclusionOutsideTheTree_Throws(long index, long size) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => InclusionProof.Build(_store, Amsterdam, index, size));

    [Theory]
    [InlineData(0, 5)]
    [InlineData(6, 5)]
    public void Build_ConsistencyOfImpossibleSizes_Throws(long size1, long size2) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ConsistencyProof.Build(_store, Amsterdam, size1, size2));

    [Fact]
    public void Append_HeadThatDoesNotFitItsSize_Throws()
    {
        var hash = MerkleHash.Leaf([]);
        Assert.Throws<ArgumentException>(() => MerkleTree.Append(new LogHead(3, [hash]), hash, []));
        Assert.Throws<ArgumentException>(() => MerkleTree.Append(new LogHead(1, [new byte[31]]), hash, []));
        Assert.Throws<ArgumentException>(() => MerkleTree.Root(new LogHead(0, [hash])));
    }
}
