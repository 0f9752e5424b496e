using System.Security.Cryptography;
using Exchange.Consent;

namespace Exchange.Keys;

/// <summary>
/// Recognises a value without storing it: HMAC-SHA-256 under a key of the partnership, so that two partnerships cannot compare
/// and whoever has the database alone cannot try every BSN.
/// </summary>
public sealed class BlindIndex(KeyVault keys)
{
    private static readonly KeyName Name = new(KeyKind.Index, "");

    /// <summary>The index of a value: 32 bytes, the same for the same label and text.</summary>
    /// <param name="partnership">The partnership.</param>
    /// <param name="label">What the value is, such as <c>bsn</c>; equal texts under two labels have different indexes.</param>
    /// <param name="value">The value in its one normal form (a BSN: nine digits); it is compared exactly.</param>
    /// <exception cref="IOException">The key store cannot be read or written.</exception>
    /// <exception cref="CryptographicException">The key does not unwrap.</exception>
    public byte[] Of(PartnershipId partnership, string label, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        ArgumentException.ThrowIfNullOrEmpty(value);
        return HMACSHA256.HashData(keys.GetOrCreate(partnership, Name).Bytes.Span, BoundData.Of("index", label, value));
    }
}
