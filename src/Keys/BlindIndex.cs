using System.Buffers.Binary;
using System.Security.Cryptography;
using Exchange.Consent;

namespace Exchange.Keys;

/// <summary>
/// Recognises a value without storing it: HMAC-SHA-256 under a key of the partnership, so that two partnerships cannot compare
/// and whoever has the database alone cannot try every BSN.
/// </summary>
public sealed class BlindIndex(KeyVault keys)
{
    // Other scopes are "log", of cases and subjects, and "log/" with a controller, of its actors.
    private static readonly KeyName Name = new(KeyKind.Index, "");
    private static readonly KeyName LogName = new(KeyKind.Index, "log");

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

    /// <summary>The mark of an actor in the index of the log, under a key of its controller.</summary>
    /// <inheritdoc cref="Of" path="/exception"/>
    public long OfActorInLog(PartnershipId partnership, string controller, string actor) =>
        Shorten(Hash(partnership, new KeyName(KeyKind.Index, "log/" + controller), "actor", actor));

    /// <summary>The mark of a subject in the index of the log.</summary>
    /// <inheritdoc cref="Of" path="/exception"/>
    public long OfSubjectInLog(PartnershipId partnership, string subjectId) => Shorten(Hash(partnership, LogName, "subject", subjectId));

    /// <summary>The mark of a case in the index of the log.</summary>
    /// <inheritdoc cref="Of" path="/exception"/>
    public long OfCaseInLog(PartnershipId partnership, string caseId) => Shorten(CaseInLog(partnership, caseId));

    /// <summary>What the mark of a case and its pseudonyms in the log are made of: 32 bytes.</summary>
    internal byte[] CaseInLog(PartnershipId partnership, string caseId) => Hash(partnership, LogName, "case", caseId);

    /// <summary>The first 64 bits.</summary>
    internal static long Shorten(ReadOnlySpan<byte> hash) => BinaryPrimitives.ReadInt64BigEndian(hash);

    private byte[] Hash(PartnershipId partnership, KeyName name, string label, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        return HMACSHA256.HashData(keys.GetOrCreate(partnership, name).Bytes.Span, BoundData.Of("log", label, value));
    }
}
