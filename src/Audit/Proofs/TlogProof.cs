using System.Globalization;
using System.Security.Cryptography;

namespace Exchange.Audit;

/// <summary>
/// A file that proves an entry to whoever has the log's public key and nothing else: C2SP tlog-proof
/// (https://c2sp.org/tlog-proof). Its extra data are the entry's exact bytes, which are believed only because their hash is proved.
/// </summary>
/// <param name="Index">The entry, from 0.</param>
/// <param name="Leaf">The entry's exact bytes, or null when the proof is of a hash that is known otherwise.</param>
/// <param name="Path">The audit path, from the leaf up.</param>
/// <param name="Checkpoint">The checkpoint of the tree that it is in.</param>
public sealed record TlogProof(long Index, ReadOnlyMemory<byte>? Leaf, IReadOnlyList<ReadOnlyMemory<byte>> Path, SignedCheckpoint Checkpoint)
{
    private const string Head = "c2sp.org/tlog-proof@v1", IndexWord = "index ", ExtraWord = "extra ";

    /// <summary>Reads a proof; null when the bytes are none. Whatever the bytes, nothing is thrown.</summary>
    public static TlogProof? Parse(ReadOnlySpan<byte> bytes)
    {
        if (ProofLines.Split(bytes) is not ([Head, .. var lines], var checkpoint))
            return null;
        byte[]? leaf = null;
        if (lines is [var extra, .. var others] && extra.StartsWith(ExtraWord, StringComparison.Ordinal))
        {
            if ((leaf = CanonicalText.FromBase64(extra[ExtraWord.Length..])) is null)
                return null;
            lines = others;
        }

        return lines is [var number, .. var hashes]
            && ProofLines.Number(number, IndexWord) is { } index
            && ProofLines.Hashes(hashes) is { } path
            ? new TlogProof(index, leaf is null ? default(ReadOnlyMemory<byte>?) : leaf, path, checkpoint)
            : null;
    }

    /// <summary>The proof as it is written; the files end in <c>.tlog-proof</c>.</summary>
    public override string ToString()
    {
        var extra = Leaf is { } leaf ? $"{ExtraWord}{Convert.ToBase64String(leaf.Span)}\n" : "";
        return ProofLines.Text(string.Create(CultureInfo.InvariantCulture, $"{Head}\n{extra}{IndexWord}{Index}"), Path, Checkpoint);
    }

    /// <summary>Whether the entry is in the log whose keys are trusted.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="leafHash">The hash that the entry has to have; null when the proof brings the entry itself.</param>
    public ProofVerdict Verify(TrustedKeys keys, ReadOnlySpan<byte> leafHash)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Check(Checkpoint) != CheckpointTrust.Signed)
            return ProofVerdict.CheckpointNotTrusted;
        if (Leaf is null && leafHash.IsEmpty)
            return ProofVerdict.NothingToProve;
        var proved = Leaf is { } leaf ? MerkleHash.Leaf(leaf.Span) : leafHash;
        if (!leafHash.IsEmpty && !CryptographicOperations.FixedTimeEquals(proved, leafHash))
            return ProofVerdict.NotProved;
        return InclusionProof.Verify(Index, Checkpoint.Checkpoint.Size, proved, Path, Checkpoint.Checkpoint.Root.Span)
            ? ProofVerdict.Proved
            : ProofVerdict.NotProved;
    }
}
