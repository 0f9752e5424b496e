using Exchange.Audit;

namespace Exchange.Storage;

/// <summary>
/// The part of a tree over 256 entries: its nodes below the root are not kept but made of the entries' hashes when somebody asks, which
/// takes less than writing them with every entry would.
/// </summary>
internal sealed class EntryTile
{
    // As a heap: the root is 1, the children of n are 2n and 2n + 1, and the entries' hashes begin at 256.
    private readonly byte[]?[] _nodes = new byte[]?[2 * TilePath.Width];

    /// <summary>Makes it of the hashes that the store has.</summary>
    public EntryTile(long tile, IEnumerable<(long Entry, byte[] Hash)> hashes)
    {
        foreach (var (entry, hash) in hashes.Where(h => h.Hash.Length == MerkleHash.Length))
            _nodes[TilePath.Width + (entry - (tile << TilePath.Height))] = hash;
    }

    /// <summary>The tile in which a node is; null for those that are kept.</summary>
    public static long? Of(int level, long index) => level < TilePath.Height ? index >> (TilePath.Height - level) : null;

    /// <summary>A node, or null when an entry under it is missing.</summary>
    public byte[]? Find(int level, long index) =>
        Find((1 << (TilePath.Height - level)) + (int)(index & ((1L << (TilePath.Height - level)) - 1)));

    /// <summary>Finds nodes, in the order in which they are asked for; one that is not there is left out.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <param name="readHashes">The hashes of the entries of a tile.</param>
    /// <param name="readKept">The hash of a node that is kept.</param>
    public static IReadOnlyList<TreeNode> Find(
        IReadOnlyList<(int Level, long Index)> nodes, Func<long, IEnumerable<(long Entry, byte[] Hash)>> readHashes, Func<int, long, byte[]?> readKept)
    {
        var tiles = new Dictionary<long, EntryTile>();
        var found = new List<TreeNode>(nodes.Count);
        foreach (var (level, index) in nodes)
        {
            if ((Of(level, index) is { } tile ? TileAt(tile).Find(level, index) : readKept(level, index)) is { } hash)
                found.Add(new TreeNode(level, index, hash));
        }

        return found;

        EntryTile TileAt(long tile) => tiles.TryGetValue(tile, out var known) ? known : tiles[tile] = new EntryTile(tile, readHashes(tile));
    }

    private byte[]? Find(int place)
    {
        if (_nodes[place] is { } known || place >= TilePath.Width)
            return _nodes[place];
        return Find(2 * place) is { } left && Find((2 * place) + 1) is { } right ? _nodes[place] = MerkleHash.Node(left, right) : null;
    }
}
