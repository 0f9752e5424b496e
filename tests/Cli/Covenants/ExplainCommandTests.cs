using System.Text.Json;
using Exchange.Cli.Covenants;
using Exchange.Cli.Covenants.Explaining;

namespace Exchange.Cli.Tests.Covenants;

public sealed class ExplainCommandTests
{
    private static readonly string[] Question =
    [
        "--partner", "oov", "--role", "caseworker", "--relation", "none", "--forum", "regieoverleg", "--purpose", "casusoverleg", "--case", "active",
        "--consent", "absent", "--secrecy", "notLifted", "--handling", "open", "--category", "care", "--source", "ggd", "--date", "2026-11-22",
    ];

    [Fact]
    public async Task Explain_Refusal_TellsEveryStepAndWhatCameNearest()
    {
        var (exit, output, error) = await CommandLine.RunAsync(["covenant", "explain", SampleCovenant.Path, .. Question]);

        Assert.Equal((Exit.Fine, ""), (exit, error));
        foreach (var line in new[]
        {
            "1. Guards",
            "2. The caller",
            "forum: belongs to regieoverleg",
            "4.10   grants full: De zorg deelt met het Regieoverleg",
            "ground: WGBO (BW art. 7:457)",
            "5.8    grants full: to.relation is none, not duo or lead",
            "highest grant: full (4.10); lowest cap: none (6.2)",
            "identity: full by 4.3",
            "Answer: none (CAPPED by article 6.2)",
            "because when.secrecy is notLifted",
        })
        {
            Assert.Contains(line, output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Explain_Released_TellsTheObligations()
    {
        var (_, output, _) = await CommandLine.RunAsync(["covenant", "explain", SampleCovenant.Path, .. Question.Select(word => word == "notLifted" ? "lifted" : word)]);

        Assert.Contains("Answer: full (GRANTED by article 4.10)", output, StringComparison.Ordinal);
        Assert.Contains("Obliges to: only for casusoverleg, keep for 90 days, may not be passed on", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_Json_IsOneObjectWithTheSameAnswer()
    {
        var (exit, output, _) = await CommandLine.RunAsync(["covenant", "explain", SampleCovenant.Path, "--json", .. Question]);

        using var json = JsonDocument.Parse(output);
        Assert.Equal(Exit.Fine, exit);
        Assert.Equal("none", json.RootElement.GetProperty("decision").GetProperty("level").GetString());
        Assert.Equal("6.2", json.RootElement.GetProperty("nearest").GetProperty("article").GetString());
        Assert.Contains(json.RootElement.GetProperty("articles").EnumerateArray(), article =>
            article.GetProperty("id").GetString() == "5.8"
            && article.GetProperty("conditions").EnumerateArray().Any(c => c.GetProperty("key").GetString() == "to.relation" && c.GetProperty("outcome").GetString() == "fails"));
    }

    [Fact]
    public void Explain_EveryKeyOfDecide_IsAnOption()
    {
        var options = ExplainCommand.Create().Options.Select(option => option.Name).ToList();

        Assert.All(DecisionLineReader.Keys, key => Assert.Contains($"--{key}", options));
    }

    [Fact]
    public async Task Explain_WordThatMeansNothing_IsUnknownAndNoMistake()
    {
        var (exit, output, _) = await CommandLine.RunAsync("covenant", "explain", SampleCovenant.Path, "--partner", "polizei", "--case", "active");

        Assert.Equal(Exit.Fine, exit);
        Assert.Contains("polizei is not listed", output, StringComparison.Ordinal);
    }
}
