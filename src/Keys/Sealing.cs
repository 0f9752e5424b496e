using System.Security.Cryptography;
using Exchange.Consent;

namespace Exchange.Keys;

/// <summary>Something under a key that may be destroyed later.</summary>
/// <param name="KeyId">The key, by its random id.</param>
/// <param name="Ciphertext">Nonce (12 bytes), ciphertext, tag (16 bytes).</param>
public sealed record SealedValue(string KeyId, byte[] Ciphertext);

/// <summary>
/// Seals the fields of log entries that name a person, before they are hashed: destroying the key makes the field unreadable
/// and breaks no proof. AES-256-GCM; the additional data bind partnership and key.
/// </summary>
/// <remarks>
/// Nonces are random, so a key should seal fewer than 2^32 values (NIST SP 800-38D §8.3); whoever seals more renews the key by
/// putting a period in its scope.
/// </remarks>
public sealed class Sealing(KeyVault keys)
{
    /// <summary>Seals under the key of that name; makes the key when there is none.</summary>
    /// <exception cref="IOException">The key store cannot be read or written.</exception>
    /// <exception cref="CryptographicException">The key does not unwrap.</exception>
    public SealedValue Seal(PartnershipId partnership, KeyName name, ReadOnlySpan<byte> plaintext) =>
        Seal(partnership, keys.GetOrCreate(partnership, name), plaintext);

    /// <summary>
    /// Seals under the key of that name or, when there is none, under another, in a time that does not tell which: see
    /// <see cref="KeyVault.ReadAgain"/>.
    /// </summary>
    /// <inheritdoc cref="Seal(PartnershipId, KeyName, ReadOnlySpan{byte})" path="/exception"/>
    /// <returns>The value, and whether it is under the key of that name.</returns>
    public (SealedValue Value, bool IsUnderName) SealEvenly(
        PartnershipId partnership, KeyName name, KeyName otherwise, ReadOnlySpan<byte> plaintext)
    {
        var (key, isOfName) = keys.ReadAgain(partnership, name, otherwise);
        return (Seal(partnership, key, plaintext), isOfName);
    }

    /// <summary>Opens what <see cref="Seal(PartnershipId, KeyName, ReadOnlySpan{byte})"/> made, or null when the key is destroyed.</summary>
    /// <exception cref="IOException">The key store cannot be read.</exception>
    /// <exception cref="CryptographicException">The value was altered or belongs to another partnership or key.</exception>
    public byte[]? Open(PartnershipId partnership, string keyId, ReadOnlySpan<byte> ciphertext) =>
        keys.FindById(partnership, keyId) is { } key ? Aead.Decrypt(key, ciphertext, Bind(partnership, key.Id)) : null;

    private static SealedValue Seal(PartnershipId partnership, Key key, ReadOnlySpan<byte> plaintext) =>
        new(key.Id, Aead.Encrypt(key, plaintext, Bind(partnership, key.Id)));

    private static byte[] Bind(PartnershipId partnership, string keyId) => BoundData.Of("sealed", partnership.Value, keyId);
}
