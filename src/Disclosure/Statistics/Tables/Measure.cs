namespace Exchange.Disclosure.Statistics;

/// <summary>How many persons a combination of atoms holds.</summary>
/// <param name="At">An atom per dimension, in the order of the measure's dimensions.</param>
/// <param name="Persons">How many; a combination that is not given has none.</param>
public sealed record Counted(IReadOnlyList<string> At, long Persons);

/// <summary>What one contributor adds to the sum of a combination of atoms.</summary>
/// <param name="At">An atom per dimension, in the order of the measure's dimensions.</param>
/// <param name="Contributor">Whose amount it is: the same text in every combination. It never comes back out.</param>
/// <param name="Amount">In the smallest unit (cents, minutes), not negative.</param>
public sealed record Contribution(IReadOnlyList<string> At, string Contributor, long Amount);

/// <summary>
/// The figures behind one or more linked tables: persons counted, or amounts added up. Tables are added up from these, never taken as they
/// are, so that no two tables can contradict each other.
/// </summary>
public sealed class Measure
{
    private Measure(
        string name,
        IReadOnlyList<Dimension> dimensions,
        IReadOnlyList<Counted>? counts,
        IReadOnlyList<Contribution>? contributions,
        IReadOnlyList<IReadOnlyList<string>> impossible) =>
        (Name, Dimensions, Counts, Contributions, Impossible) = (name, dimensions, counts, contributions, impossible);

    /// <summary>The name: cells of earlier editions are matched by it.</summary>
    public string Name { get; }

    /// <summary>The dimensions.</summary>
    public IReadOnlyList<Dimension> Dimensions { get; }

    internal IReadOnlyList<Counted>? Counts { get; }

    internal IReadOnlyList<Contribution>? Contributions { get; }

    internal IReadOnlyList<IReadOnlyList<string>> Impossible { get; }

    /// <summary>Persons counted. Each person is in one combination of atoms only, or the totals would not be persons.</summary>
    /// <param name="name">The name.</param>
    /// <param name="dimensions">The dimensions.</param>
    /// <param name="counts">The counts, each combination once at most.</param>
    /// <param name="impossible">
    /// Combinations of atoms that everybody knows to be empty, such as a judge of age nine; only these are shown as zero. Null for none.
    /// </param>
    public static Measure OfPersons(
        string name,
        IReadOnlyList<Dimension> dimensions,
        IReadOnlyList<Counted> counts,
        IReadOnlyList<IReadOnlyList<string>>? impossible = null)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return new Measure(name, dimensions, counts, null, impossible ?? []);
    }

    /// <summary>Amounts added up: hours, costs. A contributor may have amounts in several combinations.</summary>
    /// <param name="name">The name.</param>
    /// <param name="dimensions">The dimensions.</param>
    /// <param name="contributions">Every amount with its contributor, those of zero included: they count as persons.</param>
    /// <param name="impossible">Combinations of atoms that everybody knows to be empty; null for none.</param>
    public static Measure OfAmounts(
        string name,
        IReadOnlyList<Dimension> dimensions,
        IReadOnlyList<Contribution> contributions,
        IReadOnlyList<IReadOnlyList<string>>? impossible = null)
    {
        ArgumentNullException.ThrowIfNull(contributions);
        return new Measure(name, dimensions, null, contributions, impossible ?? []);
    }
}
