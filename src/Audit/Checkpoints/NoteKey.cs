using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Exchange.Audit;

/// <summary>What a key of a note signs.</summary>
public enum NoteKeyKind
{
    /// <summary>
    /// The note's text, with ECDSA: signature type 0x02 of C2SP signed-note. The key's id is the first four bytes of the SHA-256 of the
    /// public key as SubjectPublicKeyInfo; the signature is DER over the SHA-256 of the text.
    /// </summary>
    Log,

    /// <summary>
    /// A moment and the note's text, with ECDSA: a countersignature of our own, for there is no Ed25519 in .NET 10 and C2SP
    /// tlog-cosignature knows no ECDSA. See docs/audit-format.md.
    /// </summary>
    Cosigner,
}

/// <summary>
/// A public key that notes are verified with: ECDSA on P-256. Written as a C2SP vkey (<c>name+id+base64</c>); a key of a log may also
/// come as PEM, without a name.
/// </summary>
/// <param name="Kind">What it signs.</param>
/// <param name="Name">Its name; null for a key that came as PEM, which may bear the name of any origin.</param>
/// <param name="PublicKey">The key as SubjectPublicKeyInfo, in DER.</param>
public sealed record NoteKey(NoteKeyKind Kind, string? Name, ReadOnlyMemory<byte> PublicKey)
{
    /// <summary>What stands between 0xff and the key in a cosigner's vkey and in the hash that gives its id.</summary>
    public const string CosignerType = "exchange/ecdsa-p256-cosignature/v1";

    private const byte LogType = 0x02, OtherType = 0xff;
    private const int PointLength = 64;
    private const int MaxLength = 4096;

    // SubjectPublicKeyInfo of an uncompressed point on P-256 up to its coordinates: one key has one form, and so one id.
    private static ReadOnlySpan<byte> P256Prefix =>
    [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
    ];

    /// <summary>Its id, by which signatures name it besides its name.</summary>
    public uint Id => Kind == NoteKeyKind.Log ? IdOfLogKey(PublicKey.Span) : IdOfCosigner(Name!, PublicKey.Span);

    /// <summary>The id of a log's key: SHA-256(SubjectPublicKeyInfo), the first four bytes.</summary>
    public static uint IdOfLogKey(ReadOnlySpan<byte> publicKey) => BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(publicKey));

    /// <summary>The id of a cosigner's key: SHA-256(name ‖ 0x0A ‖ 0xff ‖ type ‖ SubjectPublicKeyInfo), the first four bytes.</summary>
    public static uint IdOfCosigner(string name, ReadOnlySpan<byte> publicKey) => BinaryPrimitives.ReadUInt32BigEndian(
        SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', OtherType, .. Encoding.UTF8.GetBytes(CosignerType), .. publicKey]));

    /// <summary>The key of a log by its public key; null when that is no P-256 key in DER.</summary>
    public static NoteKey? OfLog(string? name, ReadOnlySpan<byte> publicKey) =>
        IsP256(publicKey) && (name is null || SignedNote.IsKeyName(name)) ? new NoteKey(NoteKeyKind.Log, name, publicKey.ToArray()) : null;

    /// <summary>Reads a vkey; null when the text is none that is known here. Whatever the text, nothing is thrown.</summary>
    public static NoteKey? Parse(string vkey)
    {
        ArgumentNullException.ThrowIfNull(vkey);
        if (vkey.Length > MaxLength || vkey.Split('+', 3) is not [var name, _, var base64] || !SignedNote.IsKeyName(name))
            return null;
        if (CanonicalText.FromBase64(base64) is not { } raw)
            return null;
        var cosigner = Encoding.UTF8.GetBytes(CosignerType);
        var key = raw switch
        {
            [LogType, .. var rest] => OfLog(name, rest),
            [OtherType, .. var rest] when rest.AsSpan().StartsWith(cosigner) && IsP256(rest.AsSpan(cosigner.Length)) =>
                new NoteKey(NoteKeyKind.Cosigner, name, rest[cosigner.Length..]),
            _ => null,
        };
        return key?.ToString() == vkey ? key : null;
    }

    /// <summary>The vkey, which says all that verifying needs.</summary>
    /// <exception cref="InvalidOperationException">The key has no name.</exception>
    public override string ToString()
    {
        if (Name is null)
            throw new InvalidOperationException("A vkey has a name.");
        byte[] type = Kind == NoteKeyKind.Log ? [LogType] : [OtherType, .. Encoding.UTF8.GetBytes(CosignerType)];
        return string.Create(CultureInfo.InvariantCulture, $"{Name}+{Id:x8}+{Convert.ToBase64String([.. type, .. PublicKey.Span])}");
    }

    /// <summary>Whether it made a signature of a text.</summary>
    internal bool Verifies(string text, ReadOnlySpan<byte> signature)
    {
        if (Kind == NoteKeyKind.Log)
            return Verifies(Encoding.UTF8.GetBytes(text), signature);
        return Cosignature.Read(signature) is { } cosignature
            && Verifies(Cosignature.SignedBytes(cosignature.At, text), cosignature.Bytes.Span);
    }

    private bool Verifies(byte[] data, ReadOnlySpan<byte> signature)
    {
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportSubjectPublicKeyInfo(PublicKey.Span, out _);
        try
        {
            return ecdsa.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            return false; // no DER
        }
    }

    private static bool IsP256(ReadOnlySpan<byte> publicKey)
    {
        if (publicKey.Length != P256Prefix.Length + PointLength || !publicKey.StartsWith(P256Prefix))
            return false;
        try
        {
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportSubjectPublicKeyInfo(publicKey, out _);
            return true;
        }
        catch (CryptographicException)
        {
            return false; // no point of the curve
        }
    }
}
