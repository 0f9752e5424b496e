using System.Globalization;
using System.Text.RegularExpressions;

namespace Exchange.Storage.Postgres;

/// <summary>One statement with the values of its parameters <c>$1</c>, <c>$2</c> … in their order.</summary>
internal sealed partial class Statement(string sql, params object?[] values)
{
    public string Sql => sql;

    public IReadOnlyList<object?> Values => values;

    /// <summary>One statement that does what several do that write and do not build on each other: all of them see what was before.</summary>
    public static Statement Together(IReadOnlyList<Statement> statements)
    {
        if (statements.Count == 1)
            return statements[0];
        var before = 0;
        var parts = new List<string>(statements.Count);
        foreach (var statement in statements)
        {
            var shift = before;
            var moved = Parameter().Replace(statement.Sql, m => string.Create(CultureInfo.InvariantCulture, $"${int.Parse(m.ValueSpan[1..], CultureInfo.InvariantCulture) + shift}"));
            parts.Add($"w{parts.Count} AS ({moved})");
            before += statement.Values.Count;
        }

        return new Statement($"WITH {string.Join(", ", parts)} SELECT 1", [.. statements.SelectMany(s => s.Values)]);
    }

    [GeneratedRegex(@"\$\d+", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();
}
