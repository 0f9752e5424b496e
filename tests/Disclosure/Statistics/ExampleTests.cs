using Exchange.Disclosure.Statistics;

namespace Exchange.Disclosure.Tests.Statistics;

public sealed class ExampleTests
{
    [Fact]
    public async Task Example_InTheDocument_IsThisCodeAndPrintsWhatStandsThere()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Exchange.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Run the tests inside the repository.");
        var token = TestContext.Current.CancellationToken;
        var page = await File.ReadAllTextAsync(Path.Combine(folder, "docs", "statistics.md"), token);
        var source = await File.ReadAllLinesAsync(Path.Combine(folder, "tests", "Disclosure", "Statistics", "ExampleTests.cs"), token);
        var code = source
            .SkipWhile(line => line.Trim() != "// The example begins")
            .Skip(1)
            .TakeWhile(line => line.Trim() != "// The example ends")
            .Select(line => line.Length > 8 ? line[8..] : "");
        Assert.Equal(string.Join('\n', code).TrimEnd('\n'), Block(page, "csharp"));
        using var printed = new StringWriter { NewLine = "\n" };
        Print(printed);
        Assert.Equal(printed.ToString().TrimEnd('\n'), Block(page, "text"));
    }

    private static string Block(string page, string kind)
    {
        var begin = page.IndexOf($"```{kind}\n", StringComparison.Ordinal) + kind.Length + 4;
        return page[begin..page.IndexOf("\n```", begin, StringComparison.Ordinal)];
    }

    private static void Print(TextWriter output)
    {
        // The example begins
        var district = new Dimension("district", ["Noord", "Oost", "West"]);
        var outcome = new Dimension("outcome", ["closed", "running"]);
        var until = new Dimension("until", ["March", "April to June"], new Dictionary<string, IReadOnlyList<string>>
        {
            ["June"] = ["March", "April to June"],
        });
        var cases = Measure.OfPersons("cases", [district, outcome, until], [
            new(["Noord", "closed", "March"], 21), new(["Noord", "running", "March"], 34),
            new(["Oost", "closed", "March"], 4), new(["Oost", "running", "March"], 18),
            new(["West", "closed", "March"], 17), new(["West", "running", "March"], 25),
            new(["Noord", "closed", "April to June"], 14), new(["Noord", "running", "April to June"], 12),
            new(["Oost", "closed", "April to June"], 15), new(["Oost", "running", "April to June"], 13),
            new(["West", "closed", "April to June"], 11), new(["West", "running", "April to June"], 2)]);

        IReadOnlyList<PublishedCell> kept = [];
        foreach (var month in new[] { "March", "June" })
        {
            var table = new Table("by outcome", [
                new Axis("until", [month]),
                new Axis("district", ["Noord", "Oost", "West", Dimension.All]),
                new Axis("outcome", ["closed", "running", Dimension.All])]);
            if (Publisher.Publish($"2026, {month}", cases, [table], new StatisticsRules(), kept) is not Edition edition)
                throw new InvalidOperationException("The figures of the example can be published.");
            foreach (var row in edition.Cells.Chunk(3))
            {
                var shown = row.Select(cell => $"{cell.Value?.ToString() ?? "x",5}");
                output.WriteLine($"{month,-6}{row[0].At["district"],-6}{string.Concat(shown)}");
            }

            kept = EditionFile.Read(EditionFile.Write(edition.Kept));
        }

        // The example ends
    }
}
