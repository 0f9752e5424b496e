using Exchange.Audit;

namespace Exchange.Storage;

/// <summary>Some entries of a segment, as a row has them.</summary>
/// <param name="Of">The shape or the mark that they have; of all entries of a segment, the time of the first.</param>
/// <param name="Segment">Where the segment begins.</param>
/// <param name="Entries">The entries.</param>
internal readonly record struct PostingsRow(long Of, long Segment, ReadOnlyMemory<byte> Entries);

/// <summary>The rows of a log's index as one transaction reads them.</summary>
internal interface IIndexReading
{
    /// <summary>The recent entries, in their order.</summary>
    IEnumerable<RecentEntry> ReadRecent();

    /// <summary>Where the newest segment begins; null when there is none.</summary>
    long? ReadLastSegment();

    /// <summary>The last segment of which the first entry was written before a moment.</summary>
    long? ReadLastBefore(long time);

    /// <summary>The first segment of which the first entry was written at a moment or later.</summary>
    long? ReadFirstFrom(long time);

    /// <summary>The segments that begin from one entry to another, the newest first.</summary>
    IEnumerable<PostingsRow> ReadSegments(long from, long to);

    /// <summary>Of each of these shapes, its entries in these segments, the newest first; of each at least so many, when there are.</summary>
    IEnumerable<PostingsRow> ReadShaped(IReadOnlyCollection<long> shapes, long from, long to, int most);

    /// <summary>The same of marks.</summary>
    IEnumerable<PostingsRow> ReadMarked(IReadOnlyCollection<long> marks, long from, long to, int most);
}

/// <summary>Finds entries in the segments of a log and among those that are in none yet.</summary>
internal sealed class SegmentSearch
{
    private const int Widest = 256;

    // Entries stand in the order in which they came, with the times of whoever wrote them: clocks may differ by so much.
    private const long ClockSlack = 3_600_000_000;

    private readonly IIndexReading _reading;
    private readonly List<RecentEntry> _recent;
    private readonly long _last;

    public SegmentSearch(IIndexReading reading)
    {
        _reading = reading;
        // In this order: what becomes a segment in between is then seen there as well, and left out here.
        var recent = reading.ReadRecent().ToList();
        _last = reading.ReadLastSegment() ?? -IndexSegment.Width;
        _recent = [.. recent.Where(e => e.Row.Entry >= _last + IndexSegment.Width)];
    }

    public LogSpan Spanning(long? from, long? until) => new(
        from is { } first ? LastBefore(first - ClockSlack) : -1, until is { } end ? FirstFrom(end + ClockSlack) : long.MaxValue);

    public List<IndexedRow> Newest(LogSpan span, int most) => Find(span, most, _ => true, _reading.ReadSegments, Sound);

    public List<IndexedRow> OfShapes(IReadOnlyCollection<long> shapes, LogSpan span, int most)
    {
        var wanted = shapes.ToHashSet();
        return wanted.Count == 0 ? [] : Find(
            span, most, e => wanted.Contains(e.Row.Shape), (from, to) => _reading.ReadShaped(wanted, from, to, most), list => Unpack(list).Where(r => r.Shape == list.Of));
    }

    public List<IndexedRow> Marked(IReadOnlyCollection<long> marks, LogSpan span, int most)
    {
        var wanted = marks.ToHashSet();
        return wanted.Count == 0 ? [] : Find(span, most, e => e.Marks.Any(wanted.Contains), (from, to) => _reading.ReadMarked(wanted, from, to, most), Unpack);
    }

    public List<ShapeCount> Count(LogSpan span, long from, long until)
    {
        var counts = new Dictionary<long, long>();
        foreach (var row in All(span).Where(r => r.Time >= from && r.Time < until))
            counts[row.Shape] = counts.GetValueOrDefault(row.Shape) + 1;
        return [.. counts.Select(c => new ShapeCount(c.Key, c.Value))];
    }

    // By time rather than by place, as the segments are looked up: a single entry with a time that is far off then does no harm.
    private long LastBefore(long time)
    {
        if (Latest(_recent.Select(e => e.Row), time) is { } recent)
            return recent;
        return _reading.ReadLastBefore(time) is { } segment ? Latest(_reading.ReadSegments(segment, segment).SelectMany(Sound), time) ?? segment - 1 : -1;
    }

    private long FirstFrom(long time)
    {
        if (_reading.ReadFirstFrom(time) is { } segment)
            return segment;
        var later = _recent.Select(e => e.Row).Where(r => r.Time >= time).ToList();
        return later.Count > 0 ? later.MinBy(r => (r.Time, r.Entry)).Entry : long.MaxValue;
    }

    private static long? Latest(IEnumerable<IndexedRow> rows, long before)
    {
        var earlier = rows.Where(r => r.Time < before).ToList();
        return earlier.Count > 0 ? earlier.MaxBy(r => (r.Time, r.Entry)).Entry : null;
    }

    private IEnumerable<IndexedRow> All(LogSpan span)
    {
        foreach (var entry in _recent.Where(e => IsIn(span, e.Row)))
            yield return entry.Row;
        for (var (to, lowest) = (Top(span), IndexSegment.Of(span.After + 1)); to >= lowest;)
        {
            var from = Math.Max(lowest, to - ((Widest / 16) - 1) * IndexSegment.Width);
            foreach (var row in _reading.ReadSegments(from, to).SelectMany(Sound).Where(r => IsIn(span, r)))
                yield return row;

            to = from - IndexSegment.Width;
        }
    }

    // From the newest segments back, more of them each time, until there is enough: what is asked for is often dense, and sometimes rare.
    private List<IndexedRow> Find(
        LogSpan span,
        int most,
        Func<RecentEntry, bool> isWanted,
        Func<long, long, IEnumerable<PostingsRow>> read,
        Func<PostingsRow, IEnumerable<IndexedRow>> unpack)
    {
        var found = _recent.Where(e => IsIn(span, e.Row) && isWanted(e)).ToDictionary(e => e.Row.Entry, e => e.Row);
        var (to, lowest) = (Top(span), IndexSegment.Of(span.After + 1));
        for (var width = 1; to >= lowest && found.Count < most; width = Math.Min(width * 4, Widest))
        {
            var from = Math.Max(lowest, to - ((width - 1) * IndexSegment.Width));
            foreach (var row in read(from, to).SelectMany(list => unpack(list).Where(r => IsIn(span, r)).Take(most)))
                found.TryAdd(row.Entry, row);

            to = from - IndexSegment.Width;
        }

        return [.. found.Values.OrderByDescending(r => r.Entry).Take(most)];
    }

    private static IEnumerable<IndexedRow> Unpack(PostingsRow list) => Postings.UnpackNewestFirst(list.Segment, list.Entries);

    // A segment that is not what it says it is has no entries: whoever verifies then misses them.
    private static IEnumerable<IndexedRow> Sound(PostingsRow list) => Unpack(list).LastOrDefault().Time == list.Of ? Unpack(list) : [];

    private long Top(LogSpan span) => Math.Min(_last, IndexSegment.Of(Math.Max(span.Before - 1, -1)));

    private static bool IsIn(LogSpan span, IndexedRow row) => row.Entry > span.After && row.Entry < span.Before;
}
