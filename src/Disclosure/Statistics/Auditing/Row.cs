namespace Exchange.Disclosure.Statistics;

/// <summary>What a reader knows: the number at a cell.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Fixed">Whether it cannot be hidden any more: an earlier edition has it, or the reader has it from elsewhere.</param>
internal readonly record struct Row(Cell Cell, bool Fixed)
{
    public long[] Coefficients(int columns)
    {
        var row = new long[columns];
        foreach (var atom in Cell.Atoms)
            row[atom] = 1;
        return row;
    }
}
