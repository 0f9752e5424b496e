using Exchange.Disclosure.Statistics;

namespace Exchange.Disclosure.Tests.Statistics;

/// <summary>Measures and tables for tests, and what every edition of counts promises.</summary>
internal static class Figures
{
    public static readonly StatisticsRules Two = new(Minimum: 2);

    public static Dimension Of(string name, int atoms) => new(name, [.. Enumerable.Range(0, atoms).Select(i => $"{name}{i}")]);

    public static Measure Counts(IReadOnlyList<Dimension> dimensions, IReadOnlyList<long> counts) =>
        Measure.OfPersons("persons", dimensions, [.. Attacker.Combinations(dimensions).Zip(counts, (at, count) => new Counted(at, count))]);

    public static Table Full(string name, params Dimension[] dimensions) =>
        new(name, [.. dimensions.Select(dimension => new Axis(dimension.Name, [.. dimension.Atoms, Dimension.All]))]);

    public static Edition Publish(
        Measure measure,
        IReadOnlyList<Table> tables,
        StatisticsRules rules,
        IReadOnlyList<PublishedCell>? earlier = null,
        string edition = "1") =>
        Assert.IsType<Edition>(Publisher.Publish(edition, measure, tables, rules, earlier ?? []));

    /// <summary>Every way to fill a number of places from some values.</summary>
    public static IEnumerable<long[]> Fillings(int places, params long[] values)
    {
        for (var number = 0; number < Math.Pow(values.Length, places); number++)
        {
            var filling = new long[places];
            for (int i = 0, rest = number; i < places; i++, rest /= values.Length)
                filling[i] = values[rest % values.Length];
            yield return filling;
        }
    }

    /// <summary>
    /// The promise: a hidden cell, and a combination of atoms with fewer persons than the minimum whether or not somebody asked for it, may
    /// hold the minimum or more, and lies in an interval at least the minimum wide.
    /// </summary>
    public static void AssertKept(IReadOnlyList<Dimension> dimensions, long[] counts, Edition edition, StatisticsRules rules)
    {
        var attacker = new Attacker(dimensions, edition.Kept);
        var sets = edition.Cells.Where(cell => cell.Hidden is not null).Select(cell => attacker.Members(cell.At)).ToList();
        sets.AddRange(Enumerable.Range(0, counts.Length).Where(atom => counts[atom] < rules.Minimum).Select(attacker.Members));
        var most = (int)Math.Max(counts.Sum(), 2 * rules.Minimum);
        var found = attacker.Search(sets, most, IsWide);
        Assert.All(found, (interval, i) => Assert.True(
            IsWide(i, interval.Low, interval.High),
            $"{string.Join(' ', counts)}: {string.Join('/', sets[i])} lies from {interval.Low} to {interval.High}"));
        Assert.All(edition.Cells.Where(cell => cell.Value is not null), cell =>
            Assert.Equal(counts.Where((_, atom) => attacker.Members(cell.At)[atom]).Sum(), cell.Value));

        bool IsWide(int set, long low, long high) => high >= rules.Minimum && high - low >= rules.Minimum;
    }
}
