using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Exchange.Audit;

/// <summary>
/// A witness's countersignature: a moment in POSIX seconds (eight bytes, big-endian), then a DER-encoded ECDSA signature over the SHA-256
/// of a header line, a line with that moment, and the text of the note.
/// </summary>
/// <param name="At">The moment, in seconds since 1970.</param>
/// <param name="Bytes">The ECDSA signature.</param>
internal readonly record struct Cosignature(long At, ReadOnlyMemory<byte> Bytes)
{
    // Says what is signed: no signature under a log's key can be one, or the other way round.
    private const string Header = NoteKey.CosignerType;

    public static Cosignature? Read(ReadOnlySpan<byte> signature) =>
        signature.Length > sizeof(long) && BinaryPrimitives.ReadInt64BigEndian(signature) is >= 0 and var at
            ? new Cosignature(at, signature[sizeof(long)..].ToArray())
            : null;

    public static byte[] SignedBytes(long at, string text) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Header}\ntime {at}\n{text}"));

    public byte[] ToBytes()
    {
        var bytes = new byte[sizeof(long) + Bytes.Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, At);
        Bytes.Span.CopyTo(bytes.AsSpan(sizeof(long)));
        return bytes;
    }
}
