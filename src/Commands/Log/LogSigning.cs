using Exchange.Audit;
using Exchange.Consent;
using Exchange.Keys;

namespace Exchange.Commands;

/// <summary>
/// Signs heads of a partnership's log with every key that signs now. The log's origin is <c>exchange/{log}/{partnership}</c>, with the
/// random name of the log at this installation: it names no organisation and no person, and is the same as long as the keys are kept.
/// </summary>
/// <remarks>Every method throws <see cref="IOException"/> when the key store cannot be read, and
/// <see cref="System.Security.Cryptography.CryptographicException"/> when a key does not unwrap.</remarks>
public sealed class LogSigning(SigningKeys keys)
{
    /// <summary>Makes the first key, unless it is there.</summary>
    public void Prepare(PartnershipId partnership) => keys.MakeFirst(partnership);

    /// <summary>The public keys that sign now, the newest first; none when none was made yet.</summary>
    public IReadOnlyList<NoteKey> PublicKeys(PartnershipId partnership) => keys.LogIdOf(partnership) is null
        ? []
        : [.. keys.Current(partnership).Select(k => NoteKey.OfLog(OriginOf(partnership), k.PublicKey.Span)!)];

    /// <summary>Signs a head. Whoever calls has it from the log: two heads that do not follow from each other must never be signed.</summary>
    public SignedCheckpoint Sign(PartnershipId partnership, long size, ReadOnlyMemory<byte> root)
    {
        Prepare(partnership);
        return SignedCheckpoint.Sign(
            new Checkpoint(OriginOf(partnership), size, root),
            [.. keys.Current(partnership).Select(k => (k.PublicKey, (Func<byte[], byte[]>)(data => k.Sign(data))))]);
    }

    /// <summary>Signs the head that the log had when it had a size that it has reached.</summary>
    /// <exception cref="StoreUnavailableException">The log cannot be read.</exception>
    public SignedCheckpoint SignAt(PartnershipId partnership, ILogStore log, long size) =>
        Sign(partnership, size, MerkleTree.RootAt(log, partnership, size));

    private string OriginOf(PartnershipId partnership) => $"exchange/{keys.LogIdOf(partnership)}/{partnership.Value}";
}
