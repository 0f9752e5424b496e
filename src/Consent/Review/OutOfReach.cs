namespace Exchange.Consent;

/// <summary>The categories of which no cell gives anybody anything: looked for in every cell until each has one that does.</summary>
internal static class OutOfReach
{
    public static HashSet<string> Of(Covenant covenant)
    {
        var table = covenant.Table;
        var cells = new Cells(covenant, new Invariant("", new InvariantScope(), Level.None, 1));
        var left = cells.Categories.ToHashSet();
        var (nodes, rows) = (new HashSet<(int Node, int Partner)>(), new HashSet<(Row Row, int Partner)>());
        foreach (var at in cells.Seats)
        {
            if (left.Count == 0)
                break;
            cells.Visit(at, node =>
            {
                // What one partner sees from a node, or in a row, is the same each time.
                if (left.Count == 0 || !nodes.Add((node, at.Partner)))
                    return;
                foreach (var consent in cells.Consents)
                {
                    foreach (var secrecy in cells.Secrecies)
                    {
                        var row = cells.Rows(node, consent, secrecy).Row;
                        if (row.Highest > Level.None && rows.Add((row, at.Partner)))
                            left.RemoveWhere(category => cells.Sources.Any(source => table.Cell(row, at.Partner, category, source).Level > Level.None));
                    }
                }
            });
        }

        return [.. left.Select(category => table.Words.Categories[category].Id)];
    }
}
