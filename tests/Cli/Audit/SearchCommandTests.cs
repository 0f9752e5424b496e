using System.Text.Json.Nodes;
using Exchange.Cli.Demo;
using Exchange.Cli.Tests.Demo;
using Exchange.Consent;
using Exchange.V1;

namespace Exchange.Cli.Tests.Audit;

/// <summary>A reviewer searches a running gateway's log from the command line.</summary>
public class SearchCommandTests(RunningDemo running) : IClassFixture<RunningDemo>
{
    private const int Reads = 3;

    private readonly DemoGateway _demo = running.Gateway;

    [Fact]
    public async Task Search_AsJsonLines_GivesWhatTheFilterFinds()
    {
        await ReadAsync();
        var (exit, output, error) = await SearchAsync("--event", "dossier_read", "--outcome", "released");

        Assert.Equal((0, ""), (exit, error));
        var entries = Lines(output).Select(l => LogEntry.Parser.ParseJson(l)).ToList();
        Assert.InRange(entries.Count, Reads, 1000);
        Assert.All(entries, e => Assert.Equal(("dossier_read", LogOutcome.Released), (e.Event, e.Outcome)));
        Assert.Equal(entries.OrderByDescending(e => e.Index), entries);
    }

    [Fact]
    public async Task Search_AsCsv_HasAHeadingAndALineForEachDecision()
    {
        await ReadAsync();
        var (exit, output, _) = await SearchAsync("--event", "dossier_read", "--format", "csv");

        Assert.Equal(0, exit);
        var lines = Lines(output);
        Assert.StartsWith("index,time,event,", lines[0], StringComparison.Ordinal);
        Assert.InRange(lines.Length, 1 + Reads, 100_000);
        Assert.Contains(lines, l => l.Contains(",dossier_read,", StringComparison.Ordinal) && l.Contains(",full,", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Search_AsNen7513_HasThatStandardsNames()
    {
        await ReadAsync();
        var (exit, output, _) = await SearchAsync("--event", "dossier_read", "--format", "nen7513");

        Assert.Equal(0, exit);
        var entry = JsonNode.Parse(Lines(output)[0])!;
        Assert.Equal(("dossier_read", "R", 0), ((string?)entry["EventID"], (string?)entry["EventActionCode"], (int)entry["EventOutcomeIndicator"]!));
        Assert.Equal("casusoverleg", (string?)entry["Users"]![0]!["PurposeOfUse"]);
        Assert.Matches("^[A-Za-z0-9_-]{22}$", (string)entry["ParticipantObjects"]![0]!["ParticipantObjectID"]!);
    }

    [Fact]
    public async Task Search_Register_TellsWhatWasReleasedOfASource()
    {
        await ReadAsync();
        var (exit, output, _) = await SearchAsync("--register", "oov", "--format", "csv");

        Assert.Equal(0, exit);
        Assert.Equal(LogPagesHeading, Lines(output)[0]);
        Assert.Contains(Lines(output), l => l.Contains(",politie,", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Search_Counts_GivesThemPerDayAndPartner()
    {
        await ReadAsync();
        var day = _demo.Today.ToString("O");
        var (exit, output, _) = await SearchAsync("--counts", "--from", day, "--until", day, "--format", "csv");

        Assert.Equal(0, exit);
        Assert.Contains(Lines(output), l => l.StartsWith($"{day},politie,released,", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Search_ThatCannotBeDone_SaysWhy()
    {
        var role = await SearchAsync("--event", "nothing");
        Assert.Equal((1, ""), (role.Exit, role.Output));
        Assert.StartsWith("FIELD_INVALID: ", role.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await SearchAsync("--from", "gisteren")).Exit);
        Assert.Equal(2, (await SearchAsync("--counts")).Exit);
        Assert.Equal(2, (await SearchAsync("--subject-file", "/nonexistent")).Exit);
    }

    private const string LogPagesHeading =
        "entry,time,recipient_controller,recipient_partner,recipient_role,purpose,forum,category,level,sections,article,ground,case_pseudonym";

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private async Task ReadAsync()
    {
        var step = Tour.Scenes(running.Cast).First()[0];
        for (var i = 0; i < Reads; i++)
            await step.PlayAsync(_demo, TestContext.Current.CancellationToken);
    }

    private async Task<(int Exit, string Output, string Error)> SearchAsync(params string[] options)
    {
        var controller = _demo.Covenant.Partners["oov"].Controller;
        var pki = _demo.PkiFolder;
        var token = await CommandLine.RunAsync(
            "pki", "token", "--dir", pki, "--controller", controller, "--unit", "oov", "--actor", "o.fg", "--role", "fg");
        return await CommandLine.RunAsync(
        [
            "audit", "search", "--address", _demo.Address.ToString(), "--ca", $"{pki}/ca.pem", "--cert", $"{pki}/clients/{controller}.pem",
            "--key", $"{pki}/clients/{controller}.key", "--token", token.Output.Trim(), "--role", "fg", .. options,
        ]);
    }
}
