using Exchange.Audit;

namespace Exchange.Storage;

/// <summary>Writes again by what entries are found.</summary>
internal static class IndexAnew
{
    /// <summary>What to write, when the segment's own rows are gone; null when the entries are no longer the last of the log.</summary>
    /// <param name="change">The entries.</param>
    /// <param name="entry">The entry that tells of it, from which on whoever follows the shapes finds those that are new.</param>
    /// <param name="size">The size of the log before the transaction: the segments before it are whole.</param>
    /// <param name="recent">The recent entries.</param>
    public static IndexBatch? Make(EntriesReindexed change, long entry, long size, IEnumerable<RecentEntry> recent)
    {
        if (IndexSegment.Of(change.From) != change.From || change.Until > change.From + IndexSegment.Width || change.Rows.Any(r => r.Entry < change.From || r.Entry >= change.Until))
            throw new ArgumentException("Entries are indexed anew by the segment.", nameof(change));
        var isWhole = IndexSegment.Of(size) > change.From;
        if (isWhole && change.Until != change.From + IndexSegment.Width)
            return null;

        var shapes = change.Rows.Select(r => r.Index.Shape).DistinctBy(s => s.Id).Select(s => (entry, s));
        var subjects = change.Rows.SelectMany(r => r.Index.Marks).Where(m => m.Subject is not null).Select(m => (m.Subject!.Value, m.Value)).Distinct();
        var rows = change.Rows.Select(r => RecentEntry.Of(r.Entry, r.Index));
        return isWhole
            ? new IndexBatch(false, [.. IndexSegment.Make(rows)], [], [.. shapes], [.. subjects])
            : new IndexBatch(true, [], [.. rows, .. recent.Where(e => e.Row.Entry >= change.Until)], [.. shapes], [.. subjects]);
    }
}
