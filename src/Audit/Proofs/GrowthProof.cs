using System.Globalization;

namespace Exchange.Audit;

/// <summary>
/// A file that proves that a log only grew since an older checkpoint: the body of a C2SP tlog-witness <c>add-checkpoint</c> request
/// (https://c2sp.org/tlog-witness), which is the one textual form of a consistency proof that is written down.
/// </summary>
/// <param name="OldSize">The size of the older tree; 0 proves nothing and has no path.</param>
/// <param name="Path">The consistency proof (RFC 6962 §2.1.2).</param>
/// <param name="Checkpoint">The newer checkpoint.</param>
public sealed record GrowthProof(long OldSize, IReadOnlyList<ReadOnlyMemory<byte>> Path, SignedCheckpoint Checkpoint)
{
    private const string Word = "old ";

    /// <summary>Reads a proof; null when the bytes are none. Whatever the bytes, nothing is thrown.</summary>
    public static GrowthProof? Parse(ReadOnlySpan<byte> bytes) =>
        ProofLines.Split(bytes) is ([var head, .. var hashes], var checkpoint)
            && ProofLines.Number(head, Word) is { } oldSize
            && ProofLines.Hashes(hashes) is { } path
            ? new GrowthProof(oldSize, path, checkpoint)
            : null;

    /// <summary>The proof as it is written.</summary>
    public override string ToString() => ProofLines.Text(string.Create(CultureInfo.InvariantCulture, $"{Word}{OldSize}"), Path, Checkpoint);

    /// <summary>Whether the log whose keys are trusted only grew since an older checkpoint of it.</summary>
    /// <param name="keys">The keys; those that signed the older checkpoint are among them.</param>
    /// <param name="older">The older checkpoint, as whoever verifies kept it.</param>
    public ProofVerdict Verify(TrustedKeys keys, SignedCheckpoint older)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(older);
        if (keys.Check(Checkpoint) != CheckpointTrust.Signed)
            return ProofVerdict.CheckpointNotTrusted;
        var (first, last) = (older.Checkpoint, Checkpoint.Checkpoint);
        if (keys.WithoutWitnesses().Check(older) != CheckpointTrust.Signed || first.Origin != last.Origin || first.Size != OldSize)
            return ProofVerdict.OtherBeginning;
        // Everything grew out of nothing: of an empty tree there is nothing to prove, if it says that it was empty.
        if (first.Size == 0)
            return Path.Count == 0 && first.Root.Span.SequenceEqual(MerkleHash.EmptyRoot()) ? ProofVerdict.Proved : ProofVerdict.NotProved;
        return ConsistencyProof.Verify(first.Size, last.Size, first.Root.Span, last.Root.Span, Path) ? ProofVerdict.Proved : ProofVerdict.NotProved;
    }
}
