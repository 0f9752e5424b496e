namespace Exchange.Audit;

/// <summary>Reads nodes of a tree: those asked for, in that order; one that is not there is left out.</summary>
internal delegate IReadOnlyList<TreeNode> ReadNodes(IReadOnlyList<(int Level, long Index)> nodes);

/// <summary>Reads the hashes of ranges of leaves that a proof consists of, all in one go.</summary>
internal static class SubtreeReading
{
    public static IReadOnlyList<ReadOnlyMemory<byte>> ReadRoots(this ReadNodes read, IReadOnlyList<(long From, long To)> ranges)
    {
        var subtrees = ranges.Select(r => MerkleTree.Subtrees(r.From, r.To)).ToList();
        var nodes = read([.. subtrees.SelectMany(s => s)]);
        if (nodes.Count != subtrees.Sum(s => s.Count))
            throw new StoreUnavailableException("The log lacks nodes of its tree; verify it.");
        var roots = new List<ReadOnlyMemory<byte>>();
        var at = 0;
        foreach (var subtree in subtrees)
        {
            roots.Add(MerkleTree.FoldPeaks([.. nodes.Skip(at).Take(subtree.Count).Select(n => n.Hash)]));
            at += subtree.Count;
        }
        return roots;
    }

    /// <summary>The largest power of two below a size of two or more: where RFC 6962 splits a tree.</summary>
    public static long Split(long size) => 1L << System.Numerics.BitOperations.Log2((ulong)(size - 1));
}
