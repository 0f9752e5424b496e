namespace Exchange.Disclosure.Statistics;

/// <summary>
/// One property by which persons are counted: an age, a district, a period. Its atoms are the finest categories there are: each person has
/// exactly one. Every other category is a group of atoms, and groups may overlap; so bands that do not nest, and cumulative periods, are
/// groups like any other, and what follows from two of them is found.
/// </summary>
/// <param name="Name">The name; it and the names of categories keep their meaning from one edition to the next.</param>
/// <param name="Atoms">The finest categories, each once; the order is of no consequence to what is hidden.</param>
/// <param name="Groups">Named sets of atoms, beside <see cref="All"/>, which is always there.</param>
public sealed record Dimension(string Name, IReadOnlyList<string> Atoms, IReadOnlyDictionary<string, IReadOnlyList<string>> Groups)
{
    /// <summary>The category of everybody: the margin. A dimension that a cell does not name stands at it.</summary>
    public const string All = "*";

    /// <summary>A dimension without groups.</summary>
    /// <param name="name">The name.</param>
    /// <param name="atoms">The categories.</param>
    public Dimension(string name, IReadOnlyList<string> atoms)
        : this(name, atoms, new Dictionary<string, IReadOnlyList<string>>())
    {
    }
}
