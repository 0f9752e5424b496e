using System.Globalization;
using Exchange.Consent;

namespace Exchange.Cli.Covenants.Matrix;

/// <summary>
/// The matrix as comma-separated values (RFC 4180), a line per cell; several values of one column are separated by spaces. Nothing needs
/// quotes: names and article numbers are letters, digits and a few signs that mean nothing here.
/// </summary>
internal static class MatrixCsv
{
    public static void Write(AccessMatrix matrix, TextWriter output)
    {
        output.Write("forum,relation,partner,category,level,article,roles,purposes,cases,consents,secrecies,minors,from,sources\r\n");
        foreach (var table in matrix.Tables)
        {
            foreach (var (relation, rows) in table.Relations.Zip(table.RowsByRelation))
            {
                foreach (var row in rows)
                {
                    foreach (var cell in row.Cells)
                        output.Write($"{table.Forum},{Words.Of(relation)},{row.Partner.Id},{cell.Category},{Words.Of(cell.Level)},{cell.Article},{When(table, cell)}\r\n");
                }
            }
        }
    }

    private static string When(MatrixTable table, MatrixCell cell) =>
        cell.When is { } when
            ? string.Join(',', Listed(when.Roles), Listed(when.Purposes), Listed(when.Cases), Listed(when.Consents), Listed(when.Secrecies), Listed(when.Minors), Days(when.Periods), Listed(when.Sources))
            : $",{(table.Uitvraag ? Covenant.Uitvraag : "")},,,,,,";

    private static string Days(IReadOnlyList<DateOnly> days) => string.Join(' ', days.Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));

    private static string Listed(IReadOnlyList<string> words) => string.Join(' ', words);

    private static string Listed<T>(IReadOnlyList<T> values)
        where T : struct, Enum => string.Join(' ', values.Select(Words.Of));
}
