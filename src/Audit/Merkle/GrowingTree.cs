namespace Exchange.Audit;

/// <summary>A tree that takes leaf after leaf: what <see cref="MerkleTree.Append"/> does, without a new head for each. Used by one thread.</summary>
/// <exception cref="ArgumentException">The head to begin with is not well-formed.</exception>
internal sealed class GrowingTree
{
    private readonly List<ReadOnlyMemory<byte>> _peaks;

    public GrowingTree(LogHead head)
    {
        MerkleTree.ThrowIfMalformed(head);
        Size = head.Size;
        _peaks = new List<ReadOnlyMemory<byte>>(head.Peaks);
    }

    /// <summary>The number of leaves.</summary>
    public long Size { get; private set; }

    /// <summary>The head as it stands.</summary>
    public LogHead Head => new(Size, [.. _peaks]);

    /// <summary>Adds a leaf by its hash; gives the nodes that it completes, itself first: level by level, going up.</summary>
    public void Append(ReadOnlyMemory<byte> leafHash, ICollection<TreeNode> completed)
    {
        var node = new TreeNode(0, Size, leafHash);
        completed.Add(node);
        while (((Size >> node.Level) & 1) == 1)
        {
            node = new TreeNode(node.Level + 1, node.Index >> 1, MerkleHash.Node(_peaks[^1].Span, node.Hash.Span));
            _peaks.RemoveAt(_peaks.Count - 1);
            completed.Add(node);
        }

        _peaks.Add(node.Hash);
        Size++;
    }
}
