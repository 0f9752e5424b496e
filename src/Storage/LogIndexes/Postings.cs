using System.Buffers.Binary;
using Exchange.Audit;

namespace Exchange.Storage;

/// <summary>
/// Some entries of one segment, in their order, as one value of a row: what a search engine calls a postings list. Each entry is 18 bytes:
/// its place in the segment (16 bits), its time and its shape (64 bits each), all big-endian, so that a migration can write them too.
/// </summary>
internal static class Postings
{
    private const int Length = 18;

    /// <summary>Packs entries of the segment that begins at an entry.</summary>
    public static byte[] Pack(long segment, IReadOnlyList<IndexedRow> rows)
    {
        var content = new byte[rows.Count * Length];
        for (var i = 0; i < rows.Count; i++)
        {
            var item = content.AsSpan(i * Length, Length);
            BinaryPrimitives.WriteUInt16BigEndian(item, checked((ushort)(rows[i].Entry - segment)));
            BinaryPrimitives.WriteInt64BigEndian(item[2..], rows[i].Time);
            BinaryPrimitives.WriteInt64BigEndian(item[10..], rows[i].Shape);
        }

        return content;
    }

    /// <summary>Unpacks entries, the newest first. What somebody cut short gives the whole ones before the cut.</summary>
    public static IEnumerable<IndexedRow> UnpackNewestFirst(long segment, ReadOnlyMemory<byte> content)
    {
        for (var i = (content.Length / Length) - 1; i >= 0; i--)
            yield return Unpack(segment, content.Span.Slice(i * Length, Length));
    }

    /// <summary>The time of the first of some entries.</summary>
    public static long FirstTime(ReadOnlyMemory<byte> content) => Unpack(0, content.Span[..Length]).Time;

    /// <summary>What is left of them from an entry on; empty when nothing is.</summary>
    public static ReadOnlyMemory<byte> From(long segment, ReadOnlyMemory<byte> content, long entry)
    {
        var (low, high) = (0, content.Length / Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Unpack(segment, content.Span.Slice(middle * Length, Length)).Entry < entry)
                low = middle + 1;
            else
                high = middle;
        }

        return content[(low * Length)..];
    }

    private static IndexedRow Unpack(long segment, ReadOnlySpan<byte> item) => new(
        segment + BinaryPrimitives.ReadUInt16BigEndian(item), BinaryPrimitives.ReadInt64BigEndian(item[2..]), BinaryPrimitives.ReadInt64BigEndian(item[10..]));
}
