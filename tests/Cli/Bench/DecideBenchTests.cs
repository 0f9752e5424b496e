using System.Text.Json;
using Exchange.Cli.Bench;
using Exchange.Consent;

namespace Exchange.Cli.Tests.Bench;

public sealed class DecideBenchTests
{
    [Fact]
    public async Task Bench_Json_HasTheFieldsThatScriptsRelyOn()
    {
        var (exit, output, error) = await CommandLine.RunAsync("bench", "decide", "--json", "--rounds", "1");

        Assert.Equal((Exit.Fine, ""), (exit, error));
        using var json = JsonDocument.Parse(Assert.Single(output.TrimEnd().Split('\n')));
        foreach (var field in new[] { "nsPerField", "nsPerDossier", "interpreterNsPerDossier", "compileMs", "proveMs", "tableMiB", "largeTableMiB" })
            Assert.True(json.RootElement.GetProperty(field).GetDouble() > 0, field);
        Assert.Equal(16, json.RootElement.GetProperty("categories").GetInt32());
        Assert.Equal(0, json.RootElement.GetProperty("bytesPerDossier").GetDouble());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1001")]
    public async Task Bench_RoundsOutOfRange_IsWrongUsage(string rounds) =>
        Assert.Equal(Exit.Wrong, (await CommandLine.RunAsync("bench", "decide", "--rounds", rounds)).Exit);

    /// <summary>What is compared decides the same: level, article and reason, for everybody who asks in the bench and some more.</summary>
    [Fact]
    public void PlainInterpreter_SampleDossier_DecidesWhatTheCovenantDecides()
    {
        var covenant = Covenant.Load(File.ReadAllBytes(SampleCovenant.Path)).Covenant!;
        var (plain, sections) = (new PlainInterpreter(covenant), BenchDossier.Sections);
        var (decisions, released) = (new Decision[sections.Length], 0);
        var callers =
            from caller in BenchDossier.Callers(covenant.From)
            from forum in covenant.Forums.Keys.Append(DecisionInput.NoForum)
            from relation in new[] { Relation.None, Relation.Lead, Relation.Member }
            from consent in Enum.GetValues<ConsentStatus>()
            from purpose in covenant.Purposes
            select caller with { Forum = forum, Relation = relation, Consent = consent, Purpose = purpose };
        foreach (var caller in callers)
        {
            plain.Decide(caller, sections, decisions);
            var view = covenant.Open(caller);
            for (var i = 0; i < sections.Length; i++)
            {
                Assert.Equal(view.Decide(sections[i].Category, sections[i].Source, sections[i].Secrecy, Handling.Open), decisions[i]);
                released += decisions[i].Level > Level.None ? 1 : 0;
            }
        }

        Assert.True(released > 1000, $"{released} released");
    }
}
