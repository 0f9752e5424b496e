using System.Text.Json;

namespace Exchange.Cli.Tests.Covenants;

public sealed class DiffCommandTests
{
    private static readonly string Before = Path.Combine(Path.GetDirectoryName(SampleCovenant.Path)!, "ipga-r-2018.yaml");

    [Fact]
    public async Task Diff_WithItself_FindsNothing()
    {
        var (exit, output, error) = await CommandLine.RunAsync("covenant", "diff", SampleCovenant.Path, SampleCovenant.Path);

        Assert.Equal((Exit.Fine, ""), (exit, error));
        Assert.Contains("nothing changes", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_VersionThatWidens_EndsWithOneAndTellsWhatByEffect()
    {
        var (exit, output, _) = await CommandLine.RunAsync("covenant", "diff", Before, SampleCovenant.Path);

        Assert.Equal(Exit.No, exit);
        Assert.Contains("every partner: care from ggd, arkin: none → full (now by 5.8);", output, StringComparison.Ordinal);
        Assert.Contains("wpi: identity from", output, StringComparison.Ordinal);
        Assert.Contains("releaseGate of k: 10 → 5", output, StringComparison.Ordinal);
        Assert.Contains("minors: ownArticle removed", output, StringComparison.Ordinal);
        Assert.Contains("This version widens.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_Json_IsAnObjectALine()
    {
        var (exit, output, _) = await CommandLine.RunAsync("covenant", "diff", Before, SampleCovenant.Path, "--json");

        var lines = output.TrimEnd().Split(Environment.NewLine).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(Exit.No, exit);
        Assert.Contains(lines, line => line.GetProperty("kind").GetString() == "access"
            && line.GetProperty("new").GetString() == "full"
            && line.GetProperty("newBy").EnumerateArray().Any(by => by.GetProperty("article").GetString() == "5.8")
            && line.GetProperty("where").GetProperty("relation").GetProperty("values").EnumerateArray().Any(value => value.GetString() == "lead"));
        Assert.Contains(lines, line => line.GetProperty("kind").GetString() == "term" && line.GetProperty("term").GetString() == "releaseGate");
    }

    [Fact]
    public async Task Diff_TwoUnusableFiles_NamesBoth()
    {
        var (exit, _, error) = await CommandLine.RunAsync("covenant", "diff", "/nergens.yaml", "/ook-niet.yaml");

        Assert.Equal(Exit.Wrong, exit);
        Assert.Contains("/nergens.yaml", error, StringComparison.Ordinal);
        Assert.Contains("/ook-niet.yaml", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_FileMissing_IsWrongUsage() =>
        Assert.Equal(Exit.Wrong, (await CommandLine.RunAsync("covenant", "diff", SampleCovenant.Path, "/nergens.yaml")).Exit);
}
