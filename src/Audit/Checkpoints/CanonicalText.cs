using System.Globalization;

namespace Exchange.Audit;

/// <summary>Reads what has exactly one way to be written, and nothing else: two texts that say the same would be one text altered unseen.</summary>
internal static class CanonicalText
{
    /// <summary>Base64 (RFC 4648 §4) with its padding and no stray bits; null for anything else.</summary>
    public static byte[]? FromBase64(string text)
    {
        var bytes = new byte[(text.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(text, bytes, out var length) && Convert.ToBase64String(bytes, 0, length) == text
            ? bytes[..length]
            : null;
    }

    /// <summary>A hash in base64; null for anything else.</summary>
    public static byte[]? FromHash(string text) => text.Length < 64 && FromBase64(text) is { Length: MerkleHash.Length } hash ? hash : null;

    /// <summary>A number of at least 0 in decimal, without signs and leading zeros; null for anything else.</summary>
    public static long? FromDecimal(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && (text.Length == 1 || text[0] != '0') ? number : null;
}
