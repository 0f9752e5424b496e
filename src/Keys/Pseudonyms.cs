using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Exchange.Consent;

namespace Exchange.Keys;

/// <summary>
/// Names a case towards one partner, for one purpose, during one calendar quarter: its random id, 128 bits, encrypted as one block of
/// AES-256 under a key of partner, purpose and period. Two partners, purposes or quarters cannot be joined by it, and the gateway finds
/// the case by it for as long as the key is there. Towards reviewers of the log it names a case instead by a key of their controller.
/// </summary>
/// <remarks>
/// A stable pseudonym is personal data; nothing that holds one may be called anonymous. Who a case is about has one of its own, by which
/// that partner joins what it sees of one person, for that purpose in that quarter.
/// </remarks>
public sealed class Pseudonyms(KeyVault keys)
{
    private const int Length = 16;
    private const string OfTheLog = "log/", OfSubjects = "subject/";

    private readonly BlindIndex _index = new(keys);

    /// <summary>The pseudonym: 128 bits as 22 characters of base64url.</summary>
    /// <param name="partnership">The partnership.</param>
    /// <param name="partner">The partner that sees it, by the covenant's name.</param>
    /// <param name="purpose">The purpose, by the covenant's name.</param>
    /// <param name="day">The Amsterdam day; its calendar quarter is the period.</param>
    /// <param name="caseId">The case, by its random id: 128 bits as 22 characters of base64url.</param>
    /// <exception cref="ArgumentException">That is no such id.</exception>
    /// <exception cref="IOException">The key store cannot be read or written.</exception>
    /// <exception cref="CryptographicException">The key does not unwrap.</exception>
    public string Of(PartnershipId partnership, string partner, string purpose, DateOnly day, string caseId)
    {
        Span<byte> block = stackalloc byte[Length];
        if (!TryRead(caseId, block))
            throw new ArgumentException("A case has a random id of 128 bits.", nameof(caseId));
        using var cipher = CipherOf(partnership, Scope(partner, purpose, day));
        cipher.EncryptEcb(block, block, PaddingMode.None);
        return Base64Url.EncodeToString(block);
    }

    /// <summary>
    /// The pseudonym of whom a case is about: HMAC-SHA-256 of the random subject id under a key of partner, purpose and calendar quarter,
    /// shortened to 128 bits, as 22 characters of base64url. Nothing leads back from it.
    /// </summary>
    /// <param name="partnership">The partnership.</param>
    /// <param name="partner">The partner that sees it, by the covenant's name.</param>
    /// <param name="purpose">The purpose, by the covenant's name.</param>
    /// <param name="day">The Amsterdam day; its calendar quarter is the period.</param>
    /// <param name="subjectId">The subject, by its random id.</param>
    /// <inheritdoc cref="OfCaseInLog" path="/exception"/>
    public string OfSubject(PartnershipId partnership, string partner, string purpose, DateOnly day, string subjectId)
    {
        ArgumentException.ThrowIfNullOrEmpty(subjectId);
        var key = keys.GetOrCreate(partnership, new KeyName(KeyKind.Pseudonym, OfSubjects + Scope(partner, purpose, day)));
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.Bytes.Span, BoundData.Of("pseudonym", subjectId), mac);
        return Base64Url.EncodeToString(mac[..Length]);
    }

    /// <summary>
    /// The id of the case behind a pseudonym, there and then. Of what is no pseudonym of that partner, purpose and quarter, an id that no
    /// case has: it takes as long, and so does finding that out.
    /// </summary>
    /// <param name="partnership">The partnership.</param>
    /// <param name="partner">The partner that saw it, by the covenant's name.</param>
    /// <param name="purpose">The purpose, by the covenant's name.</param>
    /// <param name="day">The Amsterdam day; its calendar quarter is the period.</param>
    /// <param name="pseudonym">The pseudonym.</param>
    /// <inheritdoc cref="OfCaseInLog" path="/exception"/>
    public string CaseOf(PartnershipId partnership, string partner, string purpose, DateOnly day, string pseudonym)
    {
        Span<byte> block = stackalloc byte[Length];
        if (!TryRead(pseudonym, block))
            block.Clear();
        using var cipher = CipherOf(partnership, Scope(partner, purpose, day));
        cipher.DecryptEcb(block, block, PaddingMode.None);
        return Base64Url.EncodeToString(block);
    }

    /// <summary>
    /// The keys of quarters that ended before a day. Once they are destroyed, nobody makes the pseudonyms of then again, or finds a case
    /// by one that somebody wrote down. Those by which reviewers follow the log have no period.
    /// </summary>
    /// <param name="partnership">The partnership.</param>
    /// <param name="day">The Amsterdam day.</param>
    /// <exception cref="IOException">The key store cannot be read.</exception>
    public IReadOnlyList<KeyName> Ended(PartnershipId partnership, DateOnly day)
    {
        var current = Quarter(day);
        return
        [
            .. keys.List(partnership, KeyKind.Pseudonym)
                .Where(name => !name.Scope.StartsWith(OfTheLog, StringComparison.Ordinal))
                .Where(name => string.CompareOrdinal(name.Scope[(name.Scope.LastIndexOf('/') + 1)..], current) < 0),
        ];
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

        using var cipher = CipherOf(partnership, OfTheLog + controller);
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
        using var cipher = CipherOf(partnership, OfTheLog + controller);
        Span<byte> hash = stackalloc byte[Length];
        cipher.DecryptEcb(block, hash, PaddingMode.None);
        return BlindIndex.Shorten(hash);
    }

    // One block that is random already, a hash or an id, and never comes twice: what no mode would make safer. Scopes of partners begin
    // with a length.
    private Aes CipherOf(PartnershipId partnership, string scope)
    {
        var cipher = Aes.Create();
        cipher.SetKey(keys.GetOrCreate(partnership, new KeyName(KeyKind.Pseudonym, scope)).Bytes.Span);
        return cipher;
    }

    // A decoder leaves out white space and takes padding: only what can be a name of 128 bits is read.
    private static bool TryRead(string text, Span<byte> block) =>
        text.Length == 22 && Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, block, out var written) && written == Length;

    private static string Quarter(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day.Year:0000}Q{(day.Month + 2) / 3}");

    // The lengths keep two pairs of names from making one scope.
    private static string Scope(string partner, string purpose, DateOnly day)
    {
        ArgumentException.ThrowIfNullOrEmpty(partner);
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        return string.Create(CultureInfo.InvariantCulture, $"{partner.Length}:{partner}/{purpose.Length}:{purpose}/{Quarter(day)}");
    }
}
