namespace Exchange.Disclosure.Statistics;

/// <summary>
/// A set of possible atoms of the cube with what they hold together. The cube has one for each set, whatever its names, so that sets are
/// compared by reference.
/// </summary>
/// <param name="atoms">The columns, ascending.</param>
/// <param name="value">Persons, or the sum of the amounts.</param>
/// <param name="persons">Persons, or contributors.</param>
/// <param name="largest">The amounts of the contributors, largest first; empty for counts.</param>
internal sealed class Cell(int[] atoms, long value, long persons, IReadOnlyList<long> largest)
{
    public int[] Atoms { get; } = atoms;

    public long Value { get; } = value;

    public long Persons { get; } = persons;

    public IReadOnlyList<long> Largest { get; } = largest;

    public bool Overlaps(Cell other) => Atoms.AsSpan().ContainsAny(other.Atoms);

    public bool Contains(Cell other) => other.Atoms.All(atom => Array.BinarySearch(Atoms, atom) >= 0);
}
