using System.Buffers.Binary;
using Exchange.Audit;

namespace Exchange.Storage;

/// <summary>What an entry is found by, as it is kept until its segment is whole: with the entries of its batch, in one row.</summary>
/// <param name="Row">The entry.</param>
/// <param name="Marks">Its marks.</param>
internal readonly record struct RecentEntry(IndexedRow Row, IReadOnlyList<long> Marks)
{
    // Its distance from the row's first entry (16 bits), time, shape, how many marks (8 bits), marks; all big-endian, as a migration writes them.
    private const int Fixed = 2 + 8 + 8 + 1;
    private const int Mark = 8;

    public static RecentEntry Of(long entry, IndexedEntry index) => new(new IndexedRow(entry, index.Time, index.Shape.Id), index.Values);

    /// <summary>Packs entries of a row that is named after the first.</summary>
    public static byte[] Pack(long first, IReadOnlyList<RecentEntry> entries)
    {
        var size = 0;
        for (var i = 0; i < entries.Count; i++)
            size += Fixed + (entries[i].Marks.Count * Mark);
        var content = new byte[size];
        var rest = content.AsSpan();
        for (var place = 0; place < entries.Count; place++)
        {
            var ((entry, time, shape), marks) = entries[place];
            BinaryPrimitives.WriteUInt16BigEndian(rest, checked((ushort)(entry - first)));
            BinaryPrimitives.WriteInt64BigEndian(rest[2..], time);
            BinaryPrimitives.WriteInt64BigEndian(rest[10..], shape);
            rest[18] = checked((byte)marks.Count);
            rest = rest[Fixed..];
            for (var i = 0; i < marks.Count; i++)
            {
                BinaryPrimitives.WriteInt64BigEndian(rest, marks[i]);
                rest = rest[Mark..];
            }
        }

        return content;
    }

    /// <summary>Unpacks the entries of a row, in their order. What somebody cut short gives the whole ones before the cut.</summary>
    public static IEnumerable<RecentEntry> Unpack(long first, ReadOnlyMemory<byte> content)
    {
        for (var rest = content; rest.Length >= Fixed && rest.Length >= Fixed + (rest.Span[18] * Mark);)
        {
            var marks = new long[rest.Span[18]];
            for (var i = 0; i < marks.Length; i++)
                marks[i] = BinaryPrimitives.ReadInt64BigEndian(rest.Span[(Fixed + (i * Mark))..]);
            var row = new IndexedRow(
                first + BinaryPrimitives.ReadUInt16BigEndian(rest.Span),
                BinaryPrimitives.ReadInt64BigEndian(rest.Span[2..]),
                BinaryPrimitives.ReadInt64BigEndian(rest.Span[10..]));
            yield return new RecentEntry(row, marks);
            rest = rest[(Fixed + (marks.Length * Mark))..];
        }
    }
}
