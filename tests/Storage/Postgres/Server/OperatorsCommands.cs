using System.Text.RegularExpressions;

namespace Exchange.Storage.Tests.Postgres;

/// <summary>What docs/storage.md tells an operator to run: the tests run the same.</summary>
internal static partial class OperatorsCommands
{
    /// <summary>The commands that make the roles and the databases.</summary>
    public static IReadOnlyList<string> Roles() =>
        [.. Block("sql").Split(";\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>The configuration of pgbouncer.</summary>
    public static string Pooler() => Block("ini");

    private static string Block(string language)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Exchange.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run inside the repository.");
        return Fenced().Matches(File.ReadAllText(Path.Combine(folder, "docs", "storage.md")))
            .Single(m => m.Groups[1].Value == language).Groups[2].Value;
    }

    [GeneratedRegex(@"^```(\w+)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
