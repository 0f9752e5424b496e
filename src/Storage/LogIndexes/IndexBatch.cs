using Exchange.Audit;

namespace Exchange.Storage;

/// <summary>The rows that a transaction adds by which its entries are found.</summary>
/// <param name="MergesRecent">Whether the rows of recent entries go: what they hold is in the segments.</param>
/// <param name="Segments">The segments that became whole; nearly always none.</param>
/// <param name="Recent">The entries behind them.</param>
/// <param name="Shapes">The shapes that are new, each with its first entry.</param>
/// <param name="Subjects">The cases of subjects that are new.</param>
internal sealed record IndexBatch(
    bool MergesRecent,
    IReadOnlyList<IndexSegment> Segments,
    IReadOnlyList<RecentEntry> Recent,
    IReadOnlyList<(long First, EntryShape Shape)> Shapes,
    IReadOnlyList<(long Subject, long Mark)> Subjects)
{
    /// <summary>What to write.</summary>
    /// <param name="from">The entry at which the transaction began.</param>
    /// <param name="to">The entry behind its last.</param>
    /// <param name="rows">What each entry is found by.</param>
    /// <param name="known">What is written once, and was; takes what this transaction adds.</param>
    /// <param name="readRecent">Reads the recent entries of before, in their order; asked only when a segment became whole.</param>
    public static IndexBatch Make(
        long from,
        long to,
        IReadOnlyList<(long Entry, IndexedEntry Index)> rows,
        KnownRows.InTransaction known,
        Func<IEnumerable<RecentEntry>> readRecent)
    {
        var shapes = new List<(long, EntryShape)>();
        var subjects = new List<(long, long)>();
        long? last = null;
        foreach (var (entry, index) in rows)
        {
            if (index.Shape.Id != last && known.IsNew(index.Shape.Id, 0)) // neighbours are often alike
                shapes.Add((entry, index.Shape));
            last = index.Shape.Id;
            for (var i = 0; i < index.Marks.Count; i++)
            {
                var mark = index.Marks[i];
                if (mark.Subject is { } subject && known.IsNew(mark.Value, subject))
                    subjects.Add((subject, mark.Value));
            }
        }

        var recent = new List<RecentEntry>(rows.Count);
        foreach (var (entry, index) in rows)
            recent.Add(RecentEntry.Of(entry, index));
        var whole = IndexSegment.Of(to);
        if (whole == IndexSegment.Of(from))
            return new IndexBatch(false, [], recent, shapes, subjects);
        var all = readRecent().Concat(recent).ToList();
        return new IndexBatch(
            true, [.. IndexSegment.Make(all.Where(e => e.Row.Entry < whole))], [.. all.Where(e => e.Row.Entry >= whole)], shapes, subjects);
    }
}
