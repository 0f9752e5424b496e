using Exchange.Audit;

namespace Exchange.Storage;

/// <summary>
/// What is found of <see cref="Width"/> entries, sorted by what they are found by. Written once for all of them: a row for each entry and
/// mark would change a page of its own with every entry.
/// </summary>
/// <param name="First">The entry at which it begins: a multiple of <see cref="Width"/>.</param>
/// <param name="Time">The time of the first entry that it has.</param>
/// <param name="All">Its entries.</param>
/// <param name="Shapes">Of each shape, its entries.</param>
/// <param name="Marks">Of each mark, its entries.</param>
internal sealed record IndexSegment(
    long First, long Time, byte[] All, IReadOnlyList<(long Shape, byte[] Entries)> Shapes, IReadOnlyList<(long Mark, byte[] Entries)> Marks)
{
    /// <summary>How many entries a segment spans: a power of two, 16 tiles.</summary>
    public const int Width = 4096;

    /// <summary>Where the segment of an entry begins.</summary>
    public static long Of(long entry) => entry & -Width;

    /// <summary>Makes the segments of entries that are in their order.</summary>
    public static IEnumerable<IndexSegment> Make(IEnumerable<RecentEntry> entries) => entries.GroupBy(e => Of(e.Row.Entry)).Select(ofOne =>
    {
        var (first, rows) = (ofOne.Key, ofOne.Select(e => e.Row).ToList());
        return new IndexSegment(
            first,
            rows[0].Time,
            Postings.Pack(first, rows),
            Sort(first, rows.Select(r => (r.Shape, r))),
            Sort(first, ofOne.SelectMany(e => e.Marks, (e, mark) => (mark, e.Row))));
    });

    // In the order of the rows' key, so that each goes beside the one before it.
    private static List<(long, byte[])> Sort(long first, IEnumerable<(long Value, IndexedRow Row)> found) =>
        [.. found.GroupBy(f => f.Value, f => f.Row).OrderBy(g => g.Key).Select(g => (g.Key, Postings.Pack(first, [.. g])))];
}
