using System.Security.Cryptography;

namespace Exchange.Keys;

/// <summary>
/// Bytes of the system's random generator, drawn many at once: a call of the generator takes about as long for a thousand bytes as for
/// twelve, and every entry on the log needs some for each of its seals. Every byte is given once, and wiped where it was kept.
/// </summary>
/// <remarks>For nonces. A key is drawn by itself, so that it lies nowhere else.</remarks>
public static class RandomBytes
{
    private const int DrawnAtOnce = 1024;

    [ThreadStatic]
    private static byte[]? _drawn;

    [ThreadStatic]
    private static int _given;

    /// <summary>Fills with random bytes.</summary>
    /// <exception cref="CryptographicException">The generator fails.</exception>
    public static void Fill(Span<byte> bytes)
    {
        if (bytes.Length > DrawnAtOnce / 4)
        {
            RandomNumberGenerator.Fill(bytes);
            return;
        }

        if (_drawn is not { } drawn || drawn.Length - _given < bytes.Length)
        {
            drawn = _drawn ?? new byte[DrawnAtOnce];
            _drawn = null; // when the generator fails, nothing is given twice
            RandomNumberGenerator.Fill(drawn);
            (_drawn, _given) = (drawn, 0);
        }

        var next = drawn.AsSpan(_given, bytes.Length);
        _given += bytes.Length;
        next.CopyTo(bytes);
        CryptographicOperations.ZeroMemory(next);
    }
}
