namespace Exchange.Disclosure.Statistics;

/// <summary>What a cell tells by itself, and how uncertain readers must stay about it once it is hidden.</summary>
internal static class PrimaryRules
{
    /// <summary>Why a cell may not be shown; null when it may as far as it goes by itself.</summary>
    public static HiddenReason? Judge(Cube cube, Cell cell, StatisticsRules rules)
    {
        // Of nobody too: "none of the forty here" is a statement about forty persons.
        if (cell.Persons < rules.Minimum)
            return HiddenReason.TooSmall;
        if (!cube.HasAmounts)
            return null;
        if (Top(cell, rules) * 100 > cell.Value * rules.DominancePercent)
            return HiddenReason.Dominance;

        // A sum of nothing but zeros says each contributor's amount, so equal counts as too close.
        return Rest(cell) * 100 <= cell.Largest[0] * rules.PriorPercent ? HiddenReason.PriorPercent : null;
    }

    /// <summary>What the interval of a hidden cell must reach.</summary>
    public static Need NeedOf(Cube cube, Cell cell, StatisticsRules rules)
    {
        // It may be a cell that could have been shown, and no narrower than a group that counts as one.
        if (!cube.HasAmounts)
            return new Need(long.MaxValue, rules.Minimum, rules.Minimum);
        var share = Percent(cell.Value, rules.PriorPercent);
        if (Judge(cube, cell, rules) is null)
            return new Need(long.MaxValue, 0, Math.Max(1, share));
        var width = Math.Max(1, Ceiling(Top(cell, rules) * 100, rules.DominancePercent) - cell.Value);
        if (cell.Persons > 0)
            width = Math.Max(width, Percent(cell.Largest[0], rules.PriorPercent) - Rest(cell));

        // One contributor of the common size more or less must not show.
        if (cell.Persons < rules.Minimum)
            width = Math.Max(width, Math.Max(share, cube.Whole.Value / Math.Max(1, cube.Whole.Persons)));
        return new Need(Math.Max(0, cell.Value - width), cell.Value + width, 0);
    }

    private static long Top(Cell cell, StatisticsRules rules) => cell.Largest.Take(rules.DominanceCount).Sum();

    private static long Rest(Cell cell) => cell.Value - cell.Largest.Take(2).Sum();

    private static long Percent(long value, long percent) => Ceiling(value * percent, 100);

    private static long Ceiling(long value, long divisor) => (value + divisor - 1) / divisor;
}
