using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Exchange.Consent;

namespace Exchange.Keys;

/// <summary>
/// Names a subject towards one partner, for one purpose, during one calendar quarter: HMAC-SHA-256 of the random subject id
/// under a key of partner, purpose and period. Two partners, purposes or quarters cannot be joined by it. Towards reviewers of the
/// log it names a case instead.
/// </summary>
/// <remarks>A stable pseudonym is personal data; nothing that holds one may be called anonymous.</remarks>
public sealed class Pseudonyms(KeyVault keys)
{
    private const int Length = 16;

    private readonly BlindIndex _index = new(keys);

    /// <summary>The pseudonym: 128 bits as 22 characters of base64url.</summary>
    /// <param name="partnership">The partnership.</param>
    /// <param name="partner">The partner that sees it, by the covenant's name.</param>
    /// <param name="purpose">The purpose, by the covenant's name.</param>
    /// <param name="day">The Amsterdam day; its calendar quarter is the period.</param>
    /// <param name="subjectId">The subject, by its random id.</param>
    /// <exception cref="IOException">The key store cannot be read or written.</exception>
    /// <exception cref="CryptographicException">The key does not unwrap.</exception>
    public string Of(PartnershipId partnership, string partner, string purpose, DateOnly day, string subjectId)
    {
        ArgumentException.ThrowIfNullOrEmpty(partner);
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        ArgumentException.ThrowIfNullOrEmpty(subjectId);
        return Make(partnership, Scope(partner, purpose, day), "pseudonym", subjectId);
    }

    /// <summary>
    /// The pseudonym under which a controller's reviewers follow a case through the log: 22 characters of base64url. It is the case's
    /// blind index, 128 bits, encrypted as one block of AES-256 under a key of the controller: the reviewers of two controllers cannot
    /// join what they see by it, and the gateway can search by it.
    /// </summary>
    /// <param name="partnership">The partnership.</param>
    /// <param name="controller">The controller whose reviewers see it, by the covenant's name.</param>
    /// <param name="caseId">The case, by its random id.</param>
    /// <exception cref="IOException">The key store cannot be read or written.</exception>
    /// <exception cref="CryptographicException">The key does not unwrap.</exception>
    public string OfCaseInLog(PartnershipId partnership, string controller, string caseId)
    {
        ArgumentException.ThrowIfNullOrEmpty(controller);
        ArgumentException.ThrowIfNullOrEmpty(caseId);

        using var cipher = CipherOf(partnership, controller);
        Span<byte> block = stackalloc byte[Length];
        cipher.EncryptEcb(_index.CaseInLog(partnership, caseId).AsSpan(0, Length), block, PaddingMode.None);
        return Base64Url.EncodeToString(block);
    }

    /// <summary>The mark in the index of the log of the case behind a pseudonym; of what is no pseudonym, one that nothing has.</summary>
    /// <inheritdoc cref="OfCaseInLog" path="/exception"/>
    public long MarkOfCaseInLog(PartnershipId partnership, string controller, string pseudonym)
    {
        ArgumentException.ThrowIfNullOrEmpty(controller);
        Span<byte> block = stackalloc byte[Length];
        Base64Url.TryDecodeFromChars(pseudonym, block, out _);
        using var cipher = CipherOf(partnership, controller);
        Span<byte> hash = stackalloc byte[Length];
        cipher.DecryptEcb(block, hash, PaddingMode.None);
        return BlindIndex.Shorten(hash);
    }

    // One block, which is a hash already: what no mode would make safer. Other scopes begin with a length.
    private Aes CipherOf(PartnershipId partnership, string controller)
    {
        var cipher = Aes.Create();
        cipher.SetKey(keys.GetOrCreate(partnership, new KeyName(KeyKind.Pseudonym, "log/" + controller)).Bytes.Span);
        return cipher;
    }

    private string Make(PartnershipId partnership, string scope, string label, string id)
    {
        var key = keys.GetOrCreate(partnership, new KeyName(KeyKind.Pseudonym, scope));
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.Bytes.Span, BoundData.Of(label, id), mac);
        return Base64Url.EncodeToString(mac[..Length]);
    }

    private static string Quarter(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day.Year:0000}Q{(day.Month + 2) / 3}");

    // The lengths keep two pairs of names from making one scope.
    private static string Scope(string partner, string purpose, DateOnly day) => string.Create(
        CultureInfo.InvariantCulture,
        $"{partner.Length}:{partner}/{purpose.Length}:{purpose}/{Quarter(day)}");
}
