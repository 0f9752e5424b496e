using System.Globalization;
using System.Security.Cryptography;
using Exchange.Consent;

namespace Exchange.Keys;

/// <summary>
/// Encrypts what sections and documents say, what partners signed and what meetings see, under the key of their case: AES-256-GCM, nonce (12 bytes) first, tag (16 bytes) last. The
/// additional data bind partnership, case, section and version, so that a ciphertext is of use in its own place only.
/// </summary>
public sealed class CaseCipher(KeyVault keys)
{
    /// <summary>Encrypts one version of a section; makes the key of the case when there is none.</summary>
    /// <exception cref="IOException">The key store cannot be read or written.</exception>
    /// <exception cref="CryptographicException">The case's key does not unwrap.</exception>
    public byte[] Encrypt(PartnershipId partnership, string caseId, string sectionId, int version, ReadOnlySpan<byte> plaintext) =>
        Aead.Encrypt(keys.GetOrCreate(partnership, NameOf(caseId)), plaintext, Bind(partnership, caseId, sectionId, version));

    /// <summary>Decrypts what <see cref="Encrypt"/> made for the same place. Never makes a key.</summary>
    /// <exception cref="IOException">The key store cannot be read.</exception>
    /// <exception cref="CryptographicException">The ciphertext was altered or belongs elsewhere, or the case's key is destroyed.</exception>
    public byte[] Decrypt(PartnershipId partnership, string caseId, string sectionId, int version, ReadOnlySpan<byte> ciphertext) =>
        Aead.Decrypt(Existing(partnership, caseId), ciphertext, Bind(partnership, caseId, sectionId, version));

    /// <summary>
    /// The id of the key that decrypts a case now. Whoever remembers what was decrypted asks for it first: what a key opened is
    /// forgotten with it.
    /// </summary>
    /// <exception cref="IOException">The key store cannot be read.</exception>
    /// <exception cref="CryptographicException">The case's key is destroyed, or does not unwrap.</exception>
    public string KeyOf(PartnershipId partnership, string caseId) => Existing(partnership, caseId).Id;

    /// <summary>The same, or null when the case has no key, or none any more.</summary>
    /// <exception cref="IOException">The key store cannot be read.</exception>
    /// <exception cref="CryptographicException">The case's key does not unwrap.</exception>
    public string? FindKeyOf(PartnershipId partnership, string caseId) => keys.Find(partnership, NameOf(caseId))?.Id;

    /// <summary>Encrypts a signed request; makes the key of the case when there is none.</summary>
    /// <param name="partnership">The partnership.</param>
    /// <param name="caseId">The case.</param>
    /// <param name="place">What the request is evidence of: unique in the partnership.</param>
    /// <param name="plaintext">The request with its signature.</param>
    /// <inheritdoc cref="Encrypt" path="/exception"/>
    public byte[] EncryptEvidence(PartnershipId partnership, string caseId, string place, ReadOnlySpan<byte> plaintext) =>
        Aead.Encrypt(keys.GetOrCreate(partnership, NameOf(caseId)), plaintext, BoundData.Of("evidence", partnership.Value, caseId, place));

    /// <summary>Decrypts what <see cref="EncryptEvidence"/> made for the same place. Never makes a key.</summary>
    /// <inheritdoc cref="Decrypt" path="/exception"/>
    public byte[] DecryptEvidence(PartnershipId partnership, string caseId, string place, ReadOnlySpan<byte> ciphertext) =>
        Aead.Decrypt(Existing(partnership, caseId), ciphertext, BoundData.Of("evidence", partnership.Value, caseId, place));

    /// <summary>Encrypts one chunk of a document. Never makes a key: the case of a document has one.</summary>
    /// <param name="partnership">The partnership.</param>
    /// <param name="caseId">The case.</param>
    /// <param name="documentId">The document.</param>
    /// <param name="number">The number of the chunk, from 0.</param>
    /// <param name="isLast">Whether no chunk follows, so that a document that was cut off is not taken for a whole one.</param>
    /// <param name="plaintext">The chunk.</param>
    /// <inheritdoc cref="Decrypt" path="/exception"/>
    public byte[] EncryptChunk(
        PartnershipId partnership, string caseId, string documentId, int number, bool isLast, ReadOnlySpan<byte> plaintext) =>
        Aead.Encrypt(Existing(partnership, caseId), plaintext, BindChunk(partnership, caseId, documentId, number, isLast));

    /// <summary>Decrypts what <see cref="EncryptChunk"/> made for the same place. Never makes a key.</summary>
    /// <inheritdoc cref="Decrypt" path="/exception"/>
    public byte[] DecryptChunk(
        PartnershipId partnership, string caseId, string documentId, int number, bool isLast, ReadOnlySpan<byte> ciphertext) =>
        Aead.Decrypt(Existing(partnership, caseId), ciphertext, BindChunk(partnership, caseId, documentId, number, isLast));

    /// <summary>Encrypts what is told of a document. Never makes a key: the case of a document has one.</summary>
    /// <inheritdoc cref="Decrypt" path="/exception"/>
    public byte[] EncryptDescription(PartnershipId partnership, string caseId, string sectionId, string documentId, ReadOnlySpan<byte> plaintext) =>
        Aead.Encrypt(Existing(partnership, caseId), plaintext, BoundData.Of("description", partnership.Value, caseId, sectionId, documentId));

    /// <summary>Decrypts what <see cref="EncryptDescription"/> made for the same place. Never makes a key.</summary>
    /// <inheritdoc cref="Decrypt" path="/exception"/>
    public byte[] DecryptDescription(PartnershipId partnership, string caseId, string sectionId, string documentId, ReadOnlySpan<byte> ciphertext) =>
        Aead.Decrypt(Existing(partnership, caseId), ciphertext, BoundData.Of("description", partnership.Value, caseId, sectionId, documentId));

    /// <summary>Encrypts what of a case is seen anonymised in a meeting. Never makes a key: a case of which something is seen has one.</summary>
    /// <param name="partnership">The partnership.</param>
    /// <param name="caseId">The case.</param>
    /// <param name="meetingId">The meeting.</param>
    /// <param name="number">How often something was added to it, from 1.</param>
    /// <param name="plaintext">What is seen.</param>
    /// <inheritdoc cref="Decrypt" path="/exception"/>
    public byte[] EncryptView(PartnershipId partnership, string caseId, string meetingId, int number, ReadOnlySpan<byte> plaintext) =>
        Aead.Encrypt(Existing(partnership, caseId), plaintext, BindView(partnership, caseId, meetingId, number));

    /// <summary>Decrypts what <see cref="EncryptView"/> made for the same place. Never makes a key.</summary>
    /// <inheritdoc cref="Decrypt" path="/exception"/>
    public byte[] DecryptView(PartnershipId partnership, string caseId, string meetingId, int number, ReadOnlySpan<byte> ciphertext) =>
        Aead.Decrypt(Existing(partnership, caseId), ciphertext, BindView(partnership, caseId, meetingId, number));

    /// <summary>
    /// The key of a view of a case, under which the persons in its texts have their numbers: by HKDF (RFC 5869) with SHA-256 from the key of
    /// the case, so that it goes with that. Never makes a key.
    /// </summary>
    /// <param name="partnership">The partnership.</param>
    /// <param name="caseId">The case.</param>
    /// <param name="view">What the view is, in words that no other view has.</param>
    /// <returns>32 bytes.</returns>
    /// <exception cref="IOException">The key store cannot be read.</exception>
    /// <exception cref="CryptographicException">The case's key is destroyed, or does not unwrap.</exception>
    public byte[] KeyOfView(PartnershipId partnership, string caseId, params ReadOnlySpan<string> view) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256,
        Existing(partnership, caseId).Bytes.ToArray(),
        Key.Length,
        info: BoundData.Of(["persons", partnership.Value, caseId, .. view]));

    private static byte[] BindView(PartnershipId partnership, string caseId, string meetingId, int number) =>
        BoundData.Of("view", partnership.Value, caseId, meetingId, number.ToString(CultureInfo.InvariantCulture));

    private static byte[] BindChunk(PartnershipId partnership, string caseId, string documentId, int number, bool isLast) => BoundData.Of(
        "document", partnership.Value, caseId, documentId, number.ToString(CultureInfo.InvariantCulture), isLast ? "last" : "followed");

    private Key Existing(PartnershipId partnership, string caseId) =>
        keys.Find(partnership, NameOf(caseId)) ?? throw new CryptographicException("The key of this case does not exist.");

    /// <summary>Whether a case has a key: one that has none, or none any more, has nothing that could be decrypted.</summary>
    /// <exception cref="IOException">The key store cannot be read.</exception>
    /// <exception cref="CryptographicException">The case's key does not unwrap.</exception>
    public bool HasKey(PartnershipId partnership, string caseId) => keys.Find(partnership, NameOf(caseId)) is not null;

    private static KeyName NameOf(string caseId)
    {
        ArgumentException.ThrowIfNullOrEmpty(caseId);
        return new KeyName(KeyKind.Case, caseId);
    }

    private static byte[] Bind(PartnershipId partnership, string caseId, string sectionId, int version) =>
        BoundData.Of("section", partnership.Value, caseId, sectionId, version.ToString(CultureInfo.InvariantCulture));
}
