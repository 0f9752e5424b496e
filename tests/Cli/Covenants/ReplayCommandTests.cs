using System.Text.Json.Nodes;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Commands;
using Exchange.Consent;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Cli.Tests.Covenants;

public sealed class ReplayCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("replay").FullName;

    private string Data => Path.Combine(_folder, "data");

    [Fact]
    public async Task Replay_TheSampleOverItsOwnLog_WidensNothingAndNeedsNoKey()
    {
        await LogAsync(("2026-03-01", "full"), ("2026-03-02", "full"));
        Directory.Delete(Path.Combine(Data, "keys"), recursive: true);

        var (exit, output, error) = await RunAsync(SampleCovenant.Path);

        Assert.Equal((Exit.Fine, ""), (exit, error));
        Assert.Contains("ipga-radicalisering 2018.2 over 3 entries: 2 decisions of 2 accesses taken once more", output, StringComparison.Ordinal);
        Assert.EndsWith("Nothing widens.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_WhatWouldHaveBeenRefused_IsListedAndCountedWithExitZero()
    {
        await LogAsync(("2026-03-01", "full"), ("2026-03-02", "full"));

        var (exit, output, _) = await RunAsync(Proposed("cap: none"), "--from", "2026-03-02", "--until", "2026-03-02");

        Assert.Equal(Exit.Fine, exit);
        Assert.Contains("#2  refused  politie/regisseur, none, regie, plan·oov: full 5.4 → none 99\n", output, StringComparison.Ordinal);
        Assert.Contains("1 ×  refused  politie/regisseur, none, regie, plan·oov: full 5.4 → none 99, first in entry 2", output, StringComparison.Ordinal);
        Assert.Contains("refused  1 decisions of 1 accesses", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_WhatWouldHaveBeenRaised_IsExitOne()
    {
        await LogAsync(("2026-03-01", "anonymised"));

        var (exit, output, _) = await RunAsync(SampleCovenant.Path);

        Assert.Equal(Exit.No, exit);
        Assert.EndsWith("Something widens.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_Json_IsAnObjectPerChangeAndThenTheCounts()
    {
        await LogAsync(("2026-03-01", "full"));

        var (exit, output, _) = await RunAsync(Proposed("cap: pseudonymised"), "--json");

        Assert.Equal(Exit.Fine, exit);
        var lines = output.TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(2, lines.Count);
        Assert.Equal(1, (long)lines[0]["index"]!);
        Assert.Equal("lowered", (string?)lines[0]["effect"]);
        Assert.Equal(("plan", "oov", "5.4", "99"), ((string?)lines[0]["category"], (string?)lines[0]["source"], (string?)lines[0]["old"]!["article"], (string?)lines[0]["new"]!["article"]));
        Assert.Equal((1, false), ((long)lines[1]["lowered"]!, (bool)lines[1]["widens"]!));
    }

    [Theory]
    [InlineData("--from", "gisteren")]
    [InlineData("--partnership", "rotterdam")]
    [InlineData("--data", "/nonexistent")]
    public async Task Replay_WrongUsage_IsOneSentence(string option, string value)
    {
        await LogAsync(("2026-03-01", "full"));
        string[] data = option == "--data" ? [] : ["--data", Data];

        var (exit, output, error) = await CommandLine.RunAsync(["covenant", "replay", SampleCovenant.Path, .. data, option, value]);

        Assert.Equal((Exit.Wrong, ""), (exit, output));
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Replay_PeriodThatEndsBeforeItBegins_IsWrongUsage()
    {
        await LogAsync(("2026-03-01", "full"));

        var (exit, output, error) = await CommandLine.RunAsync("covenant", "replay", SampleCovenant.Path, "--data", Data, "--from", "2026-03-02", "--until", "2026-03-01");

        Assert.Equal((Exit.Wrong, ""), (exit, output));
        Assert.Contains("'--until' comes before '--from'", error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<(int Exit, string Output, string Error)> RunAsync(string file, params string[] options) =>
        CommandLine.RunAsync(["covenant", "replay", file, "--data", Data, .. options]);

    private string Proposed(string cap)
    {
        var file = Path.Combine(_folder, "proposed.yaml");
        var text = File.ReadAllText(SampleCovenant.Path);
        File.WriteAllText(file, text.Replace("\narticles:\n", $"\narticles:\n  - {{ id: \"99\", text: Het plan., {cap}, categories: [plan] }}\n", StringComparison.Ordinal));
        return file;
    }

    // Entries as a lead of a case leaves them who looks at its plan outside a meeting.
    private async Task LogAsync(params (string Day, string Level)[] looks)
    {
        await using var installation = await Installation.OpenAsync(Data, SampleCovenant.Path, Installation.DefaultPartnership, TimeProvider.System);
        var entries = installation.Services.GetRequiredService<EntryWriter>();
        var partnership = new PartnershipId(Installation.DefaultPartnership);
        foreach (var (day, level) in looks)
        {
            var entry = entries.Draft(partnership, installation.Covenant, "", new EntryCaller("politie", "politie", "agent-1", "regisseur", ["regisseur"]));
            entry.Time = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(DateTimeOffset.Parse(day + "T10:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
            entry.Caller.Relation = "lead";
            entry.Outcome = Exchange.Audit.V1.Outcome.Released;
            entry.DossierRead = new DossierRead { Page = 1 };
            entry.DecisionInput = new Exchange.Audit.V1.DecisionInput
            {
                Forum = "none",
                Purpose = "regie",
                CaseState = "active",
                Consent = "absent",
                Date = day,
                Restriction = "none",
            };
            entry.Decisions.Add(new CategoryDecision { Category = "plan", Source = "oov", Secrecy = "notLifted", Handling = "open", Level = level, Article = "5.4", Reason = "GRANTED", Released = 1 });
            Assert.IsType<AppendOutcome.Appended>(await entries.AppendAsync(partnership, entry, [], []));
        }
    }
}
