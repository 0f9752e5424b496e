namespace Exchange.Audit;

/// <summary>The nodes of a tree of a size, read from the tiles of an export: a proof needs a few tiles of each level.</summary>
internal sealed class TileNodes(ITileSource source, long size)
{
    private readonly Dictionary<(int, long), byte[]?> _tiles = [];

    /// <summary>Whether a node was asked for that the tiles do not have.</summary>
    public bool LacksNodes { get; private set; }

    /// <summary>Reads nodes; what the tiles do not have, or not well-formed, is left out.</summary>
    /// <exception cref="StoreUnavailableException">The export cannot be read.</exception>
    public IReadOnlyList<TreeNode> Read(IReadOnlyList<(int Level, long Index)> nodes)
    {
        var found = new List<TreeNode>(nodes.Count);
        foreach (var (level, index) in nodes)
        {
            if (Find(level, index) is { } hash)
                found.Add(new TreeNode(level, index, hash));
            else
                LacksNodes = true;
        }

        return found;
    }

    private byte[]? Find(int level, long index)
    {
        // The lowest level of hashes in the tile, of which the node is the root.
        var above = level % TilePath.Height;
        var first = index << above;
        if (Tile(level / TilePath.Height, first >> TilePath.Height) is not { } tile)
            return null;
        var (from, count) = ((int)(first & (TilePath.Width - 1)) * MerkleHash.Length, 1 << above);
        return from + (count * MerkleHash.Length) <= tile.Length ? Root(tile.AsSpan(from, count * MerkleHash.Length)) : null;
    }

    private static byte[] Root(ReadOnlySpan<byte> hashes) =>
        hashes.Length == MerkleHash.Length ? hashes.ToArray() : MerkleHash.Node(Root(hashes[..(hashes.Length / 2)]), Root(hashes[(hashes.Length / 2)..]));

    private byte[]? Tile(int level, long index)
    {
        if (_tiles.TryGetValue((level, index), out var known))
            return known;
        var hashes = size >> (TilePath.Height * level);
        var width = (int)Math.Min(TilePath.Width, hashes - (index << TilePath.Height));
        return _tiles[(level, index)] = width < 1 ? null : TileReading.Hashes(source, level, index, width);
    }
}
