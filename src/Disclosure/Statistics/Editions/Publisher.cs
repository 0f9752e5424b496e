namespace Exchange.Disclosure.Statistics;

/// <summary>
/// Makes tables of counts and sums fit to publish. Whatever publishes a count goes through here, with all that was published before. The
/// method, its promises and its limits are in docs/statistics.md.
/// </summary>
public static class Publisher
{
    private const int MostCells = 512;

    // Some seconds on one core.
    private const long Budget = 4_000_000_000;

    /// <summary>
    /// Makes an edition: each cell is published, or hidden because of itself or of what would follow from it. The same input gives the same
    /// edition.
    /// </summary>
    /// <param name="edition">The name of the edition, kept with each number that it is the first to publish.</param>
    /// <param name="measure">The figures, with every period that an earlier edition of the measure covers.</param>
    /// <param name="tables">The tables, linked or not.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="earlier">What <see cref="Edition.Kept"/> of the last edition held; empty only when there never was one.</param>
    /// <returns>The edition, or why there can be none.</returns>
    public static PublicationResult Publish(
        string edition, Measure measure, IReadOnlyList<Table> tables, StatisticsRules rules, IReadOnlyList<PublishedCell> earlier)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(edition);
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentNullException.ThrowIfNull(tables);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(earlier);
        if (!rules.IsValid)
            return new EditionRefusal(RefusalReason.Invalid, "Choose a minimum from 2, a count from 1, and percentages of 1 to 99.");
        var (cube, refusal) = Cube.Of(measure);
        if (cube is null)
            return refusal!;

        var before = new List<(IReadOnlyDictionary<string, string> At, Cell Cell)>();
        foreach (var published in earlier.Where(cell => cell.Measure == measure.Name))
        {
            if (cube.CellOf(published.At) is not { } cell || cell.Value != published.Value)
            {
                return new EditionRefusal(
                    RefusalReason.ContradictsEarlier,
                    $"Publish from the figures behind edition '{published.Edition}': its number at {Name(published.At)} is another now.");
            }

            before.Add((published.At, cell));
        }

        var (listed, invalid) = Listing.Of(cube, tables, MostCells - before.Count);
        if (listed is null)
            return invalid!;
        var already = before.Select(cell => cell.Cell).Distinct().ToList();
        var (hidden, needs) = HiddenForThemselves(cube, rules, listed, before, already);
        var cells = listed.Select(entry => entry.Cell).Where(cell => cell.Atoms.Length > 0).Distinct().ToList();
        try
        {
            var protector = new Protector(cube, rules, cells, already, hidden, needs, new Effort(Budget));
            if (!protector.Protect())
                return new EditionRefusal(RefusalReason.AlreadyDisclosed, "Leave these tables out: earlier editions say too much already.");
        }
        catch (Exception e) when (e is EffortSpentException or OverflowException)
        {
            return new EditionRefusal(RefusalReason.TooHard, "Ask for fewer or coarser tables: the audit of these does not end in time.");
        }

        var known = earlier.Where(cell => cell.Measure == measure.Name).Select(cell => Name(cell.At)).ToHashSet(StringComparer.Ordinal);
        var fresh = listed
            .Where(entry => !hidden.ContainsKey(entry.Cell) && known.Add(Name(entry.At)))
            .Select(entry => new PublishedCell(edition, measure.Name, Plain(entry.At), entry.Cell.Value));
        return new Edition(
            [.. listed.Select(entry => hidden.TryGetValue(entry.Cell, out var reason)
                ? new EditionCell(entry.Table, entry.At, null, reason)
                : new EditionCell(entry.Table, entry.At, entry.Cell.Value, null))],
            [.. earlier, .. fresh]);
    }

    private static (Dictionary<Cell, HiddenReason> Hidden, Dictionary<Cell, Need> Needs) HiddenForThemselves(
        Cube cube,
        StatisticsRules rules,
        IReadOnlyList<Listing> listed,
        IReadOnlyList<(IReadOnlyDictionary<string, string> At, Cell Cell)> before,
        List<Cell> already)
    {
        var (hidden, needs) = (new Dictionary<Cell, HiddenReason>(), new Dictionary<Cell, Need>());
        foreach (var (_, at, cell) in listed.Where(entry => entry.Cell.Atoms.Length > 0 && !already.Contains(entry.Cell)))
        {
            if (PrimaryRules.Judge(cube, cell, rules) is { } reason)
            {
                hidden[cell] = reason;
                continue;
            }

            foreach (var (earlierAt, earlier) in cube.HasAmounts ? [] : before)
            {
                if (!EarlierNumbers.Tell(at, cell, earlierAt, earlier, rules))
                    continue;
                hidden[cell] = HiddenReason.EarlierEdition;
                var need = needs.GetValueOrDefault(cell, PrimaryRules.NeedOf(cube, cell, rules));
                needs[cell] = EarlierNumbers.Widen(need, cell, earlier, rules);
            }
        }

        return (hidden, needs);
    }

    private static string Name(IReadOnlyDictionary<string, string> at) =>
        Plain(at) is { Count: > 0 } plain ? string.Join(", ", plain.Select(pair => $"{pair.Key} '{pair.Value}'")) : "the total";

    // In one order and without margins, so that one cell has one name.
    private static SortedDictionary<string, string> Plain(IReadOnlyDictionary<string, string> at) =>
        new(at.Where(pair => pair.Value != Dimension.All).ToDictionary(pair => pair.Key, pair => pair.Value), StringComparer.Ordinal);
}
