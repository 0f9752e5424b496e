using System.Security.Cryptography;
using Exchange.Consent;

namespace Exchange.Audit;

/// <summary>
/// Writes a log to a folder in the layout of C2SP tlog-tiles: (1) goes on behind the export that is there, if the log does, (2) writes
/// entries and the tiles over them, one bundle and one tile of each level in memory, (3) compares the root that follows with the store's,
/// and only then (4) signs, puts the checkpoint in its place, and removes what the log no longer keeps. May run beside the gateway that appends.
/// </summary>
/// <remarks>
/// A file is put in its place whole, by renaming, and the checkpoint last: who reads meanwhile finds what its checkpoint promises. Only
/// the checkpoint is forced to the disk: after a power failure, verify the folder or export to a new one.
/// </remarks>
public static class LogExport
{
    /// <summary>Exports the log of a partnership up to the head that it has when this begins.</summary>
    /// <param name="store">The log.</param>
    /// <param name="partnership">The partnership.</param>
    /// <param name="folder">The folder; made when it is not there.</param>
    /// <param name="sign">Signs a head of so many entries and that root.</param>
    /// <param name="cancellation">Ends the work; what was written so far is of use to the next.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be read, or the folder not be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ExportOutcome Write(
        ILogStore store, PartnershipId partnership, string folder, Func<long, ReadOnlyMemory<byte>, SignedCheckpoint> sign, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(sign);
        var head = store.ReadHead(partnership);
        if (!MerkleTree.IsWellFormed(head))
            return Refused(ExportRefusal.LogDamaged, head.Size);
        ReadNodes nodes = wanted => store.ReadNodes(partnership, wanted);
        var signed = sign(head.Size, MerkleTree.Root(head));

        // (1)
        var minimum = store.Read(partnership, 0).Select(leaf => leaf.Index).FirstOrDefault();
        if (minimum % TilePath.Width != 0)
            return Refused(ExportRefusal.EntryMissing, 0);
        var (from, refusal) = Begin(folder, signed.Checkpoint, nodes, minimum);
        if (refusal is { } why)
            return Refused(why, from);
        var export = new ExportFolder(folder);
        var tiles = from == 0 ? new TileStack(export.Write) : TileStack.Resume(from, nodes, export.Write);

        // (2)
        using var bundle = new MemoryStream();
        if (from < head.Size)
        {
            foreach (var leaf in store.Read(partnership, from))
            {
                cancellation.ThrowIfCancellationRequested();
                if (leaf.Index >= head.Size)
                    break;
                if (leaf.Index != tiles.Size)
                    return Refused(ExportRefusal.EntryMissing, tiles.Size);
                if (leaf.Leaf.Length > EntryBundle.MaxEntry)
                    return Refused(ExportRefusal.EntryTooLong, leaf.Index);
                EntryBundle.Write(bundle, leaf.Leaf.Span);
                tiles.Add(MerkleHash.Leaf(leaf.Leaf.Span));
                if (TilePath.PartialWidth(0, tiles.Size) == 0)
                    export.WriteEntries((tiles.Size >> TilePath.Height) - 1, TilePath.Width, bundle);
            }
        }

        if (tiles.Size < head.Size)
            return Refused(ExportRefusal.EntryMissing, tiles.Size);
        if (TilePath.PartialWidth(0, tiles.Size) is > 0 and var width)
            export.WriteEntries(tiles.Size >> TilePath.Height, width, bundle);
        foreach (var tile in tiles.Partial())
            export.Write(tile);

        // (3)
        if (!CryptographicOperations.FixedTimeEquals(tiles.Root(), signed.Checkpoint.Root.Span))
            return Refused(ExportRefusal.LogDamaged, head.Size);

        // (4)
        export.WriteCheckpoint(signed);
        export.Prune(minimum);
        return new ExportOutcome.Written(signed, from, minimum);
    }

    private static (long From, ExportRefusal? Refusal) Begin(string folder, Checkpoint now, ReadNodes nodes, long minimum)
    {
        if (new FolderTiles(folder).Read(TilePath.Checkpoint, SignedNote.MaxLength) is not { } bytes)
            return Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any(entry => Path.GetFileName(entry) != "tile")
                ? (0, ExportRefusal.OtherFolder)
                : (minimum, null);
        if (SignedCheckpoint.Parse(bytes)?.Checkpoint is not { } before || before.Origin != now.Origin)
            return (0, ExportRefusal.OtherFolder);
        if (before.Size < minimum)
            return (minimum, ExportRefusal.Pruned);
        if (before.Size > now.Size || !CryptographicOperations.FixedTimeEquals(MerkleTree.RootAt(nodes, before.Size), before.Root.Span))
            return (before.Size, ExportRefusal.HistoryChanged);
        return (Math.Max(minimum, before.Size & ~(TilePath.Width - 1L)), null);
    }

    private static ExportOutcome.Refused Refused(ExportRefusal why, long index) => new(why, index);
}
