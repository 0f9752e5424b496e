using System.Text.Json;
using Exchange.Audit.V1;
using Exchange.Commands;
using Exchange.Consent;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Cli.Tests.Audit;

/// <summary><c>exchange audit prune</c>, and what a stranger sees of it.</summary>
public sealed class PruneCommandTests : IDisposable
{
    private readonly LogFolder _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Prune_EntriesOlderThanTheCovenantKeeps_AreGone_AndTheRestVerifies()
    {
        var config = await ConfigureAsync("logKeepDays: 400\n");
        await WriteOldAsync(config, 600);
        var key = await _log.KeyAsync();
        var kept = await _log.KeepAsync("kept", "audit", "head", "--data", _log.Data, "--signed");
        await _log.ExportAsync();

        var (exit, output, error) = await CommandLine.RunAsync("audit", "prune", "--config", config);
        Assert.True(exit == 0, error);
        Assert.Equal("512 entries removed; the log begins at entry 512\n", output.ReplaceLineEndings("\n"));

        Assert.Equal(0, (await CommandLine.RunAsync("audit", "verify", "--data", _log.Data)).Exit);
        var exported = await CommandLine.RunAsync("audit", "export", _log.At("export"), "--config", config);
        Assert.Contains("; those before entry 512 are pruned", exported.Output);
        Assert.False(File.Exists(_log.At("export/tile/entries/000")));
        Assert.Equal(1, (await CommandLine.RunAsync("audit", "verify", _log.At("export"), "--key", key)).Exit);
        Assert.Equal(0, (await CommandLine.RunAsync("audit", "verify", _log.At("export"), "--key", key, "--from", "512", "--against", kept)).Exit);
        Assert.Equal(1, (await CommandLine.RunAsync("audit", "prove", "3", "--data", _log.Data)).Exit);
        Assert.Equal(0, (await CommandLine.RunAsync("audit", "prove", "513", "--data", _log.Data)).Exit);
    }

    [Fact]
    public async Task Prune_CovenantWithoutAPeriodOrNoConfiguration_ExitsTwo()
    {
        var config = await ConfigureAsync("");
        Assert.Contains("kept for ever", (await UnusableAsync("--config", config)), StringComparison.Ordinal);
        await UnusableAsync("--config", _log.At("nonexistent"));
        await UnusableAsync("--config", config, "--partnership", "rotterdam");
        await UnusableAsync();
    }

    private static async Task<string> UnusableAsync(params string[] args)
    {
        var (exit, output, error) = await CommandLine.RunAsync(["audit", "prune", .. args]);
        Assert.Equal((2, ""), (exit, output));
        return error;
    }

    private async Task<string> ConfigureAsync(string line)
    {
        var covenant = await File.ReadAllTextAsync(SampleCovenant.Path, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_log.At("covenant.yaml"), covenant.Replace("inForce:", line + "inForce:", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var config = new { Gateway = new { _log.Data, Partnerships = new[] { new { Id = "amsterdam", Covenant = _log.At("covenant.yaml") } } } };
        await File.WriteAllTextAsync(_log.At("exchange.json"), JsonSerializer.Serialize(config), TestContext.Current.CancellationToken);
        return _log.At("exchange.json");
    }

    // Entries of two years ago: as if the gateway had written them then.
    private static async Task WriteOldAsync(string config, int entries)
    {
        var past = new Past();
        await using var installation = await Installation.OpenAsync(Cli.Audit.LogPlace.Read(config), Installation.DefaultPartnership, past);
        var writer = installation.Services.GetRequiredService<EntryWriter>();
        var partnership = new PartnershipId(Installation.DefaultPartnership);
        await Task.WhenAll(Enumerable.Range(0, entries).Select(_ =>
        {
            var entry = writer.Draft(partnership, installation.Covenant, "", null);
            entry.Outcome = Outcome.Done;
            Assert.True(entry.Time < Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow().AddDays(-700)));
            return writer.AppendAsync(partnership, entry, [], []);
        }));
    }

    // Only what the entries say: the log's patience runs on the real clock.
    private sealed class Past : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddDays(-730);
    }
}
