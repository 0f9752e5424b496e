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

    // Of who calls and of cases that are released, which come back with every look. Refusals do not use it: whether a mark is known
    // here would tell by its time that there is such a case.
    private readonly RecentlyUsed<(string KeyId, string Label, string Value), byte[]> _known = new(100_000);

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
        Shorten(Known(partnership, new KeyName(KeyKind.Index, "log/" + controller), "actor", actor));

    /// <summary>The mark of a subject in the index of the log.</summary>
    /// <inheritdoc cref="Of" path="/exception"/>
    public long OfSubjectInLog(PartnershipId partnership, string subjectId) => Shorten(Hash(partnership, LogName, "subject", subjectId));

    /// <summary>The mark of a case in the index of the log.</summary>
    /// <inheritdoc cref="Of" path="/exception"/>
    public long OfCaseInLog(PartnershipId partnership, string caseId) => Shorten(CaseInLog(partnership, caseId));

    /// <summary>The marks of a case that is released, and of its subject; see <see cref="OfCaseInLog"/> and <see cref="OfSubjectInLog"/>.</summary>
    /// <inheritdoc cref="Of" path="/exception"/>
    public (long Case, long Subject) OfReleasedInLog(PartnershipId partnership, string caseId, string subjectId) => (
        Shorten(Known(partnership, LogName, "case", caseId)), Shorten(Known(partnership, LogName, "subject", subjectId)));

    /// <summary>What the mark of a case and its pseudonyms in the log are made of: 32 bytes.</summary>
    internal byte[] CaseInLog(PartnershipId partnership, string caseId) => Hash(partnership, LogName, "case", caseId);

    /// <summary>The first 64 bits.</summary>
    internal static long Shorten(ReadOnlySpan<byte> hash) => BinaryPrimitives.ReadInt64BigEndian(hash);

    // Under another key, it is another mark.
    private byte[] Known(PartnershipId partnership, KeyName name, string label, string value)
    {
        var place = (keys.GetOrCreate(partnership, name).Id, label, value);
        if (_known.Find(place) is { } known)
            return known;
        var hash = Hash(partnership, name, label, value);
        _known.Add(place, hash);
        return hash;
    }

    private byte[] Hash(PartnershipId partnership, KeyName name, string label, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        return HMACSHA256.HashData(keys.GetOrCreate(partnership, name).Bytes.Span, BoundData.Of("log", label, value));
    }
}
