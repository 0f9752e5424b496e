namespace Exchange.Disclosure.Statistics;

/// <summary>
/// What a reader can find out about hidden cells from everything published. The simplex method proposes tables that agree with it;
/// adding up decides whether they do. So a fault in the method can hide too much, but never show too much.
/// </summary>
internal sealed class IntervalAudit
{
    private readonly int _atoms;
    private readonly IReadOnlyList<Row> _rows;
    private readonly Simplex _simplex;

    public IntervalAudit(int atoms, IReadOnlyList<Row> rows, long ceiling, Effort effort)
    {
        (_atoms, _rows) = (atoms, rows);
        var coefficients = rows.Select(row => row.Coefficients(atoms + 1)).ToList();

        // Readers know no ceiling. It bounds the walk, and can only make the intervals look narrower than they are.
        coefficients.Add([.. Enumerable.Repeat(1L, atoms + 1)]);
        _simplex = new Simplex(coefficients, [.. rows.Select(row => row.Cell.Value), ceiling], effort);
        if (!_simplex.IsFeasible)
            throw new InvalidOperationException("The truth agrees with everything published, yet no table does.");
    }

    /// <summary>Widens the interval of a target until it is met or can be no wider, and those of the others on the way.</summary>
    public void Widen(Target target, IReadOnlyCollection<Target> all)
    {
        var costs = new Row(target.Cell, false).Coefficients(_atoms + 1);
        _simplex.Maximise(costs, () => Look(all) && target.IsMet);
        if (!target.IsMet)
            _simplex.Maximise(Array.ConvertAll(costs, cost => -cost), () => Look(all) && target.IsMet);
    }

    private bool Look(IReadOnlyCollection<Target> all)
    {
        // A corner in fractions is no table of persons.
        if (_simplex.Corner() is not { } corner)
            return true;
        if (Array.Exists(corner, value => value < 0) || _rows.Any(row => Cube.Sum(row.Cell, corner) != row.Cell.Value))
            throw new InvalidOperationException("A corner does not agree with what is published.");
        foreach (var target in all)
            target.See(corner);
        return true;
    }
}
