using System.Numerics;
using Exchange.Consent;

namespace Exchange.Audit;

/// <summary>The tree as an append-only thing: a head takes a leaf and becomes the next head.</summary>
public static class MerkleTree
{
    /// <summary>The head of the tree without leaves.</summary>
    public static readonly LogHead Empty = new(0, []);

    /// <summary>Whether a head has one peak of 32 bytes for every set bit of its size.</summary>
    public static bool IsWellFormed(LogHead head) =>
        head.Size >= 0
        && head.Peaks.Count == BitOperations.PopCount((ulong)head.Size)
        && head.Peaks.All(p => p.Length == MerkleHash.Length);

    /// <summary>The head after one more leaf.</summary>
    /// <param name="head">The head so far.</param>
    /// <param name="leafHash">The hash of the leaf; 32 bytes.</param>
    /// <param name="completed">Takes the nodes that the leaf completes, itself first: level by level, going up.</param>
    /// <exception cref="ArgumentException">The head is not well-formed.</exception>
    public static LogHead Append(LogHead head, ReadOnlyMemory<byte> leafHash, ICollection<TreeNode> completed)
    {
        var growing = new GrowingTree(head);
        growing.Append(leafHash, completed);
        return growing.Head;
    }

    /// <summary>The root hash, as RFC 6962 §2.1 defines it: 32 bytes.</summary>
    /// <exception cref="ArgumentException">The head is not well-formed.</exception>
    public static byte[] Root(LogHead head)
    {
        ThrowIfMalformed(head);
        return FoldPeaks(head.Peaks);
    }

    /// <summary>The places of a head's peaks in the tree, from large to small.</summary>
    public static IReadOnlyList<(int Level, long Index)> Peaks(long size) => Subtrees(0, size);

    /// <summary>
    /// The complete subtrees that make up leaves <paramref name="from"/> to <paramref name="to"/> (exclusive), from large to
    /// small. The first leaf is a multiple of the size of the largest, as in every range that RFC 6962 names.
    /// </summary>
    internal static IReadOnlyList<(int Level, long Index)> Subtrees(long from, long to)
    {
        var subtrees = new List<(int, long)>();
        while (from < to)
        {
            var level = BitOperations.Log2((ulong)(to - from));
            subtrees.Add((level, from >> level));
            from += 1L << level;
        }
        return subtrees;
    }

    /// <summary>The root over complete subtrees that follow each other from large to small.</summary>
    internal static byte[] FoldPeaks(IReadOnlyList<ReadOnlyMemory<byte>> peaks)
    {
        if (peaks.Count == 0)
            return MerkleHash.EmptyRoot();
        var root = peaks[^1].ToArray();
        for (var i = peaks.Count - 2; i >= 0; i--)
            root = MerkleHash.Node(peaks[i].Span, root);
        return root;
    }

    /// <summary>The root that the tree had when it was smaller, from its nodes: as many as the size has set bits.</summary>
    /// <param name="store">The log.</param>
    /// <param name="partnership">The partnership.</param>
    /// <param name="size">The size, which has been reached.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be read or lacks nodes.</exception>
    public static byte[] RootAt(ILogStore store, PartnershipId partnership, long size) =>
        RootAt(nodes => store.ReadNodes(partnership, nodes), size);

    /// <summary>The same from any source of nodes.</summary>
    internal static byte[] RootAt(ReadNodes nodes, long size) =>
        size == 0 ? MerkleHash.EmptyRoot() : nodes.ReadRoots([(0, size)])[0].ToArray();

    internal static void ThrowIfMalformed(LogHead head)
    {
        if (!IsWellFormed(head))
            throw new ArgumentException("The head of a log does not fit its size.", nameof(head));
    }
}
