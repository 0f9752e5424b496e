using System.Text;

namespace Exchange.Audit;

/// <summary>A checkpoint with the note that it stands in.</summary>
/// <param name="Checkpoint">What it says.</param>
/// <param name="Note">Who signed it.</param>
public sealed record SignedCheckpoint(Checkpoint Checkpoint, SignedNote Note)
{
    /// <summary>Reads a signed checkpoint; null when the bytes are none. Whatever the bytes, nothing is thrown.</summary>
    public static SignedCheckpoint? Parse(ReadOnlySpan<byte> bytes) =>
        SignedNote.Parse(bytes) is { } note && Checkpoint.Parse(note.Text) is { } checkpoint ? new SignedCheckpoint(checkpoint, note) : null;

    /// <summary>Signs a checkpoint with a log's keys, under the name of its origin.</summary>
    /// <param name="checkpoint">The checkpoint. Its origin serves as the name of the keys.</param>
    /// <param name="keys">
    /// The keys, one or more: each its public key (SubjectPublicKeyInfo in DER, P-256) and what signs with it (SHA-256, a DER-encoded
    /// signature).
    /// </param>
    /// <exception cref="ArgumentException">There is no key, or the origin is no name for one.</exception>
    public static SignedCheckpoint Sign(Checkpoint checkpoint, IReadOnlyList<(ReadOnlyMemory<byte> PublicKey, Func<byte[], byte[]> Sign)> keys)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Count == 0 || !SignedNote.IsKeyName(checkpoint.Origin))
            throw new ArgumentException("A checkpoint is signed with a key that bears the name of its origin.");
        var text = checkpoint.ToText();
        var signed = Encoding.UTF8.GetBytes(text);
        return new SignedCheckpoint(
            checkpoint,
            new SignedNote(text, [.. keys.Select(k => new NoteSignature(checkpoint.Origin, NoteKey.IdOfLogKey(k.PublicKey.Span), k.Sign(signed)))]));
    }
}
