namespace Exchange.Audit;

/// <summary>Reads files of an export as far as a checkpoint says that they are there.</summary>
internal static class TileReading
{
    /// <summary>The hashes of a tile, of which a longer one may have come in the place meanwhile; null when it is not there or has another length.</summary>
    public static byte[]? Hashes(ITileSource source, int level, long index, int width)
    {
        var length = width * MerkleHash.Length;
        if (source.Read(TilePath.OfTile(level, index, width), length) is { } exact)
            return exact.Length == length ? exact : null;
        return width < TilePath.Width && Hashes(source, level, index, TilePath.Width) is { } grown ? grown[..length] : null;
    }

    /// <summary>The entries of a bundle, likewise.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>>? Entries(ITileSource source, long index, int width)
    {
        if (source.Read(TilePath.OfEntries(index, width), EntryBundle.MaxLength) is { } exact)
            return EntryBundle.Read(exact, width);
        return width < TilePath.Width && Entries(source, index, TilePath.Width) is { } grown ? [.. grown.Take(width)] : null;
    }

    /// <summary>The signed head; null when it is not there or is none.</summary>
    public static SignedCheckpoint? Checkpoint(ITileSource source) =>
        source.Read(TilePath.Checkpoint, SignedNote.MaxLength) is { } bytes ? SignedCheckpoint.Parse(bytes) : null;
}
