namespace Exchange.Disclosure.Statistics;

/// <summary>
/// Counts of overlapping groups, such as the active cases on two days: who came less who left. Where one group contains the other, the
/// difference is a group by itself, and the audit of combinations sees to it.
/// </summary>
internal static class EarlierNumbers
{
    /// <summary>Whether a count differs too little from one in an earlier edition that stands elsewhere in one dimension only.</summary>
    public static bool Tell(
        IReadOnlyDictionary<string, string> at,
        Cell cell,
        IReadOnlyDictionary<string, string> earlierAt,
        Cell earlier,
        StatisticsRules rules) =>
        Math.Abs(cell.Value - earlier.Value) is var difference
        && difference > 0
        && difference < rules.Minimum
        && at.Keys.Union(earlierAt.Keys, StringComparer.Ordinal).Count(name => Category(at, name) != Category(earlierAt, name)) == 1
        && cell.Overlaps(earlier)
        && !cell.Contains(earlier)
        && !earlier.Contains(cell);

    /// <summary>The need of a count, such that it may equal the earlier one, and may lie the minimum further on.</summary>
    public static Need Widen(Need need, Cell cell, Cell earlier, StatisticsRules rules)
    {
        var (low, high) = cell.Value > earlier.Value
            ? (earlier.Value, earlier.Value + rules.Minimum)
            : (Math.Max(0, earlier.Value - rules.Minimum), earlier.Value);
        return new Need(Math.Min(need.Low, low), Math.Max(need.High, high), need.Width);
    }

    private static string Category(IReadOnlyDictionary<string, string> at, string dimension) =>
        at.TryGetValue(dimension, out var category) ? category : Dimension.All;
}
