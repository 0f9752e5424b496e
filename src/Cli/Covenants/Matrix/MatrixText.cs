using Exchange.Consent;

namespace Exchange.Cli.Covenants.Matrix;

/// <summary>The matrix on a terminal: a letter and an article per cell; partners and categories that have nothing are named below.</summary>
internal static class MatrixText
{
    private const int LongestHead = 7;

    public static void Write(Covenant covenant, AccessMatrix matrix, TextWriter output)
    {
        output.WriteLine($"{covenant.Id} {covenant.Version}: who sees what at most, with the article");
        output.WriteLine("F full, P pseudonymised, A anonymised, E existence; c only with consent, s only when secrecy is lifted, m only of minors, a only of adults");
        foreach (var table in matrix.Tables)
        {
            output.WriteLine();
            output.WriteLine($"{Title(table)}, relation {string.Join(", ", table.Relations.Select(Words.Of))}");
            if (table.IsEmpty)
                output.WriteLine("  nobody sees anything");
            else
                Write(table, output);
        }
    }

    private static void Write(MatrixTable table, TextWriter output)
    {
        // Partners that see the same are one line; the line says how many they are, and who is named below.
        var columns = MatrixTables.Columns(table);
        var groups = table.Rows
            .Where(MatrixTables.SeesSomething)
            .GroupBy(row => string.Join('|', columns.Select(column => Cell(row.Cells[column]))))
            .Select(group => group.ToList())
            .ToList();
        var lines = new List<string[]>
        {
            (string[])["", .. columns.Select(column => Head(table.Rows[0].Cells[column].Category))],
        };
        lines.AddRange(groups.Select((group, number) => (string[])[Who(group, number), .. columns.Select(column => Cell(group[0].Cells[column]))]));
        var widths = Enumerable.Range(0, lines[0].Length).Select(column => lines.Max(line => line[column].Length)).ToArray();
        foreach (var line in lines)
            output.WriteLine("  " + string.Join("  ", line.Select((text, column) => text.PadRight(widths[column]))).TrimEnd());
        foreach (var (number, group) in groups.Index().Where(group => group.Item.Count > 1))
            Name(output, $"{Mark(number)}", group.Select(row => row.Partner.Id));
        Name(output, "nothing for", table.Rows.Where(row => row.Attends && !MatrixTables.SeesSomething(row)).Select(row => row.Partner.Id));
        Name(output, "not there:", table.Rows.Where(row => !row.Attends).Select(row => row.Partner.Id));
    }

    private static string Who(List<MatrixRow> group, int number) => group.Count == 1 ? group[0].Partner.Id : $"{Mark(number)} {group.Count} partners";

    private static string Mark(int number) => $"[{number + 1}]";

    private static void Name(TextWriter output, string what, IEnumerable<string> partners)
    {
        var names = string.Join(", ", partners);
        if (names.Length > 0)
            output.WriteLine($"  {what} {names}");
    }

    private static string Title(MatrixTable table) =>
        table.Uitvraag ? "asked as a source (uitvraag)" : table.Forum == DecisionInput.NoForum ? "outside a meeting" : $"in {table.Forum}";

    private static string Head(string category) => category.Length <= LongestHead ? category : $"{category[..(LongestHead - 1)]}…";

    private static string Cell(MatrixCell cell) =>
        cell.Level == Level.None
            ? "·"
            : $"{char.ToUpperInvariant(Words.Of(cell.Level)[0])}{(cell.When!.NeedsConsent ? "c" : "")}{(cell.When.NeedsLifted ? "s" : "")}{Age(cell.When.NeedsMinor)} {cell.Article ?? "-"}";

    private static string Age(Minority? minor) => minor switch
    {
        Minority.Yes => "m",
        Minority.No => "a",
        _ => "",
    };
}
