using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Keys;
using Google.Protobuf;

namespace Exchange.Commands;

/// <summary>
/// The operator has another key sign the log: (1) the entry that names it is written, (2) the key is kept and signs, beside the one before
/// it for <see cref="SigningKeys.Overlap"/>. A crash between the two leaves an entry of a key that never signs.
/// </summary>
public sealed class RotateSigningKey
{
    private readonly SigningKeys _keys;
    private readonly EntryWriter _entries;

    internal RotateSigningKey(SigningKeys keys, EntryWriter entries)
    {
        _keys = keys;
        _entries = entries;
    }

    /// <summary>Makes the key.</summary>
    /// <param name="partnership">The partnership.</param>
    /// <param name="covenant">The covenant in force.</param>
    /// <returns>Null when it signs, else why not.</returns>
    /// <exception cref="IOException">The key store cannot be read or written.</exception>
    public async Task<Refusal?> HandleAsync(PartnershipId partnership, Covenant covenant)
    {
        _keys.MakeFirst(partnership);
        var key = _keys.Propose();
        var entry = _entries.Draft(partnership, covenant, "", null);
        entry.Outcome = Outcome.Done;
        entry.SigningKeyMade = new SigningKeyMade { PublicKey = ByteString.CopyFrom(key.PublicKey.Span) };
        if (await _entries.AppendAsync(partnership, entry, [], []).ConfigureAwait(false) is not AppendOutcome.Appended)
            return Refusals.LogUnavailable;
        return _keys.Keep(partnership, key) ? null : Refusals.LogUnavailable;
    }
}
