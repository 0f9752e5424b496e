using System.Buffers.Binary;
using System.Text;

namespace Exchange.Keys;

/// <summary>
/// Writes what a ciphertext or a keyed hash is bound to, every part behind its length, so that no two lists of parts make the
/// same bytes.
/// </summary>
internal static class BoundData
{
    public static byte[] Of(params ReadOnlySpan<string> parts)
    {
        var length = 0;
        foreach (var part in parts)
            length += sizeof(int) + Utf8.GetByteCount(part);
        var bytes = new byte[length];
        var rest = bytes.AsSpan();
        foreach (var part in parts)
        {
            var written = Utf8.GetBytes(part, rest[sizeof(int)..]);
            BinaryPrimitives.WriteInt32BigEndian(rest, written);
            rest = rest[(sizeof(int) + written)..];
        }
        return bytes;
    }

    // Throws on half a surrogate pair: two different malformed texts must not become one.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
