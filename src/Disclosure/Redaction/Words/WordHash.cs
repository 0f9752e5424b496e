using System.Runtime.CompilerServices;

namespace Exchange.Disclosure.Redaction;

/// <summary>
/// The fingerprint of a word: 64 bits by FNV-1a over its lower case. It can be continued, so that the fingerprint of two words written as
/// one costs no more than the second.
/// </summary>
internal static class WordHash
{
    /// <summary>The fingerprint of nothing.</summary>
    public const ulong Empty = 14695981039346656037;

    /// <summary>Continues with a letter in any case.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Add(ulong hash, byte letter) => (hash ^ (uint)(letter | 0x20)) * 1099511628211;

    /// <summary>Continues with letters in any case.</summary>
    public static ulong Add(ulong hash, ReadOnlySpan<byte> letters)
    {
        foreach (var letter in letters)
            hash = Add(hash, letter);
        return hash;
    }

    /// <summary>The fingerprint of letters in any case.</summary>
    public static ulong Of(ReadOnlySpan<byte> letters) => Add(Empty, letters);

    /// <summary>The fingerprint of a plain word.</summary>
    public static ulong Of(string word)
    {
        var hash = Empty;
        foreach (var c in word)
            hash = Add(hash, (byte)c);
        return hash;
    }

    /// <summary>Where to look for a fingerprint in a table of a power of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Slot(ulong hash, int mask) => (int)((hash ^ (hash >> 29)) & (uint)mask);
}
