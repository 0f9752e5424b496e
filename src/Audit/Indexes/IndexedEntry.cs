using Exchange.Audit.V1;

namespace Exchange.Audit;

/// <summary>What an entry is found by; written in its transaction.</summary>
/// <param name="Time">When it was written, in microseconds since 1970 (UTC).</param>
/// <param name="Shape">What it has in common with others.</param>
/// <param name="Marks">Who called and which cases it is about.</param>
public sealed record IndexedEntry(long Time, EntryShape Shape, IReadOnlyList<EntryMark> Marks)
{
    /// <summary>The values of the marks, each once.</summary>
    public IReadOnlyList<long> Values { get; } = ValuesOf(Marks);

    /// <summary>What an entry is found by.</summary>
    public static IndexedEntry Of(Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new IndexedEntry(entry.Time is { } time ? Micros(time.ToDateTimeOffset()) : 0, EntryShape.Of(entry), entry.Marks);
    }

    private static long[] ValuesOf(IReadOnlyList<EntryMark> marks)
    {
        if (marks.Count == 0)
            return [];
        var values = new long[marks.Count];
        var count = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (Array.IndexOf(values, marks[i].Value, 0, count) < 0)
                values[count++] = marks[i].Value;
        }

        return count == values.Length ? values : values[..count];
    }

    /// <summary>A moment as the index keeps it: microseconds since 1970 (UTC).</summary>
    public static long Micros(DateTimeOffset moment) => (moment - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
