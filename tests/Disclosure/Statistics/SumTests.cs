using Exchange.Disclosure.Statistics;

namespace Exchange.Disclosure.Tests.Statistics;

public sealed class SumTests
{
    private static readonly Dimension A = Figures.Of("a", 2);
    private static readonly Dimension B = Figures.Of("b", 2);
    private static readonly StatisticsRules Rules = new(Minimum: 3, DominanceCount: 1, DominancePercent: 70, PriorPercent: 20);

    [Theory]
    [InlineData(new long[] { 50, 50 }, HiddenReason.TooSmall)]
    [InlineData(new long[] { }, HiddenReason.TooSmall)]
    [InlineData(new long[] { 71, 20, 9 }, HiddenReason.Dominance)]
    [InlineData(new long[] { 50, 41, 9 }, HiddenReason.PriorPercent)]
    [InlineData(new long[] { 50, 40, 10 }, HiddenReason.PriorPercent)]
    [InlineData(new long[] { 0, 0, 0 }, HiddenReason.PriorPercent)]
    [InlineData(new long[] { 50, 39, 11 }, null)]
    [InlineData(new long[] { 70, 15, 15 }, null)]
    public void Publish_OneSum_IsHiddenWhenItTellsAContributorsAmount(long[] amounts, HiddenReason? reason)
    {
        var edition = Figures.Publish(Amounts([A], [amounts, [40, 40, 40, 40]]), [new Table("t", [new Axis("a", ["a0"])])], Rules);
        Assert.Equal(reason, edition.Cells[0].Hidden);
    }

    [Fact]
    public void Publish_ContributorWithSeveralAmounts_IsOneContributor()
    {
        var measure = Measure.OfAmounts("hours", [A], [
            new(["a0"], "x", 30), new(["a0"], "x", 30), new(["a1"], "x", 30), new(["a1"], "y", 20)]);
        Assert.Equal(HiddenReason.TooSmall, Figures.Publish(measure, [new Table("t", [])], Rules).Cells[0].Hidden);
    }

    [Fact]
    public void Publish_EveryTwoByTwoOfSums_LeavesEachContributorOutOfReach()
    {
        long[][] cells = [[], [5], [3, 2, 2], [4, 1], [9, 1, 1]];
        var hidden = 0;
        foreach (var choice in Figures.Fillings(4, 0, 1, 2, 3, 4).Where((_, number) => number % 7 == 0))
        {
            var amounts = choice.Select(i => cells[i]).ToArray();
            var edition = Figures.Publish(Amounts([A, B], amounts), [Figures.Full("t", A, B)], Rules);
            var kept = edition.Cells.Where(cell => cell.Hidden is not null).ToList();
            hidden += kept.Count;

            // From outside, and as each contributor who alone makes up a hidden sum.
            AssertOutOfReach(amounts, edition, kept, null);
            foreach (var known in kept.Where(cell => In(amounts, cell).Length == 1))
                AssertOutOfReach(amounts, edition, kept, known);
        }

        Assert.True(hidden > 50);
    }

    // The second largest contributor subtracts its own amount and all others at their least: the largest must be at least p% further off.
    private static void AssertOutOfReach(long[][] amounts, Edition edition, List<EditionCell> hidden, EditionCell? known)
    {
        var attacker = new Attacker([A, B], edition.Kept);
        var mine = known is null ? [] : attacker.Members(known.At);
        if (known is not null)
            attacker.Knowing(mine, In(amounts, known).Sum());
        var others = hidden
            .Where(cell => known is null || !attacker.Members(cell.At).Where((member, atom) => member && mine[atom]).Any())
            .ToList();
        var needs = others.Select(cell => In(amounts, cell)).ToList();
        var found = attacker.Search([.. others.Select(cell => attacker.Members(cell.At))], 60, IsWide);
        Assert.All(found, (interval, i) => Assert.True(
            IsWide(i, interval.Low, interval.High),
            $"{string.Join(" | ", amounts.Select(a => string.Join(',', a)))}: {string.Join(',', needs[i])} lies in {interval}"));

        bool IsWide(int set, long low, long high)
        {
            var largest = needs[set].OrderDescending().ToArray();
            if (largest.Length == 0)
                return high > low;
            var second = largest.Length > 1 ? largest[1] : 0;
            return high > low && (high - second) * 100 >= largest[0] * (100 + Rules.PriorPercent);
        }
    }

    private static long[] In(long[][] amounts, EditionCell cell)
    {
        var members = new Attacker([A, B], []).Members(cell.At);
        return [.. amounts.Where((_, atom) => members[atom]).SelectMany(a => a)];
    }

    // Each amount is of a contributor of its own.
    private static Measure Amounts(IReadOnlyList<Dimension> dimensions, long[][] amounts) =>
        Measure.OfAmounts("hours", dimensions, [.. Attacker.Combinations(dimensions).SelectMany((at, atom) =>
            amounts[atom].Select((amount, i) => new Contribution(at, $"{atom}-{i}", amount)))]);
}
