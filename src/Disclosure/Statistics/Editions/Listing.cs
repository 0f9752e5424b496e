namespace Exchange.Disclosure.Statistics;

/// <summary>One cell that a table asks for.</summary>
internal sealed record Listing(string Table, IReadOnlyDictionary<string, string> At, Cell Cell)
{
    /// <summary>Every cell that the tables ask for, or why that is refused.</summary>
    public static (IReadOnlyList<Listing>? Listed, EditionRefusal? Refusal) Of(Cube cube, IReadOnlyList<Table> tables, int most)
    {
        if (tables.Count == 0 || !AreDistinct([.. tables.Select(table => table.Name)]))
            return Refuse(RefusalReason.Invalid, "Ask for at least one table, and give each a name of its own.");
        var listed = new List<Listing>();
        foreach (var table in tables)
        {
            if (!AreDistinct([.. table.Axes.Select(axis => axis.Dimension)])
                || !table.Axes.All(axis => axis.Categories.Count > 0 && AreDistinct(axis.Categories)))
                return Refuse(RefusalReason.Invalid, $"Give table '{table.Name}' each dimension once, with categories that occur once.");
            var size = table.Axes.Aggregate(1L, (product, axis) => Math.Min(product * axis.Categories.Count, int.MaxValue));
            if (listed.Count + size > most)
                return Refuse(RefusalReason.TooLarge, "Ask for fewer cells: these and those of earlier editions are too many to audit.");
            IEnumerable<Dictionary<string, string>> all = [[]];
            foreach (var axis in table.Axes)
            {
                all = all.SelectMany(at =>
                    axis.Categories.Select(category => new Dictionary<string, string>(at) { [axis.Dimension] = category }));
            }

            foreach (var at in all)
            {
                if (cube.CellOf(at) is not { } cell)
                    return Refuse(RefusalReason.Invalid, $"Take the axes of table '{table.Name}' from the dimensions of the measure.");
                listed.Add(new Listing(table.Name, at, cell));
            }
        }

        return (listed, null);
    }

    private static bool AreDistinct(IReadOnlyList<string> names) => names.Distinct(StringComparer.Ordinal).Count() == names.Count;

    private static (IReadOnlyList<Listing>? Listed, EditionRefusal? Refusal) Refuse(RefusalReason reason, string detail) =>
        (null, new EditionRefusal(reason, detail));
}
