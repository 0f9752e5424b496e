using Exchange.Disclosure.Statistics;

namespace Exchange.Disclosure.Tests.Statistics;

public sealed class EditionTests
{
    private static readonly Dimension A = Figures.Of("a", 2);

    private static readonly Dimension Quarters = new("period", ["q1", "q2"], new Dictionary<string, IReadOnlyList<string>>
    {
        ["half year"] = ["q1", "q2"],
    });

    // Who is active on two days is active on the first only, the second only, or both.
    private static readonly Dimension Days = new("day", ["first only", "second only", "both"], new Dictionary<string, IReadOnlyList<string>>
    {
        ["first"] = ["first only", "both"],
        ["second"] = ["second only", "both"],
    });

    private static readonly StatisticsRules Ten = new();

    [Fact]
    public void Publish_EveryCumulativeSecondEdition_KeepsThePromiseOverBoth()
    {
        foreach (var counts in Figures.Fillings(4, 0, 1, 2, 3, 5))
        {
            var measure = Figures.Counts([A, Quarters], counts);
            var first = Figures.Publish(measure, [At("q1")], Figures.Two);
            var second = Figures.Publish(measure, [At("half year")], Figures.Two, first.Kept, "2");
            Assert.Equal(first.Kept, second.Kept.Take(first.Kept.Count));
            Figures.AssertKept([A, Quarters], counts, second, Figures.Two);
        }
    }

    [Fact]
    public void Publish_TableAddedToAFrozenPeriod_KeepsThePromiseOverBoth()
    {
        var b = Figures.Of("b", 2);
        foreach (var counts in Figures.Fillings(4, 0, 1, 2, 3, 5))
        {
            var measure = Figures.Counts([A, b], counts);
            var first = Figures.Publish(measure, [Figures.Full("a", A)], Figures.Two);
            var second = Figures.Publish(measure, [Figures.Full("ab", A, b)], Figures.Two, first.Kept, "2");
            Figures.AssertKept([A, b], counts, second, Figures.Two);
        }
    }

    [Fact]
    public void Publish_NumberOfAnEarlierEdition_StaysWithTheSameNumberWhateverTheRulesAreNow()
    {
        var measure = Figures.Counts([A], [12, 30]);
        var first = Figures.Publish(measure, [Figures.Full("t", A)], Ten);
        var later = Publisher.Publish("2", measure, [Figures.Full("t", A)], new StatisticsRules(Minimum: 12), first.Kept);
        Assert.Equal([12L, 30L, 42L], Assert.IsType<Edition>(later).Cells.Select(cell => cell.Value!.Value));
        Assert.Equal(EditionFile.Write(first.Kept), EditionFile.Write(((Edition)later).Kept));
    }

    [Fact]
    public void Publish_FewCameBetweenTwoEditions_HidesTheSecondNumber()
    {
        var measure = Figures.Counts([A, Quarters], [40, 3, 50, 25]);
        var first = Figures.Publish(measure, [At("q1")], Ten);
        var second = Figures.Publish(measure, [At("half year")], Ten, first.Kept, "2");
        Assert.Equal([40L, 50L, 90L], first.Cells.Select(cell => cell.Value!.Value));
        Assert.Null(second.Cells[0].Value);
    }

    [Theory]
    [InlineData(12, 14, HiddenReason.EarlierEdition)]
    [InlineData(14, 12, HiddenReason.EarlierEdition)]
    [InlineData(14, 14, null)]
    [InlineData(12, 22, null)]
    public void Publish_OverlappingGroups_HidesASmallDifferenceWithTheEarlierNumber(long left, long came, HiddenReason? reason)
    {
        var measure = Figures.Counts([Days], [left, came, 40]);
        var first = Figures.Publish(measure, [On("first")], Ten);
        var second = Figures.Publish(measure, [On("second")], Ten, first.Kept, "2");
        Assert.Equal(40 + left, first.Cells[0].Value);
        Assert.Equal(reason, second.Cells[0].Hidden);
    }

    [Fact]
    public void Publish_HiddenForItsDifference_MayEqualTheEarlierNumberAndLieTheMinimumFurther()
    {
        var days = new[] { A, Days };
        long[] counts = [3, 4, 2, 4, 3, 3];
        var measure = Figures.Counts(days, counts);
        Table Both(string day) => new(day, [new Axis("a", ["a0", "a1", "*"]), new Axis("day", [day])]);
        var first = Figures.Publish(measure, [Both("first")], Figures.Two);
        var second = Figures.Publish(measure, [Both("second")], Figures.Two, first.Kept, "2");
        Assert.Equal([5L, 7L, 12L], first.Cells.Select(cell => cell.Value!.Value));
        Assert.Equal(HiddenReason.EarlierEdition, second.Cells[0].Hidden);
        var attacker = new Attacker(days, second.Kept);
        var found = attacker.Search([attacker.Members(second.Cells[0].At)], 9, (_, low, high) => low <= 5 && high >= 7);
        Assert.True(found[0].Low <= 5 && found[0].High >= 7);
    }

    [Fact]
    public void Publish_PartThatRulesOutTheEarlierNumberOfAHiddenWhole_IsHiddenToo()
    {
        // 40 and 12 became 53 and 1: a whole that is at least 53 cannot be the 52 of before.
        var b = Figures.Of("b", 2);
        var measure = Figures.Counts([b, Days], [10, 23, 30, 12, 1, 0]);
        Table Both(string day) => new(day, [new Axis("b", ["b0", "b1", "*"]), new Axis("day", [day])]);
        var first = Figures.Publish(measure, [Both("first")], Ten);
        var second = Figures.Publish(measure, [Both("second")], Ten, first.Kept, "2");
        Assert.Equal([40L, 12L, 52L], first.Cells.Select(cell => cell.Value!.Value));
        Assert.Equal(
            [HiddenReason.Complementary, HiddenReason.TooSmall, HiddenReason.EarlierEdition],
            second.Cells.Select(cell => cell.Hidden));
    }

    [Fact]
    public void Publish_CorrectedFiguresOfAPublishedPeriod_IsRefused()
    {
        var first = Figures.Publish(Figures.Counts([A], [12, 30]), [Figures.Full("t", A)], Ten);
        var refusal = Publisher.Publish("2", Figures.Counts([A], [13, 30]), [Figures.Full("t", A)], Ten, first.Kept);
        Assert.Equal(RefusalReason.ContradictsEarlier, Assert.IsType<EditionRefusal>(refusal).Reason);
        var renamed = Measure.OfPersons("persons", [new Dimension("a", ["x", "a1"])], [new Counted(["x"], 12), new Counted(["a1"], 30)]);
        refusal = Publisher.Publish("2", renamed, [new Table("t", [])], Ten, first.Kept);
        Assert.Equal(RefusalReason.ContradictsEarlier, Assert.IsType<EditionRefusal>(refusal).Reason);
    }

    [Fact]
    public void Publish_EarlierEditionThatSaysTooMuch_IsRefused()
    {
        var earlier = new PublishedCell("0", "persons", new Dictionary<string, string> { ["a"] = "a0" }, 3);
        var refusal = Publisher.Publish("1", Figures.Counts([A, Quarters], [1, 2, 30, 30]), [At("q1")], Ten, [earlier]);
        Assert.Equal(RefusalReason.AlreadyDisclosed, Assert.IsType<EditionRefusal>(refusal).Reason);
    }

    private static Table At(string period) => new("t", [new Axis("a", ["a0", "a1", "*"]), new Axis("period", [period])]);

    private static Table On(string day) => new("t", [new Axis("day", [day])]);
}
