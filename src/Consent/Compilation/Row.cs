namespace Exchange.Consent;

/// <summary>
/// What one kind of situation sees: a decision per category and source, with the source as the faster index. Decisions are
/// numbers of <see cref="CompiledTable.Decisions"/>.
/// </summary>
internal sealed class Row : IEquatable<Row>
{
    public required ushort[] Cells { get; init; }

    /// <summary>The one-view level, with the article that set it.</summary>
    public required Ceiling Ceiling { get; init; }

    /// <summary>The decision for what the caller contributed itself; only below full, else 0 and unused.</summary>
    public required ushort Own { get; init; }

    /// <summary>The highest level of any cell with a known source; and per partner, of any cell with another source than that partner.</summary>
    public required Level Highest { get; init; }

    public required Level[] HighestOfOthers { get; init; }

    public bool LeavesOutOwn => Ceiling.Level < Level.Full;

    public bool Equals(Row? other) =>
        other is not null && Ceiling == other.Ceiling && Own == other.Own && Cells.AsSpan().SequenceEqual(other.Cells);

    public override bool Equals(object? obj) => Equals(obj as Row);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(Cells.AsSpan()));
        hash.Add(Ceiling);
        return hash.ToHashCode();
    }
}
