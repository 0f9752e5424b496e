using Exchange.Disclosure.Statistics;

namespace Exchange.Disclosure.Tests.Statistics;

/// <summary>
/// Intervals by the reasoning that a person with a pencil does: what a published sum leaves, given the bounds of all its other parts, again
/// and again until nothing changes. It is not exact.
/// </summary>
internal static class Propagation
{
    public static Func<IReadOnlyDictionary<string, string>, (long Low, long High)> Intervals(
        IReadOnlyList<Dimension> dimensions, Edition edition)
    {
        var reader = new Attacker(dimensions, []);

        // Parts of each relation: a margin in one dimension and the cells it is the sum of.
        var cells = new Dictionary<string, (long Low, long High)>();
        var relations = new List<(string Whole, string[] Parts)>();
        foreach (var cell in edition.Cells)
        {
            cells[Name(reader, cell.At)] = cell.Value is { } value ? (value, value) : (0, long.MaxValue / 1000);
            foreach (var (dimension, _) in cell.At.Where(pair => pair.Value == Dimension.All))
            {
                var parts = dimensions.Single(d => d.Name == dimension).Atoms
                    .Select(atom => Name(reader, new Dictionary<string, string>(cell.At) { [dimension] = atom }))
                    .ToArray();
                relations.Add((Name(reader, cell.At), parts));
            }
        }

        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var (whole, parts) in relations)
            {
                var (low, high) = (parts.Sum(part => cells[part].Low), parts.Sum(part => cells[part].High));
                changed |= Narrow(whole, low, high);
                foreach (var part in parts)
                    changed |= Narrow(part, cells[whole].Low - high + cells[part].High, cells[whole].High - low + cells[part].Low);
            }
        }

        return at => cells[Name(reader, at)];

        bool Narrow(string cell, long low, long high)
        {
            var before = cells[cell];
            cells[cell] = (Math.Max(before.Low, low), Math.Min(before.High, high));
            return cells[cell] != before;
        }
    }

    private static string Name(Attacker reader, IReadOnlyDictionary<string, string> at) =>
        string.Concat(reader.Members(at).Select(member => member ? '1' : '0'));
}
