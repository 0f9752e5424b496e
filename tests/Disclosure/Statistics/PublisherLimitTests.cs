using Exchange.Disclosure.Statistics;

namespace Exchange.Disclosure.Tests.Statistics;

public sealed class PublisherLimitTests
{
    private static readonly Dimension A = Figures.Of("a", 2);
    private static readonly Table Total = new("t", []);
    private static readonly Counted[] Counts = [new(["a0"], 20), new(["a1"], 30)];

    [Fact]
    public void Publish_TooManyCombinations_IsRefused() =>
        AssertRefused(RefusalReason.TooLarge, Measure.OfPersons("m", [Figures.Of("x", 40), Figures.Of("y", 40)], []), Total);

    [Fact]
    public void Publish_TooManyCells_IsRefused()
    {
        var (x, y) = (Figures.Of("x", 30), Figures.Of("y", 30));
        AssertRefused(RefusalReason.TooLarge, Measure.OfPersons("m", [x, y], []), Figures.Full("t", x, y));
    }

    [Fact]
    public void Publish_FiguresThatMakeNoSense_IsRefused()
    {
        AssertRefused(RefusalReason.Invalid, Measure.OfPersons("m", [A], [new Counted(["a0"], -1)]), Total);
        AssertRefused(RefusalReason.Invalid, Measure.OfPersons("m", [A], [new Counted(["a0"], long.MaxValue)]), Total);
        AssertRefused(RefusalReason.Invalid, Measure.OfPersons("m", [A], [new Counted(["a2"], 1)]), Total);
        AssertRefused(RefusalReason.Invalid, Measure.OfPersons("m", [A], [new Counted([], 1)]), Total);
        AssertRefused(RefusalReason.Invalid, Measure.OfPersons("m", [A], [new Counted(["a0"], 1), new Counted(["a0"], 1)]), Total);
        AssertRefused(RefusalReason.Invalid, Measure.OfPersons("m", [A], Counts, [["a0"]]), Total);
        AssertRefused(RefusalReason.Invalid, Measure.OfPersons("m", [A], [], [["a0"], ["a1"]]), Total);
        AssertRefused(RefusalReason.Invalid, Measure.OfPersons("m", [A, A], []), Total);
        AssertRefused(RefusalReason.Invalid, Measure.OfPersons("m", [new Dimension("a", ["*"])], []), Total);
        AssertRefused(RefusalReason.Invalid, Measure.OfPersons("m", [new Dimension("a", ["x", "x"])], []), Total);
        var groups = new Dictionary<string, IReadOnlyList<string>> { ["g"] = ["y"] };
        AssertRefused(RefusalReason.Invalid, Measure.OfPersons("m", [new Dimension("a", ["x"], groups)], []), Total);
    }

    [Fact]
    public void Publish_TablesOrRulesThatMakeNoSense_IsRefused()
    {
        var measure = Measure.OfPersons("m", [A], Counts);
        AssertRefused(RefusalReason.Invalid, measure);
        AssertRefused(RefusalReason.Invalid, measure, Total, Total);
        AssertRefused(RefusalReason.Invalid, measure, new Table("t", [new Axis("b", ["*"])]));
        AssertRefused(RefusalReason.Invalid, measure, new Table("t", [new Axis("a", ["a2"])]));
        AssertRefused(RefusalReason.Invalid, measure, new Table("t", [new Axis("a", [])]));
        AssertRefused(RefusalReason.Invalid, measure, new Table("t", [new Axis("a", ["a0"]), new Axis("a", ["a1"])]));
        Assert.Equal(
            RefusalReason.Invalid,
            Assert.IsType<EditionRefusal>(Publisher.Publish("1", measure, [Total], new StatisticsRules(Minimum: 1), [])).Reason);
    }

    [Fact]
    public void Publish_ImpossibleCombination_IsShownAsZeroAndAnEmptyOneIsNot()
    {
        var three = Figures.Of("a", 3);
        var measure = Measure.OfPersons("m", [three], [new Counted(["a0"], 40)], [["a2"]]);
        var edition = Figures.Publish(measure, [Figures.Full("t", three)], new StatisticsRules());
        Assert.Equal([null, null, 0L, 40L], edition.Cells.Select(cell => cell.Value));
        Assert.Equal([HiddenReason.Complementary, HiddenReason.TooSmall, null, null], edition.Cells.Select(cell => cell.Hidden));
    }

    [Fact]
    public void Publish_TheLargestThatIsAllowed_EndsInAnEditionOrInARefusal()
    {
        var (x, y, z) = (Figures.Of("x", 16), Figures.Of("y", 8), Figures.Of("z", 8));
        var counts = Enumerable.Range(0, 1024).Select(i => (long)(i * 7919 % 1009 % 4)).ToArray();
        var measure = Figures.Counts([x, y, z], counts);
        Table[] chain = [Figures.Full("xy", x, y), Figures.Full("yz", y, z)];
        Assert.Contains(Figures.Publish(measure, chain, new StatisticsRules()).Cells, cell => cell.Hidden == HiddenReason.Complementary);

        // A ring of tables this large is beyond the audit.
        AssertRefused(RefusalReason.TooHard, measure, [.. chain, Figures.Full("xz", x, z)]);
    }

    private static void AssertRefused(RefusalReason reason, Measure measure, params Table[] tables)
    {
        var refusal = Assert.IsType<EditionRefusal>(Publisher.Publish("1", measure, tables, new StatisticsRules(), []));
        Assert.Equal(reason, refusal.Reason);
        Assert.EndsWith(".", refusal.Detail, StringComparison.Ordinal);
    }
}
