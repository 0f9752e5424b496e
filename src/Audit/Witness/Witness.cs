namespace Exchange.Audit;

/// <summary>
/// Watches that a log only grows, for whoever cannot do so all the time: (1) a trusted key signed the checkpoint, (2) the tiles prove
/// that it goes on from the last one that was seen, (3) it is remembered, on the disk, and only then (4) countersigned. A log that shows
/// one history to the witness and another to somebody else cannot have both countersigned.
/// </summary>
/// <param name="folder">What is remembered; one folder has one witness.</param>
/// <param name="key">The witness's key.</param>
/// <param name="time">The clock.</param>
public sealed class Witness(string folder, WitnessKey key, TimeProvider time)
{
    /// <summary>Looks at a log once.</summary>
    /// <param name="source">Its export.</param>
    /// <param name="log">The keys of the log.</param>
    /// <exception cref="StoreUnavailableException">The export cannot be read now, or nothing can be remembered.</exception>
    public WitnessAnswer Look(ITileSource source, TrustedKeys log)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(log);

        // (1)
        if (TileReading.Checkpoint(source) is not { } signed)
            return new WitnessAnswer.Refused(WitnessRefusal.Unreadable, null, null);
        if (log.WithoutWitnesses().Check(signed) != CheckpointTrust.Signed)
            return new WitnessAnswer.Refused(WitnessRefusal.NotTrusted, null, null);
        using var memory = WitnessMemory.Open(folder, signed.Checkpoint.Origin);

        // (2)
        if (memory.Last?.Checkpoint is { } seen && FindRefusal(source, seen, signed.Checkpoint) is { } why)
        {
            var evidence = why == WitnessRefusal.TwoHistories ? WitnessMemory.KeepEvidence(folder, signed) : null;
            return new WitnessAnswer.Refused(why, seen, evidence);
        }

        // (3)
        if (memory.Last?.Checkpoint != signed.Checkpoint)
            memory.Remember(signed);

        // (4)
        return new WitnessAnswer.Countersigned(key.Countersign(signed, time.GetUtcNow()));
    }

    private static WitnessRefusal? FindRefusal(ITileSource source, Checkpoint seen, Checkpoint now)
    {
        if (now.Size < seen.Size)
            return WitnessRefusal.Shrunk;
        if (now.Size == seen.Size)
            return now == seen ? null : WitnessRefusal.TwoHistories;
        if (seen.Size == 0)
            return null;
        var nodes = new TileNodes(source, now.Size);
        try
        {
            var proof = ConsistencyProof.Build(nodes.Read, seen.Size, now.Size);
            if (ConsistencyProof.Verify(seen.Size, now.Size, seen.Root.Span, now.Root.Span, proof))
                return null;

            // The same tiles prove another beginning to what was signed: then it is the log that lies. Otherwise it may be the tiles.
            return ConsistencyProof.Verify(seen.Size, now.Size, MerkleTree.RootAt(nodes.Read, seen.Size), now.Root.Span, proof)
                ? WitnessRefusal.TwoHistories
                : WitnessRefusal.Unproved;
        }
        catch (StoreUnavailableException) when (nodes.LacksNodes)
        {
            return WitnessRefusal.Unproved;
        }
    }
}
