using Exchange.Disclosure.Statistics;

namespace Exchange.Disclosure.Tests.Statistics;

public sealed class SmallTableTests
{
    private static readonly Dimension A = Figures.Of("a", 2);
    private static readonly Dimension B = Figures.Of("b", 2);
    private static readonly Dimension C = Figures.Of("c", 3);
    private static readonly Dimension D = Figures.Of("d", 2);

    [Fact]
    public void Publish_EveryTwoByTwo_KeepsThePromise() => EveryTable([A, B], [Figures.Full("t", A, B)], [0, 1, 2, 3, 4, 7]);

    [Fact]
    public void Publish_EveryTwoByTwoWithALargerMinimum_KeepsThePromise() =>
        EveryTable([A, B], [Figures.Full("t", A, B)], [0, 1, 3, 4, 5, 9], new StatisticsRules(Minimum: 4));

    [Fact]
    public void Publish_EveryTwoByThree_KeepsThePromise() => EveryTable([A, C], [Figures.Full("t", A, C)], [0, 1, 3]);

    [Fact]
    public void Publish_EveryPairOfLinkedTables_KeepsThePromise() =>
        EveryTable([A, B, D], [Figures.Full("ab", A, B), Figures.Full("bd", B, D)], [0, 1, 3]);

    [Fact]
    public void Publish_EveryTriangleOfLinkedTables_KeepsThePromise() =>
        EveryTable([A, B, D], [Figures.Full("ab", A, B), Figures.Full("bd", B, D), Figures.Full("ad", A, D)], [0, 1, 3]);

    [Fact]
    public void Publish_EveryPairOfOverlappingBands_KeepsThePromise()
    {
        var ages = new Dimension("age", ["0-17", "18", "19+"], new Dictionary<string, IReadOnlyList<string>>
        {
            ["minor"] = ["0-17"],
            ["adult"] = ["18", "19+"],
            ["young"] = ["0-17", "18"],
        });
        var table = new Table("t", [new Axis("age", ["minor", "adult", "young", "*"]), new Axis("a", ["a0", "a1", "*"])]);
        EveryTable([ages, A], [table], [0, 1, 3]);
    }

    private static void EveryTable(IReadOnlyList<Dimension> dimensions, IReadOnlyList<Table> tables, long[] values, StatisticsRules? rules = null)
    {
        rules ??= Figures.Two;
        var (shown, hidden) = (0, 0);
        foreach (var counts in Figures.Fillings(dimensions.Aggregate(1, (product, d) => product * d.Atoms.Count), values))
        {
            var edition = Figures.Publish(Figures.Counts(dimensions, counts), tables, rules);
            Figures.AssertKept(dimensions, counts, edition, rules);
            shown += edition.Cells.Count(cell => cell.Value is not null);
            hidden += edition.Cells.Count(cell => cell.Hidden is not null);
        }

        Assert.True(shown > 0 && hidden > 0);
    }
}
