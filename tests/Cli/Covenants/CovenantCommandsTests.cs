using System.CommandLine;
using Exchange.Consent;

namespace Exchange.Cli.Tests.Covenants;

public sealed class CovenantCommandsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("covenant").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Check_Sample_IsFine()
    {
        var (exit, output, error) = await RunAsync("check", SampleCovenant.Path);

        Assert.Equal((Exit.Fine, ""), (exit, error));
        Assert.Contains("ipga-radicalisering 2018.2", output, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_Sample_SaysWhatTheReleaseGateLeavesReadable()
    {
        var (_, output, _) = await RunAsync("check", SampleCovenant.Path);

        Assert.Contains("release gate: k = 5 of 400", output, StringComparison.Ordinal);
        Assert.Contains("  readable  identity.birthDate (ageBand10): 10 values, 40 people each on average", output, StringComparison.Ordinal);
        Assert.Contains("  withheld  identity (birthDate and address): 100 values, 4 people each on average", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_GrantThatACapAlwaysDefeats_IsAWarningAndFine()
    {
        var file = Write(text => text.Replace(
            "  # Hoofdstuk 7.",
            "  - { id: \"6.9\", text: Niets over school., cap: none, categories: [education] }\n\n  # Hoofdstuk 7.",
            StringComparison.Ordinal));

        var (exit, output, _) = await RunAsync("check", file);

        Assert.Equal(Exit.Fine, exit);
        Assert.Contains("warning: Article '4.7' grants full, but a cap always defeats it", output, StringComparison.Ordinal);
        Assert.Contains("warning: Nobody ever gets anything of category 'education'", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_UnknownPartner_SuggestsTheOneThatIsMeant()
    {
        var (_, output, _) = await RunAsync("check", Write(text => text.Replace("from: [politie]\n", "from: [polite]\n", StringComparison.Ordinal)));

        Assert.Contains("no partner 'polite'. Did you mean 'politie'?", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_Mistakes_AreListedWithPlaceAndTheAnswerIsNo()
    {
        var file = Write(text => text.Replace("grant: full", "grant: vol", StringComparison.Ordinal));

        var (exit, output, error) = await RunAsync("check", file);

        Assert.Equal(Exit.No, exit);
        Assert.All(output.TrimEnd('\n').Split('\n'), line => Assert.Matches(@":\d+:\d+: 'grant' of this article cannot be 'vol'", line));
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("check")]
    [InlineData("test")]
    [InlineData("prove")]
    [InlineData("decide")]
    [InlineData("explain")]
    [InlineData("matrix")]
    public async Task Any_FileMissing_IsWrongUsageInOneSentence(string command)
    {
        var (exit, _, error) = await RunAsync(command, Path.Combine(_folder, "niets.yaml"));

        Assert.Equal(Exit.Wrong, exit);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("test")]
    [InlineData("prove")]
    [InlineData("decide")]
    [InlineData("explain")]
    [InlineData("matrix")]
    public async Task Any_UnusableCovenant_IsUnreadableInput(string command)
    {
        var (exit, output, error) = await RunAsync(command, Write(_ => "covenant: x\n"));

        Assert.Equal((Exit.Wrong, ""), (exit, output));
        Assert.Contains("covenant check", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_MistypedCommand_IsNamedWithThoseThatThereAre()
    {
        var (exit, _, error) = await RunAsync("desicde", SampleCovenant.Path);

        Assert.Equal(Exit.Wrong, exit);
        Assert.StartsWith("exchange: There is no command 'desicde' here; there are check, test, prove, decide,", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_NoFileNamed_IsWrongUsage() => Assert.Equal(Exit.Wrong, (await RunAsync("check")).Exit);

    [Fact]
    public async Task Test_Sample_Passes() => Assert.Equal(Exit.Fine, (await RunAsync("test", SampleCovenant.Path)).Exit);

    [Fact]
    public async Task Test_FailedScenario_SaysWhatWasExpectedAndCame()
    {
        var file = Write(text => text.Replace("expect: { identity: anonymised, police: none }", "expect: { identity: full, police: none }", StringComparison.Ordinal));

        var (exit, output, error) = await RunAsync("test", file);

        Assert.Equal(Exit.No, exit);
        Assert.Contains("FAILED  De GGD ziet in het ITAT geen naam", output, StringComparison.Ordinal);
        Assert.Contains("identity: expected full, got anonymised (GRANTED by article 3.1)", output, StringComparison.Ordinal);
        Assert.NotEqual("", error);
    }

    [Fact]
    public async Task Test_LessThanExpected_SaysWhatStoodInTheWay()
    {
        var file = Write(text => text.Replace("expect: { plan: none, care: none }", "expect: { plan: none, care: full }", StringComparison.Ordinal));

        var (_, output, _) = await RunAsync("test", file);

        Assert.Contains("care: expected full, got none (OWN_CONTRIBUTION by article 3.1)", output, StringComparison.Ordinal);
        Assert.Contains("article 3.1: De brede kring bespreekt de casus anoniem.", output, StringComparison.Ordinal);
        Assert.Contains("nearest: article", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_ScenariosOfTheirOwn_AreRunToo()
    {
        var scenarios = Path.Combine(_folder, "scenarios.yaml");
        const string asked = "{ partner: wpi, role: caseworker, relation: none, forum: itat, purpose: casusoverleg, case: active }";
        File.WriteAllText(scenarios, $"scenarios:\n  - {{ name: WPI ziet de naam, given: {asked}, expect: {{ identity: full }} }}\n");

        var (exit, output, error) = await RunAsync("test", SampleCovenant.Path, scenarios);

        Assert.Equal(Exit.No, exit);
        Assert.Contains("FAILED  WPI ziet de naam", output, StringComparison.Ordinal);
        Assert.Contains("scenarios.yaml:2: identity: expected full, got anonymised", output, StringComparison.Ordinal);
        Assert.Contains("33 scenarios, 1 failed", output, StringComparison.Ordinal);
        Assert.Contains($"1 scenario of '{scenarios}' failed", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_ScenariosThatCannotBeRead_AreWrongUsage()
    {
        var scenarios = Path.Combine(_folder, "scenarios.yaml");
        File.WriteAllText(scenarios, "scenarios:\n  - { name: a, given: { partner: polite }, expect: { police: none } }\n");

        var (exit, output, _) = await RunAsync("test", SampleCovenant.Path, scenarios);

        Assert.Equal(Exit.Wrong, exit);
        Assert.Contains("scenarios.yaml:2:34: ", output, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'politie'?", output, StringComparison.Ordinal);
        Assert.Equal(Exit.Wrong, (await RunAsync("test", SampleCovenant.Path, Path.Combine(_folder, "niets.yaml"))).Exit);
    }

    [Fact]
    public async Task Prove_Sample_Holds() => Assert.Equal(Exit.Fine, (await RunAsync("prove", SampleCovenant.Path)).Exit);

    [Fact]
    public async Task Prove_BrokenPromise_ShowsTheCounterexample()
    {
        var file = Write(text => text.Replace("never: { forum: cto, above: none }", "never: { forum: voorportaal, above: none }", StringComparison.Ordinal));

        var (exit, output, _) = await RunAsync("prove", file);

        Assert.Equal(Exit.No, exit);
        Assert.Contains("FAILED  In het CTO komt niets vrij", output, StringComparison.Ordinal);
        Assert.Contains("by article", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schema_IsTheOneNextToTheSamples()
    {
        var (exit, output, error) = await RunAsync("schema");

        Assert.Equal((Exit.Fine, ""), (exit, error));
        Assert.Equal("Een convenant voor Exchange", (string?)System.Text.Json.Nodes.JsonNode.Parse(output)!["title"]);
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exit = await Operator.RunAsync(["covenant", .. args], new InvocationConfiguration { Output = output, Error = error });
        return (exit, output.ToString(), error.ToString());
    }

    private string Write(Func<string, string> change)
    {
        var file = Path.Combine(_folder, "covenant.yaml");
        File.WriteAllText(file, change(File.ReadAllText(SampleCovenant.Path)));
        return file;
    }
}
