namespace Exchange.Audit;

/// <summary>A tile with its hashes.</summary>
/// <param name="Level">Its level.</param>
/// <param name="Index">Its place within the level.</param>
/// <param name="Hashes">Its hashes: 1 to 256, and 256 in a full one.</param>
internal sealed record Tile(int Level, long Index, IReadOnlyList<byte[]> Hashes)
{
    public string Path => TilePath.OfTile(Level, Index, Hashes.Count);

    public byte[] ToBytes() => [.. Hashes.SelectMany(hash => hash)];
}

/// <summary>
/// Makes tiles of leaf hashes that come in order. It holds one tile of each level, however many leaves there are; a tile is given away
/// when it is full, and its root goes to the level above.
/// </summary>
internal sealed class TileStack(Action<Tile> full)
{
    private readonly List<Level> _levels = [];

    /// <summary>How many leaves came.</summary>
    public long Size { get; private set; }

    /// <summary>
    /// A stack that goes on behind so many leaves, a multiple of 256. What their tiles' hashes are is read from the tree.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The nodes cannot be read, or are not there.</exception>
    public static TileStack Resume(long size, ReadNodes nodes, Action<Tile> full)
    {
        var stack = new TileStack(full) { Size = size };
        for (var level = 0; level < TilePath.Levels(size); level++)
        {
            var at = size >> (TilePath.Height * level);
            var first = at & ~(TilePath.Width - 1L);
            var wanted = Enumerable.Range(0, (int)(at - first)).Select(i => (TilePath.Height * level, first + i)).ToList();
            var read = nodes(wanted);
            if (read.Count != wanted.Count)
                throw new StoreUnavailableException("The log lacks nodes of its tree; verify it.");
            stack._levels.Add(new Level(first >> TilePath.Height, [.. read.Select(n => n.Hash.ToArray())]));
        }

        return stack;
    }

    public void Add(byte[] leafHash)
    {
        Size++;
        Push(0, leafHash);
    }

    /// <summary>The tiles that are not full, from the lowest level up.</summary>
    public IEnumerable<Tile> Partial() => _levels.Index().Where(l => l.Item.Hashes.Count > 0).Select(l => new Tile(l.Index, l.Item.Index, l.Item.Hashes));

    /// <summary>The root over the leaves so far.</summary>
    public byte[] Root()
    {
        byte[]? below = null;
        foreach (var level in _levels)
        {
            // What is not yet a tile below stands behind this level's hashes, in the tree too.
            IReadOnlyList<byte[]> hashes = below is null ? level.Hashes : [.. level.Hashes, below];
            if (hashes.Count > 0)
                below = RootOf(hashes, 0, hashes.Count);
        }

        return below ?? MerkleHash.EmptyRoot();
    }

    private void Push(int at, byte[] hash)
    {
        if (_levels.Count == at)
            _levels.Add(new Level(0, []));
        var level = _levels[at];
        level.Hashes.Add(hash);
        if (level.Hashes.Count < TilePath.Width)
            return;
        full(new Tile(at, level.Index, level.Hashes));
        _levels[at] = new Level(level.Index + 1, []);
        Push(at + 1, RootOf(level.Hashes, 0, level.Hashes.Count));
    }

    private static byte[] RootOf(IReadOnlyList<byte[]> hashes, int from, int to)
    {
        if (to - from == 1)
            return hashes[from];
        var middle = from + (int)SubtreeReading.Split(to - from);
        return MerkleHash.Node(RootOf(hashes, from, middle), RootOf(hashes, middle, to));
    }

    private sealed record Level(long Index, List<byte[]> Hashes);
}
