using Exchange.Consent;

namespace Exchange.Cli.Covenants.Matrix;

/// <summary>What of a table is worth showing as rows and columns.</summary>
internal static class MatrixTables
{
    public static bool SeesSomething(MatrixRow row) => row.Cells.Any(cell => cell.Level > Level.None);

    /// <summary>The categories of which somebody sees something, by their places.</summary>
    public static IReadOnlyList<int> Columns(MatrixTable table) =>
        [.. Enumerable.Range(0, table.Rows[0].Cells.Count).Where(column => table.Rows.Any(row => row.Cells[column].Level > Level.None))];
}
