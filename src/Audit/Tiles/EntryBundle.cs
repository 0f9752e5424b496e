using System.Buffers.Binary;

namespace Exchange.Audit;

/// <summary>Up to 256 entries behind each other, each behind its length in two bytes, big-endian.</summary>
internal static class EntryBundle
{
    /// <summary>The longest entry that has a place in a bundle, in bytes.</summary>
    public const int MaxEntry = ushort.MaxValue;

    /// <summary>The longest bundle, in bytes.</summary>
    public const int MaxLength = TilePath.Width * (sizeof(ushort) + MaxEntry);

    public static void Write(Stream bundle, ReadOnlySpan<byte> entry)
    {
        Span<byte> length = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(length, checked((ushort)entry.Length));
        bundle.Write(length);
        bundle.Write(entry);
    }

    /// <summary>The entries; null when there are not exactly so many.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>>? Read(ReadOnlyMemory<byte> bundle, int count)
    {
        var entries = new List<ReadOnlyMemory<byte>>(count);
        while (entries.Count < count)
        {
            if (bundle.Length < sizeof(ushort) || BinaryPrimitives.ReadUInt16BigEndian(bundle.Span) is var length && bundle.Length < sizeof(ushort) + length)
                return null;
            entries.Add(bundle.Slice(sizeof(ushort), length));
            bundle = bundle[(sizeof(ushort) + length)..];
        }

        return bundle.IsEmpty ? entries : null;
    }
}
