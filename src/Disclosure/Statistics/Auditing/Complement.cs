namespace Exchange.Disclosure.Statistics;

/// <summary>
/// Which published cells to hide as well, so that a target gets room: those that would have to change, at the least cost in persons and
/// parts, for the target to move as far as it must (after Fischetti and Salazar-González, Management Science 47, 2001).
/// </summary>
internal static class Complement
{
    /// <summary>The cells to hide; none when nothing that may still be hidden would help.</summary>
    public static IReadOnlyList<Cell> Find(int atoms, IReadOnlyList<Row> rows, Target target, long ceiling, Effort effort)
    {
        var (low, high) = (target.Low, target.High);
        IReadOnlyList<Cell>? moved;
        if (high < target.Need.High)
            moved = Move(atoms, rows, target.Cell, target.Need.High, true, ceiling, effort);
        else if (low > target.Need.Low)
            moved = Move(atoms, rows, target.Cell, target.Need.Low, false, ceiling, effort);
        else
            moved = Move(atoms, rows, target.Cell, low + target.Need.Width, true, ceiling, effort)
                ?? (high < target.Need.Width ? null : Move(atoms, rows, target.Cell, high - target.Need.Width, false, ceiling, effort));
        if (moved is not { Count: 0 })
            return moved ?? [];

        // It can move, in fractions of persons only: the cheapest cell that has to do with it goes.
        return [.. rows
            .Where(row => !row.Fixed)
            .OrderBy(row => row.Cell.Overlaps(target.Cell) ? 0 : 1)
            .ThenBy(row => row.Cell.Persons)
            .Select(row => row.Cell)
            .Take(1)];
    }

    // Columns: the atoms, the ceiling's slack, the goal's slack, then per row that may be hidden how far it rises and how far it falls.
    private static List<Cell>? Move(
        int atoms, IReadOnlyList<Row> rows, Cell target, long goal, bool up, long ceiling, Effort effort)
    {
        var free = rows.Where(row => !row.Fixed).Select(row => row.Cell).ToList();
        var columns = atoms + 2 + (2 * free.Count);
        var coefficients = rows.Select(row => row.Coefficients(columns)).ToList();
        var costs = new long[columns];
        for (int i = 0, at = atoms + 2; i < rows.Count; i++)
        {
            if (rows[i].Fixed)
                continue;
            (coefficients[i][at], coefficients[i][at + 1]) = (-1, 1);
            costs[at] = costs[at + 1] = -(rows[i].Cell.Persons + rows[i].Cell.Atoms.Length);
            at += 2;
        }

        var whole = new long[columns];
        Array.Fill(whole, 1, 0, atoms + 1);
        var reach = new Row(target, true).Coefficients(columns);
        reach[atoms + 1] = up ? -1 : 1;
        var simplex = new Simplex([.. coefficients, whole, reach], [.. rows.Select(row => row.Cell.Value), ceiling, goal], effort);
        if (!simplex.IsFeasible)
            return null;
        simplex.Maximise(costs, () => false);
        var moved = simplex.Positive().Where(column => column >= atoms + 2).Select(column => (column - atoms - 2) / 2);
        return [.. moved.Distinct().Order().Select(i => free[i])];
    }
}
