using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;

namespace Exchange.Storage.Tests.Suite;

/// <summary>By what entries are found.</summary>
public abstract class LogIndexSuite : StorageSuite
{
    private static readonly EntryShape One = EntryShape.Of(new Entry { Outcome = Outcome.Released });
    private static readonly EntryShape Other = EntryShape.Of(new Entry { Outcome = Outcome.Refused });

    private ILogIndex Index => Storage.Index;

    [Fact]
    public void Find_ByShapeMarkAndSpan_GivesTheNewestFirst()
    {
        Append(Amsterdam, Rows(8));

        Assert.Equal([7, 6, 5], Entries(Index.Newest(Amsterdam, LogSpan.Whole, 3)));
        Assert.Equal([4, 3], Entries(Index.Newest(Amsterdam, new LogSpan(2, 5), 10)));
        Assert.Equal([6, 4, 2, 0], Entries(Index.OfShapes(Amsterdam, [One.Id], LogSpan.Whole, 10)));
        Assert.Equal([7, 6], Entries(Index.OfShapes(Amsterdam, [One.Id, Other.Id], LogSpan.Whole, 2)));
        Assert.Equal([5, 1], Entries(Index.Marked(Amsterdam, [1], LogSpan.Whole, 10)));
        Assert.Equal([6, 5], Entries(Index.Marked(Amsterdam, [1, 2], new LogSpan(3, 7), 10)));
        Assert.Equal(new IndexedRow(5, Micros(5), Other.Id), Assert.Single(Index.Newest(Amsterdam, new LogSpan(4, 6), 10)));
        Assert.Empty(Index.Marked(Amsterdam, [99], LogSpan.Whole, 10));
        Assert.Empty(Index.OfShapes(Amsterdam, [], LogSpan.Whole, 10));
    }

    [Fact]
    public void Find_OfAnotherPartnership_GivesNothing()
    {
        Append(Amsterdam, Rows(4));
        Append(Utrecht, Rows(1));

        Assert.Equal([0], Entries(Index.Newest(Utrecht, LogSpan.Whole, 10)));
        Assert.Empty(Index.OfShapes(Utrecht, [Other.Id], LogSpan.Whole, 10));
        Assert.Empty(Index.Marked(Utrecht, [1], LogSpan.Whole, 10));
        Assert.Equal([One.Id], Index.ReadShapes(Utrecht, 0).Select(s => s.Shape.Id));
        Assert.Empty(Index.CasesOf(Utrecht, 101));
    }

    [Fact]
    public void ReadShapes_FromAnEntry_GivesEachOnceAndWhatCameLater()
    {
        Append(Amsterdam, Rows(4));
        var shapes = Index.ReadShapes(Amsterdam, 0);
        Assert.Equal([(0L, One.Id), (1L, Other.Id)], shapes.Select(s => (s.First, s.Shape.Id)));
        Assert.Equal(One.Bytes.ToArray(), shapes[0].Shape.Bytes.ToArray());
        Assert.Empty(Index.ReadShapes(Amsterdam, 2));

        // Nor twice after a restart, when the store no longer knows what it wrote.
        Storage.Restart();
        var third = EntryShape.Of(new Entry { Outcome = Outcome.Done });
        Append(Amsterdam, [.. Rows(2), new IndexedEntry(Micros(6), third, [])]);
        Assert.Equal([third.Id], Index.ReadShapes(Amsterdam, 2).Select(s => s.Shape.Id));
        Assert.Equal(3, Index.ReadShapes(Amsterdam, 0).Count);
    }

    [Fact]
    public void Spanning_APeriod_HoldsEveryEntryOfIt()
    {
        Append(Amsterdam, [.. Enumerable.Range(0, 20_000).Select(i => new IndexedEntry(Hours(i), One, []))]);

        foreach (var (from, until) in new[] { (5000, 5100), (0, 1), (19_999, 20_000), (0, 20_000), (8192, 8192) })
        {
            var span = Index.Spanning(Amsterdam, Hours(from), Hours(until));
            Assert.InRange(span.After, -1, from - 1);
            Assert.True(span.Before >= until);
            Assert.InRange(from - span.After, 1, 3);
            Assert.InRange(Math.Min(span.Before, 20_000) - until, 0, 4096 + 3);
        }

        Assert.Equal(LogSpan.Whole, Index.Spanning(Amsterdam, null, null));
        Assert.Equal(LogSpan.Whole, Index.Spanning(Utrecht, Hours(1), Hours(2)));
    }

    [Fact]
    public void Count_OfAPeriod_CountsEachShape()
    {
        Append(Amsterdam, Rows(8));
        var counts = Index.Count(Amsterdam, LogSpan.Whole, Micros(1), Micros(6));
        Assert.Equal([(One.Id, 2L), (Other.Id, 3L)], counts.Select(c => (c.Shape, c.Count)).OrderBy(c => c.Item2));
        Assert.Empty(Index.Count(Amsterdam, new LogSpan(7, 100), Micros(0), Micros(100)));
    }

    [Fact]
    public void Forget_AMark_FindsItNoMoreAndLeavesTheRest()
    {
        Append(Amsterdam, Rows(8));
        Assert.Equal([1], Index.CasesOf(Amsterdam, 101));

        Assert.True(Write(Amsterdam, new MarkForgotten(1)));

        Assert.Empty(Index.Marked(Amsterdam, [1], LogSpan.Whole, 10));
        Assert.Empty(Index.CasesOf(Amsterdam, 101));
        Assert.Equal([6, 2], Entries(Index.Marked(Amsterdam, [2], LogSpan.Whole, 10)));
        Assert.Equal(8, Index.Newest(Amsterdam, LogSpan.Whole, 10).Count);

        // Whoever writes it again after that is found again.
        Append(Amsterdam, [new IndexedEntry(Micros(9), One, [new EntryMark(1, 101)])]);
        Assert.Equal([1], Index.CasesOf(Amsterdam, 101));
    }

    // Batches that end before, at and behind the end of a segment of 4096, against what is simply known of every entry.
    [Theory]
    [InlineData(4096)]
    [InlineData(1000)]
    [InlineData(257)]
    [InlineData(9000)]
    public void Find_OverManySegments_GivesWhatALookAtEveryEntryGives(int batch)
    {
        var all = Enumerable.Range(0, 10_000).Select(i => new IndexedEntry(
            Micros(i), i % 3 == 0 ? One : Other, [new EntryMark(i % 7), .. i % 4999 == 17 ? new[] { new EntryMark(99, 5) } : []])).ToList();
        foreach (var part in all.Chunk(batch))
            Append(Amsterdam, part);

        foreach (var span in new[] { LogSpan.Whole, new LogSpan(4000, 4200), new LogSpan(4095, 8192), new LogSpan(-1, 1), new LogSpan(9998, long.MaxValue), new LogSpan(7, 7) })
        {
            foreach (var most in new[] { 1, 100, 5000, 20_000 })
            {
                Assert.Equal(Look(all, span, most, _ => true), Entries(Index.Newest(Amsterdam, span, most)));
                Assert.Equal(Look(all, span, most, e => e.Shape.Id == One.Id), Entries(Index.OfShapes(Amsterdam, [One.Id], span, most)));
                Assert.Equal(Look(all, span, most, _ => true), Entries(Index.OfShapes(Amsterdam, [Other.Id, One.Id], span, most)));
                Assert.Equal(Look(all, span, most, e => Has(e, 99)), Entries(Index.Marked(Amsterdam, [99], span, most)));
                Assert.Equal(Look(all, span, most, e => Has(e, 3) || Has(e, 99) || Has(e, 4)), Entries(Index.Marked(Amsterdam, [3, 99, 4], span, most)));
            }

            Assert.Equal(
                Look(all, span, 20_000, e => e.Time >= Micros(50) && e.Time < Micros(9990)).Count(),
                Index.Count(Amsterdam, span, Micros(50), Micros(9990)).Sum(c => c.Count));
        }

        Assert.Equal(new IndexedRow(4096, Micros(4096), Other.Id), Assert.Single(Index.Newest(Amsterdam, new LogSpan(4095, 4097), 9)));

        Assert.True(Write(Amsterdam, new MarkForgotten(99)));
        Assert.Empty(Index.Marked(Amsterdam, [99], LogSpan.Whole, 10));
        Assert.Equal(Look(all, LogSpan.Whole, 20_000, e => Has(e, 3)), Entries(Index.Marked(Amsterdam, [3], LogSpan.Whole, 20_000)));

        Assert.True(Write(Amsterdam, new EntriesPruned(4096 + 512)));
        var left = new LogSpan(4096 + 511, long.MaxValue);
        Assert.Equal(Look(all, left, 20_000, _ => true), Entries(Index.Newest(Amsterdam, LogSpan.Whole, 20_000)));
        Assert.Equal(Look(all, left, 20_000, e => e.Shape.Id == One.Id), Entries(Index.OfShapes(Amsterdam, [One.Id], LogSpan.Whole, 20_000)));
        Assert.Equal(Look(all, left, 20_000, e => Has(e, 3)), Entries(Index.Marked(Amsterdam, [3], LogSpan.Whole, 20_000)));

        Assert.True(Write(Amsterdam, new EntriesPruned(9216)));
        Assert.Equal(Look(all, new LogSpan(9215, long.MaxValue), 20_000, e => Has(e, 3)), Entries(Index.Marked(Amsterdam, [3], LogSpan.Whole, 20_000)));
        Assert.Equal(10_000 - 9216, Index.Newest(Amsterdam, LogSpan.Whole, 20_000).Count);
    }

    [Fact]
    public void TryApply_EntriesReindexed_TakesThePlaceOfWhatWasThere()
    {
        var all = Enumerable.Range(0, 5000).Select(i => new IndexedEntry(Micros(i), i % 3 == 0 ? One : Other, [new EntryMark(i % 7)])).ToList();
        foreach (var part in all.Chunk(900))
            Append(Amsterdam, part);
        var third = EntryShape.Of(new Entry { Outcome = Outcome.Done });
        var anew = all.Select((e, i) => i % 5 == 0 ? new IndexedEntry(e.Time, third, [new EntryMark(77, 177), new EntryMark(i % 7)]) : e).ToList();
        EntriesReindexed Of(int from, int until) => new(from, until, [.. Enumerable.Range(from, until - from).Select(i => ((long)i, anew[i]))]);

        Assert.False(Write(Amsterdam, Of(0, 4000))); // no longer the last: what stands behind would be lost
        Assert.True(Write(Amsterdam, Of(0, 4096)));
        Assert.True(Write(Amsterdam, Of(4096, 4900)));
        Assert.Throws<ArgumentException>(() => Write(Amsterdam, Of(100, 200)));

        var now = anew.Take(4900).Concat(all.Skip(4900)).ToList();
        Assert.Equal(Look(now, LogSpan.Whole, 20_000, _ => true), Entries(Index.Newest(Amsterdam, LogSpan.Whole, 20_000)).Where(e => e < 5000));
        foreach (var shape in new[] { One, Other, third })
            Assert.Equal(Look(now, LogSpan.Whole, 20_000, e => e.Shape.Id == shape.Id), Entries(Index.OfShapes(Amsterdam, [shape.Id], LogSpan.Whole, 20_000)).Where(e => e < 5000));
        foreach (var mark in new[] { 3L, 77 })
            Assert.Equal(Look(now, LogSpan.Whole, 20_000, e => Has(e, mark)), Entries(Index.Marked(Amsterdam, [mark], LogSpan.Whole, 20_000)));
        Assert.Equal([77], Index.CasesOf(Amsterdam, 177));
        Assert.Contains(Index.ReadShapes(Amsterdam, 5000), s => s.Shape.Id == third.Id); // whoever follows the shapes meets it

        // And on it goes, over the end of the segment.
        Append(Amsterdam, [.. Enumerable.Range(0, 4000).Select(i => new IndexedEntry(Micros(5100 + i), One, [new EntryMark(77)]))]);
        Assert.Equal(4000 + (4900 / 5), Index.Marked(Amsterdam, [77], LogSpan.Whole, 20_000).Count);
    }

    [Fact]
    public void Append_TransactionThatIsUndone_LeavesNoRow()
    {
        using (var transaction = Storage.Log.Begin(Amsterdam))
            Add(transaction, transaction.Head, [1], new IndexedEntry(Micros(1), One, [new EntryMark(1, 101)]));
        Append(Amsterdam, [new IndexedEntry(Micros(2), One, [new EntryMark(1, 101)])]);

        Assert.Equal(Micros(2), Assert.Single(Index.Newest(Amsterdam, LogSpan.Whole, 10)).Time);
        Assert.Equal([1], Index.CasesOf(Amsterdam, 101));
        Assert.Single(Index.ReadShapes(Amsterdam, 0));
    }

    protected void Append(PartnershipId partnership, IReadOnlyList<IndexedEntry> rows)
    {
        using var transaction = Storage.Log.Begin(partnership);
        transaction.Commit(rows.Aggregate(transaction.Head, (head, row) => Add(transaction, head, [1], row)));
    }

    protected static long Micros(int i) => IndexedEntry.Micros(Moment) + i;

    private static long Hours(int i) => IndexedEntry.Micros(Moment.AddHours(i));

    // Of every four: nothing, the case 1 of subject 101, the case 2 of subject 102, nothing.
    private static List<IndexedEntry> Rows(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new IndexedEntry(
            Micros(i), i % 2 == 0 ? One : Other, (i % 4) switch { 1 => [new EntryMark(1, 101)], 2 => [new EntryMark(2, 102)], _ => [] })),
    ];

    private static bool Has(IndexedEntry entry, long mark) => entry.Marks.Any(m => m.Value == mark);

    private static IEnumerable<long> Look(IReadOnlyList<IndexedEntry> all, LogSpan span, int most, Func<IndexedEntry, bool> isWanted) => all
        .Select((entry, i) => (Entry: (long)i, Row: entry)).Where(e => e.Entry > span.After && e.Entry < span.Before && isWanted(e.Row))
        .Select(e => e.Entry).Reverse().Take(most);

    private static IEnumerable<long> Entries(IEnumerable<IndexedRow> rows) => rows.Select(r => r.Entry);
}
