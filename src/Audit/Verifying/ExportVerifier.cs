using System.Security.Cryptography;
using Exchange.Audit.V1;
using Google.Protobuf;

namespace Exchange.Audit;

/// <summary>
/// Verifies an export with the log's public key and nothing else: (1) a trusted key signed the checkpoint, (2) every entry is there,
/// reads as an entry and has its leaf hash, (3) every tile holds the hashes of what it stands over, (4) the tree had the root of an
/// older checkpoint when it had its size, and (5) has the root that was signed. Files that the checkpoint does not need are not read.
/// </summary>
public static class ExportVerifier
{
    /// <summary>Verifies an export.</summary>
    /// <param name="source">Where it lies.</param>
    /// <param name="keys">The keys that are trusted; every witness among them has to have countersigned.</param>
    /// <param name="older">A checkpoint that was kept from before, or null.</param>
    /// <param name="from">
    /// The minimum index: entries before it may be pruned, and of their tiles only what the tree needs is read. Rounded down to a full tile.
    /// </param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="StoreUnavailableException">The export cannot be read now.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ExportVerification Verify(
        ITileSource source, TrustedKeys keys, SignedCheckpoint? older = null, long from = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        if (TileReading.Checkpoint(source) is not { } signed)
            return Found(null, 0, ExportFaultKind.CheckpointUnreadable);
        var checkpoint = signed.Checkpoint;
        if (FaultOf(keys.Check(signed)) is { } untrusted)
            return Found(checkpoint, 0, untrusted);
        if (older is not null && (keys.WithoutWitnesses().Check(older) != CheckpointTrust.Signed || older.Checkpoint.Origin != checkpoint.Origin))
            return Found(checkpoint, 0, ExportFaultKind.OlderNotTrusted);
        if (older?.Checkpoint.Size > checkpoint.Size)
            return Found(checkpoint, 0, ExportFaultKind.Shrunk, checkpoint.Size);
        return new Run(source, checkpoint, older?.Checkpoint, cancellation).Verify(Math.Min(from, checkpoint.Size) & ~(TilePath.Width - 1L));
    }

    private static ExportVerification Found(Checkpoint? checkpoint, long verified, ExportFaultKind kind, long index = -1) =>
        new(checkpoint, verified, new ExportFault(kind, TilePath.Checkpoint, index));

    private static ExportFaultKind? FaultOf(CheckpointTrust trust) => trust switch
    {
        CheckpointTrust.Signed => null,
        CheckpointTrust.SignatureWrong => ExportFaultKind.CheckpointAltered,
        CheckpointTrust.OtherLog => ExportFaultKind.OtherLog,
        CheckpointTrust.NotWitnessed => ExportFaultKind.NotWitnessed,
        _ => ExportFaultKind.CheckpointNotSigned,
    };

    private sealed class Run(ITileSource source, Checkpoint checkpoint, Checkpoint? older, CancellationToken cancellation)
    {
        private ExportFault? _fault;

        public ExportVerification Verify(long from)
        {
            var nodes = new TileNodes(source, checkpoint.Size);
            TileStack tiles;
            try
            {
                tiles = from == 0 ? new TileStack(Compare) : TileStack.Resume(from, nodes.Read, Compare);
                if (older?.Size < from)
                    CompareOlder(MerkleTree.RootAt(nodes.Read, older.Size));
            }
            catch (StoreUnavailableException) when (nodes.LacksNodes)
            {
                return new ExportVerification(checkpoint, 0, new ExportFault(ExportFaultKind.TileUnreadable, "tile", 0));
            }

            if (older?.Size == from)
                CompareOlder(tiles.Root());
            while (_fault is null && tiles.Size < checkpoint.Size)
            {
                cancellation.ThrowIfCancellationRequested();
                ReadBundle(tiles);
            }

            foreach (var tile in tiles.Partial().Where(t => t.Level > 0 && _fault is null))
                Compare(tile);
            if (_fault is null && !CryptographicOperations.FixedTimeEquals(tiles.Root(), checkpoint.Root.Span))
                _fault = new ExportFault(ExportFaultKind.OtherTree, TilePath.Checkpoint, -1);
            return new ExportVerification(checkpoint, tiles.Size - from, _fault);
        }

        private void ReadBundle(TileStack tiles)
        {
            var (first, index) = (tiles.Size, tiles.Size >> TilePath.Height);
            var width = (int)Math.Min(TilePath.Width, checkpoint.Size - first);
            if (TileReading.Entries(source, index, width) is not { } entries)
            {
                Fail(ExportFaultKind.BundleUnreadable, TilePath.OfEntries(index, width), first);
                return;
            }

            if (TileReading.Hashes(source, 0, index, width) is not { } hashes)
            {
                Fail(ExportFaultKind.TileUnreadable, TilePath.OfTile(0, index, width), first);
                return;
            }

            for (var i = 0; i < width && _fault is null; i++)
            {
                var hash = MerkleHash.Leaf(entries[i].Span);
                if (!hash.AsSpan().SequenceEqual(hashes.AsSpan(i * MerkleHash.Length, MerkleHash.Length)))
                    Fail(ExportFaultKind.EntryAltered, TilePath.OfEntries(index, width), first + i);
                else if (!IsEntry(entries[i]))
                    Fail(ExportFaultKind.EntryUnreadable, TilePath.OfEntries(index, width), first + i);
                else
                    Add(tiles, hash);
            }
        }

        private void Add(TileStack tiles, byte[] hash)
        {
            tiles.Add(hash);
            if (tiles.Size == older?.Size)
                CompareOlder(tiles.Root());
        }

        private void CompareOlder(ReadOnlySpan<byte> root)
        {
            if (!CryptographicOperations.FixedTimeEquals(root, older!.Root.Span))
                Fail(ExportFaultKind.HistoryChanged, TilePath.Checkpoint, older.Size);
        }

        private void Compare(Tile tile)
        {
            if (_fault is not null || tile.Level == 0)
                return; // compared entry by entry
            if (TileReading.Hashes(source, tile.Level, tile.Index, tile.Hashes.Count) is not { } hashes)
            {
                Fail(ExportFaultKind.TileUnreadable, tile.Path, First(tile, 0));
                return;
            }

            for (var i = 0; i < tile.Hashes.Count; i++)
            {
                if (!tile.Hashes[i].AsSpan().SequenceEqual(hashes.AsSpan(i * MerkleHash.Length, MerkleHash.Length)))
                {
                    Fail(ExportFaultKind.TileAltered, tile.Path, First(tile, i));
                    return;
                }
            }
        }

        private static long First(Tile tile, int place) => ((tile.Index << TilePath.Height) + place) << (TilePath.Height * tile.Level);

        private void Fail(ExportFaultKind kind, string path, long index) => _fault ??= new ExportFault(kind, path, index);

        private static bool IsEntry(ReadOnlyMemory<byte> bytes)
        {
            try
            {
                Entry.Parser.ParseFrom(bytes.Span);
                return true;
            }
            catch (InvalidProtocolBufferException)
            {
                return false;
            }
        }
    }
}
