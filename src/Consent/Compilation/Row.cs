namespace Exchange.Consent;

/// <summary>
/// What one kind of situation sees: a column per class of categories, with a decision per class of sources. Decisions are numbers of
/// <see cref="CompiledTable.Decisions"/>; equal columns are one, whichever row they are in.
/// </summary>
internal sealed class Row : IEquatable<Row>
{
    public required ushort[][] Columns { get; init; }

    /// <summary>The one-view level, with the article that set it.</summary>
    public required Ceiling Ceiling { get; init; }

    /// <summary>The decision for what the caller contributed itself; only below full, else 0 and unused.</summary>
    public required ushort Own { get; init; }

    /// <summary>The highest level of any cell with a known source; and per class of sources, of any cell with another source than one of its partners.</summary>
    public required Level Highest { get; init; }

    public required Level[] HighestOfOthers { get; init; }

    public bool LeavesOutOwn => Ceiling.Level < Level.Full;

    public bool Equals(Row? other)
    {
        if (other is null || Ceiling != other.Ceiling || Own != other.Own)
            return false;
        for (var category = 0; category < Columns.Length; category++)
        {
            if (!ReferenceEquals(Columns[category], other.Columns[category]))
                return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as Row);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var column in Columns)
            hash.Add(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(column));
        hash.Add(Ceiling);
        return hash.ToHashCode();
    }
}
