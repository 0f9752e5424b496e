namespace Exchange.Disclosure.Statistics;

/// <summary>
/// Every combination of atoms, which is what a reader does not know: each number in any table or edition is a sum of these. Combinations
/// that everybody knows to be empty are left out.
/// </summary>
internal sealed class Cube
{
    /// <summary>How many combinations can be audited.</summary>
    public const int MostAtoms = 1024;

    private const long MostValue = 1_000_000_000_000;

    private readonly IReadOnlyList<Dimension> _dimensions;
    private readonly int[] _columns;
    private readonly List<(string Contributor, long Amount)>[] _contributions;
    private readonly long[] _values;
    private readonly Dictionary<string, Cell> _cells = new(StringComparer.Ordinal);

    private Cube(Measure measure, int[] columns, long[] values, List<(string Contributor, long Amount)>[] contributions)
    {
        (_dimensions, _columns, _values, _contributions) = (measure.Dimensions, columns, values, contributions);
        HasAmounts = measure.Contributions is not null;
        Whole = CellOf(new Dictionary<string, string>())!;
    }

    public bool HasAmounts { get; }

    public int Atoms => _values.Length;

    public Cell Whole { get; }

    /// <summary>The cube of a measure, or why there is none.</summary>
    public static (Cube? Cube, EditionRefusal? Refusal) Of(Measure measure)
    {
        var dimensions = measure.Dimensions;
        if (dimensions.DistinctBy(d => d.Name, StringComparer.Ordinal).Count() != dimensions.Count || !dimensions.All(IsSound))
            return Invalid("Give each dimension a name of its own, atoms that occur once, and groups of those atoms.");
        var combinations = 1L;
        foreach (var dimension in dimensions)
        {
            combinations *= dimension.Atoms.Count;
            if (combinations > MostAtoms)
                return (null, new EditionRefusal(RefusalReason.TooLarge, $"Coarsen the dimensions: {MostAtoms} combinations at most."));
        }

        var columns = new int[combinations];
        foreach (var at in measure.Impossible)
        {
            if (IndexOf(dimensions, at) is not { } index)
                return Invalid("Give each impossible combination an atom per dimension.");
            columns[index] = -1;
        }

        var atoms = 0;
        for (var i = 0; i < columns.Length; i++)
            columns[i] = columns[i] < 0 ? -1 : atoms++;
        if (atoms == 0)
            return Invalid("Leave at least one combination possible.");
        var (values, contributions) = (new long[atoms], new List<(string, long)>[atoms]);
        var seen = new HashSet<int>();
        var total = 0L;
        var figures = measure.Contributions ?? measure.Counts!.Select(count => new Contribution(count.At, "", count.Persons));
        foreach (var (at, contributor, amount) in figures)
        {
            if (IndexOf(dimensions, at) is not { } index || columns[index] < 0 || amount < 0 || amount > MostValue - total)
                return Invalid($"Give each figure an atom per dimension, possible together, from zero and to {MostValue} in all.");
            if (measure.Counts is not null && !seen.Add(index))
                return Invalid("Count each combination once.");
            total += amount;
            values[columns[index]] += amount;
            (contributions[columns[index]] ??= []).Add((contributor, amount));
        }

        return (new Cube(measure, columns, values, contributions), null);
    }

    /// <summary>The cell at some categories; null when a dimension or category does not exist.</summary>
    public Cell? CellOf(IReadOnlyDictionary<string, string> at)
    {
        if (at.Keys.Any(name => !_dimensions.Any(d => d.Name == name)))
            return null;
        IEnumerable<int> indexes = [0];
        foreach (var dimension in _dimensions)
        {
            if (!at.TryGetValue(dimension.Name, out var category))
                category = Dimension.All;
            var members = category == Dimension.All ? dimension.Atoms
                : dimension.Groups.TryGetValue(category, out var group) ? group
                : dimension.Atoms.Contains(category) ? [category]
                : null;
            if (members is null)
                return null;
            var offsets = members.Select(atom => IndexIn(dimension, atom)).Order().ToArray();
            indexes = indexes.SelectMany(index => offsets.Select(offset => (index * dimension.Atoms.Count) + offset)).ToArray();
        }

        return CellOf([.. indexes.Select(index => _columns[index]).Where(column => column >= 0)]);
    }

    /// <summary>The cell of one combination of atoms.</summary>
    public Cell CellOf(int atom) => CellOf([atom]);

    /// <summary>What a table of the atoms would show at a cell.</summary>
    public static long Sum(Cell cell, long[] atoms)
    {
        var sum = 0L;
        foreach (var atom in cell.Atoms)
            sum += atoms[atom];
        return sum;
    }

    private Cell CellOf(int[] atoms)
    {
        var key = string.Join(',', atoms);
        if (_cells.TryGetValue(key, out var known))
            return known;
        var value = atoms.Sum(atom => _values[atom]);
        var amounts = !HasAmounts ? [] : atoms
            .SelectMany(atom => _contributions[atom] ?? [])
            .GroupBy(c => c.Contributor, StringComparer.Ordinal)
            .Select(c => c.Sum(contribution => contribution.Amount))
            .OrderDescending()
            .ToList();
        return _cells[key] = new Cell(atoms, value, HasAmounts ? amounts.Count : value, amounts);
    }

    private static bool IsSound(Dimension dimension) =>
        dimension.Atoms.Count > 0
        && dimension.Atoms.Distinct(StringComparer.Ordinal).Count() == dimension.Atoms.Count
        && dimension.Atoms.Concat(dimension.Groups.Keys).All(name => name != Dimension.All)
        && dimension.Groups.All(group =>
            !dimension.Atoms.Contains(group.Key) && group.Value.Count > 0 && group.Value.All(dimension.Atoms.Contains)
            && group.Value.Distinct(StringComparer.Ordinal).Count() == group.Value.Count);

    private static int? IndexOf(IReadOnlyList<Dimension> dimensions, IReadOnlyList<string> at)
    {
        if (at.Count != dimensions.Count)
            return null;
        var index = 0;
        for (var i = 0; i < at.Count; i++)
        {
            var offset = IndexIn(dimensions[i], at[i]);
            if (offset < 0)
                return null;
            index = (index * dimensions[i].Atoms.Count) + offset;
        }

        return index;
    }

    private static int IndexIn(Dimension dimension, string atom)
    {
        for (var i = 0; i < dimension.Atoms.Count; i++)
        {
            if (string.Equals(dimension.Atoms[i], atom, StringComparison.Ordinal))
                return i;
        }

        return -1;
    }

    private static (Cube? Cube, EditionRefusal? Refusal) Invalid(string detail) =>
        (null, new EditionRefusal(RefusalReason.Invalid, detail));
}
