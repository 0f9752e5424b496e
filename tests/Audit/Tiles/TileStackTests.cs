using System.Globalization;
using System.Text;

namespace Exchange.Audit.Tests.Tiles;

public sealed class TileStackTests
{
    [Fact]
    public void Root_AtEverySize_IsThatOfTheTree()
    {
        var head = MerkleTree.Empty;
        var stack = new TileStack(_ => { });
        Assert.Equal(MerkleHash.EmptyRoot(), stack.Root());
        for (var i = 0; i < 1100; i++)
        {
            head = MerkleTree.Append(head, Hash(i), []);
            stack.Add(Hash(i));
            Assert.Equal(MerkleTree.Root(head), stack.Root());
        }
    }

    // The example of C2SP tlog-tiles.
    [Fact]
    public void Add_SeventyThousand_MakesTheTilesThatTheSpecificationCounts()
    {
        var full = new List<Tile>();
        var head = MerkleTree.Empty;
        var stack = new TileStack(full.Add);
        for (var i = 0; i < 70_000; i++)
        {
            head = MerkleTree.Append(head, Hash(i), []);
            stack.Add(Hash(i));
        }

        Assert.Equal((273, 1), (full.Count(t => t.Level == 0), full.Count(t => t.Level == 1)));
        Assert.Equal([(0, 273, 112), (1, 1, 17), (2, 0, 1)], stack.Partial().Select(t => (t.Level, (int)t.Index, t.Hashes.Count)));
        Assert.Equal(MerkleTree.Root(head), stack.Root());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    [InlineData(512)]
    [InlineData(65_536)]
    [InlineData(66_048)]
    public void Resume_BehindFullTiles_GoesOnAsIfItHadSeenThem(int at)
    {
        var (head, nodes) = (MerkleTree.Empty, new Dictionary<(int, long), TreeNode>());
        var whole = new TileStack(_ => { });
        for (var i = 0; i < at; i++)
            Grow(i);
        var resumed = TileStack.Resume(at, wanted => [.. wanted.Where(nodes.ContainsKey).Select(n => nodes[n])], _ => { });
        for (var i = at; i < at + 700; i++)
        {
            Grow(i);
            resumed.Add(Hash(i));
        }

        Assert.Equal(whole.Root(), resumed.Root());
        Assert.Equal(whole.Partial().Select(t => t.Path), resumed.Partial().Select(t => t.Path));
        Assert.Equal(MerkleTree.Root(head), resumed.Root());
        if (at > 0)
            Assert.Throws<StoreUnavailableException>(() => TileStack.Resume(at, _ => [], _ => { }));

        void Grow(int i)
        {
            var completed = new List<TreeNode>();
            head = MerkleTree.Append(head, Hash(i), completed);
            foreach (var node in completed)
                nodes[(node.Level, node.Index)] = node;
            whole.Add(Hash(i));
        }
    }

    private static byte[] Hash(int i) => MerkleHash.Leaf(Encoding.ASCII.GetBytes(i.ToString(CultureInfo.InvariantCulture)));
}
