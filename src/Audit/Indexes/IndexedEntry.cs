using Exchange.Audit.V1;

namespace Exchange.Audit;

/// <summary>What an entry is found by; written in its transaction.</summary>
/// <param name="Time">When it was written, in microseconds since 1970 (UTC).</param>
/// <param name="Shape">What it has in common with others.</param>
/// <param name="Marks">Who called and which cases it is about.</param>
public sealed record IndexedEntry(long Time, EntryShape Shape, IReadOnlyList<EntryMark> Marks)
{
    /// <summary>What an entry is found by.</summary>
    public static IndexedEntry Of(Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new IndexedEntry(entry.Time is { } time ? Micros(time.ToDateTimeOffset()) : 0, EntryShape.Of(entry), entry.Marks);
    }

    /// <summary>A moment as the index keeps it: microseconds since 1970 (UTC).</summary>
    public static long Micros(DateTimeOffset moment) => (moment - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
