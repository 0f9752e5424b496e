using Exchange.Disclosure.Statistics;

namespace Exchange.Disclosure.Tests.Statistics;

public sealed class IntervalAuditTests
{
    private static readonly Dimension A = Figures.Of("a", 2);
    private static readonly Dimension C = Figures.Of("c", 3);

    [Fact]
    public void Widen_EveryChoiceOfPublishedCells_FindsTheIntervalThatTryingEveryTableFinds()
    {
        var table = Figures.Full("t", A, C);
        var counts = new long[] { 2, 0, 1, 3, 1, 2 };
        var cube = Cube.Of(Figures.Counts([A, C], counts)).Cube!;
        var listed = Listing.Of(cube, [table], 100).Listed!;

        // The total is always there, for trying every table has to end.
        for (var choice = 0; choice < 1 << 11; choice += 3)
        {
            var published = listed.Where((_, i) => i == 11 || (choice & (1 << i)) != 0).ToList();
            var attacker = new Attacker([A, C], published.Select(entry => new PublishedCell("1", "persons", entry.At, entry.Cell.Value)));
            var expected = attacker.Search([.. listed.Select(entry => attacker.Members(entry.At))], 9, (_, _, _) => false);
            var rows = published.Select(entry => new Row(entry.Cell, false)).ToList();
            var audit = new IntervalAudit(cube.Atoms, rows, 100, new Effort(long.MaxValue));
            var targets = listed.Select(entry => new Target(entry.Cell, new Need(-1, long.MaxValue, 0))).ToList();
            targets.ForEach(target => audit.Widen(target, targets));
            Assert.Equal(expected, targets.Select(target => (target.Low, target.High)));
        }
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public void IsMet_IntervalOfFour_MeetsAWidthOfFourAndNoMore(long width, bool met)
    {
        var cube = Cube.Of(Figures.Counts([A], [6, 5])).Cube!;
        var target = new Target(cube.CellOf(0), new Need(long.MaxValue, 8, width));
        target.See([4, 0]);
        Assert.False(target.IsMet);
        target.See([8, 0]);
        Assert.Equal(met, target.IsMet);
    }

    [Fact]
    public void NeedOf_Count_IsTheMinimumBothWays()
    {
        var cube = Cube.Of(Figures.Counts([A], [6, 50])).Cube!;
        Assert.Equal(new Need(long.MaxValue, 10, 10), PrimaryRules.NeedOf(cube, cube.CellOf(0), new StatisticsRules()));
        Assert.Equal(new Need(long.MaxValue, 10, 10), PrimaryRules.NeedOf(cube, cube.CellOf(1), new StatisticsRules()));
    }

    [Fact]
    public void Corner_InFractionsOnly_IsNoTable()
    {
        // Each pair of three numbers is one: each is a half.
        var simplex = new Simplex([[1, 1, 0], [0, 1, 1], [1, 0, 1]], [1, 1, 1], new Effort(1000));
        Assert.True(simplex.IsFeasible);
        Assert.Null(simplex.Corner());
        Assert.Equal([1, 1, 1], new Simplex([[1, 1, 0], [0, 1, 1], [1, 0, 1]], [2, 2, 2], new Effort(1000)).Corner()!);
        Assert.False(new Simplex([[1, 1], [1, 1]], [1, 2], new Effort(1000)).IsFeasible);
    }

    [Fact]
    public void Maximise_ACycleOfBeale_Ends()
    {
        // Beale 1955, in whole numbers: the largest-coefficient rule alone runs in circles.
        var simplex = new Simplex(
            [[1, -32, -4, 36, 1, 0, 0], [1, -24, -1, 6, 0, 1, 0], [0, 0, 1, 0, 0, 0, 1]], [0, 0, 1], new Effort(100_000));
        simplex.Maximise([3, -80, 2, -24, 0, 0, 0], () => false);
        var corner = simplex.Corner()!;
        Assert.Equal(5, (3 * corner[0]) - (80 * corner[1]) + (2 * corner[2]) - (24 * corner[3]));
    }
}
