using System.Diagnostics;
using System.Text.Json;

namespace Exchange.Cli.Tests.Bench;

/// <summary>The bench of the log as an operator runs it, in a short form: that it measures, not how fast.</summary>
public sealed class AuditBenchTests : IDisposable
{
    private static readonly string[] Bench = ["dotnet", Path.Combine(AppContext.BaseDirectory, "Exchange.Cli.dll"), "bench", "audit"];

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("exchange-bench-test-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Run_BesideAPostgresOfItsOwn_PrintsEveryFieldForBothStoresAndLeavesNothing()
    {
        var script = Path.Combine(RepositoryRoot(), "bench", "with-postgres");
        var (exit, output, error) = await RunAsync([script, .. Bench, "--json", "--seconds", "1", "--data", _data.FullName]);

        Assert.True(exit == 0, error);
        var lines = Lines(output);
        Assert.Equal(
            [("sqlite", 1), ("sqlite", 16), ("sqlite", 256), ("postgres", 1), ("postgres", 16), ("postgres", 256)],
            lines.Select(l => (l.GetProperty("store").GetString(), l.GetProperty("callers").GetInt32())));
        Assert.All(lines, line =>
        {
            var (appends, plain) = (Number(line, "appendsPerSecond"), Number(line, "plainPerSecond"));
            Assert.True(appends > 0 && plain > 0);
            Assert.Equal(appends / plain, Number(line, "ratio"), 0.01);
            Assert.InRange(line.GetProperty("leafBytes").GetInt32(), 500, 5_000);
            Assert.InRange(Number(line, "p50Ms"), 0.001, Number(line, "p99Ms"));
        });
        Assert.Empty(_data.EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task Run_Sizes_GrowsTheLogToEachAndMeasuresThere()
    {
        var (exit, output, error) = await RunAsync([.. Bench, "--json", "--leaves", "3000", "100", "--data", _data.FullName]);

        Assert.True(exit == 0, error);
        var lines = Lines(output);
        Assert.Equal([100, 3000], lines.Select(l => l.GetProperty("leaves").GetInt32()));
        Assert.All(lines, line =>
        {
            Assert.True(Number(line, "appendMicros") > 0 && Number(line, "proofMicros") > 0);
            Assert.True(Number(line, "openMs") > 0 && Number(line, "peakMiB") > 1);
        });
        Assert.InRange(Number(lines[0], "hashesPerProof"), 6, 9.1); // log2 of 100 to 500
        Assert.InRange(Number(lines[1], "hashesPerProof"), 10, 12); // log2 of 3000 to 3400
        Assert.Empty(_data.EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task Run_Search_FindsByEveryFilterOfTheContract()
    {
        var (exit, output, error) = await RunAsync([.. Bench, "--json", "--search", "3000", "--data", _data.FullName]);

        Assert.True(exit == 0, error);
        var lines = Lines(output);
        string[] filters = ["period", "partner", "actor", "role", "case", "subject", "category", "level", "forum", "purpose", "article", "outcome", "event", "breakGlass"];
        Assert.Superset(filters.ToHashSet(), lines.Select(l => l.GetProperty("filter").GetString()).ToHashSet()!);
        Assert.All(lines, line => Assert.InRange(Number(line, "firstPageMs"), 0.001, Number(line, "slowestMs")));
        Assert.All(
            lines.Where(l => filters.Contains(l.GetProperty("filter").GetString())), line => Assert.InRange(line.GetProperty("found").GetInt32(), 1, 50));
        Assert.Empty(_data.EnumerateFileSystemInfos());
    }

    [Theory]
    [InlineData("--search", "10")]
    [InlineData("--seconds", "0")]
    [InlineData("--leaves", "0")]
    [InlineData("--data", "/nowhere")]
    public async Task Run_WhatCannotBeMeasured_ExitsTwo(string option, string value)
    {
        var (exit, output, error) = await RunAsync([.. Bench, option, value]);

        Assert.Equal(2, exit);
        Assert.Empty(output);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    private static List<JsonElement> Lines(string output) =>
        [.. output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement)];

    private static double Number(JsonElement line, string name) => line.GetProperty(name).GetDouble();

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Exchange.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run inside the repository.");
        return folder;
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in command.Skip(1))
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        try
        {
            var cancellation = TestContext.Current.CancellationToken;
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            var output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
