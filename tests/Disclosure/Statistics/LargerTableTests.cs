using Exchange.Disclosure.Statistics;
using FsCheck;
using FsCheck.Fluent;

namespace Exchange.Disclosure.Tests.Statistics;

/// <summary>
/// Tables too large to try everything, against a reader who reasons from cell to cell: what it finds may be too wide, never too narrow.
/// </summary>
public sealed class LargerTableTests
{
    private static readonly StatisticsRules Ten = new();

    private static readonly Gen<long[]> Sizes = Gen.Elements<long[]>([3, 4], [5, 6], [8, 3], [2, 3, 4], [3, 3, 3]);

    private static readonly Gen<(long[] Sizes, long[] Counts)> Samples =
        from sizes in Sizes
        from spread in Gen.Elements(12, 40, 200)
        from counts in Gen.Choose(0, spread).ArrayOf((int)sizes.Aggregate((product, size) => product * size))
        select (sizes, counts.Select(count => (long)count).ToArray());

    [Fact]
    public void Publish_AnyTable_ShowsNoSmallNumberAndLeavesNoneToBeWorkedOut() =>
        Prop.ForAll(Samples.ToArbitrary(), sample =>
        {
            var (dimensions, tables) = Shape(sample.Sizes);
            var edition = Figures.Publish(Figures.Counts(dimensions, sample.Counts), tables, Ten);
            var found = Propagation.Intervals(dimensions, edition);
            return edition.Cells.All(cell => cell.Value is null or >= 10)
                && edition.Cells.GroupBy(Key).All(same => same.Select(cell => cell.Value).Distinct().Count() == 1)
                && edition.Cells
                    .Where(cell => cell.Hidden is not null)
                    .All(cell => found(cell.At) is var (low, high) && high >= 10 && high - low >= 10);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void Publish_TheSameTwice_GivesTheSame() =>
        Prop.ForAll(Samples.ToArbitrary(), sample =>
        {
            var (dimensions, tables) = Shape(sample.Sizes);
            var once = Figures.Publish(Figures.Counts(dimensions, sample.Counts), tables, Ten);
            var again = Figures.Publish(Figures.Counts(dimensions, sample.Counts), tables, Ten);
            return EditionFile.Write(once.Kept) == EditionFile.Write(again.Kept)
                && once.Cells.Select(cell => cell.Hidden).SequenceEqual(again.Cells.Select(cell => cell.Hidden));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    [Fact]
    public void Publish_NothingSmall_ShowsEverything()
    {
        var (dimensions, tables) = Shape([4, 5, 3]);
        var edition = Figures.Publish(Figures.Counts(dimensions, [.. Enumerable.Repeat(11L, 60)]), tables, Ten);
        Assert.All(edition.Cells, cell => Assert.NotNull(cell.Value));
    }

    [Fact]
    public void Publish_OneSmallCell_HidesOneRectangle()
    {
        var (dimensions, tables) = Shape([6, 6]);
        var counts = Enumerable.Range(0, 36).Select(i => 20L + i).ToArray();
        counts[14] = 3;
        var edition = Figures.Publish(Figures.Counts(dimensions, counts), tables, Ten);
        Assert.Equal(4, edition.Cells.Count(cell => cell.Hidden is not null));
        Assert.Single(edition.Cells, cell => cell.Hidden == HiddenReason.TooSmall);
    }

    // All two-way tables, linked by their margins.
    private static (Dimension[] Dimensions, Table[] Tables) Shape(long[] sizes)
    {
        var dimensions = sizes.Select((size, i) => Figures.Of($"d{i}", (int)size)).ToArray();
        return (dimensions, [
            .. from i in Enumerable.Range(0, sizes.Length)
               from j in Enumerable.Range(0, i)
               select Figures.Full($"t{i}{j}", dimensions[i], dimensions[j])]);
    }

    private static string Key(EditionCell cell) =>
        string.Join(',', cell.At.Where(pair => pair.Value != Dimension.All).Select(pair => $"{pair.Key}={pair.Value}").Order());
}
