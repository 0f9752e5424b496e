using System.Diagnostics;
using System.Text.Json;

namespace Exchange.Cli.Tests.Bench;

/// <summary>The bench as an operator runs it, in a short form: that it measures, not how fast.</summary>
public sealed class GatewayBenchTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("exchange-bench-test-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Run_ShortAsJson_PrintsEveryFieldOfBothViewsAndLeavesNothing()
    {
        if (Environment.ProcessorCount < 2)
            Assert.Skip("The bench needs two cores.");
        var (exit, output, error) = await RunAsync("--json", "--seconds", "1", "--callers", "4", "--connections", "2", "--data", _data.FullName);

        Assert.True(exit == 0, error);
        var lines = output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["full", "anonymised"], lines.Select(line => line.GetProperty("view").GetString()));
        Assert.All(lines, line =>
        {
            Assert.Equal("sqlite", line.GetProperty("store").GetString());
            Assert.Equal(4, line.GetProperty("callers").GetInt32());
            Assert.InRange(line.GetProperty("payload").GetInt32(), 500, 100_000);
            var (echo, gateway) = (Number(line, "echoPerSecond"), Number(line, "gatewayPerSecond"));
            Assert.True(gateway > 0 && echo > 0);
            Assert.Equal(gateway / echo, Number(line, "ratio"), 0.01);
            Assert.InRange(Number(line, "p50Ms"), 0.001, Number(line, "p99Ms"));
            Assert.InRange(Number(line, "echoP50Ms"), 0.001, Number(line, "echoP99Ms"));
            // More than what goes out: whoever measures the wrong process sees next to nothing.
            Assert.InRange(line.GetProperty("bytesPerRequest").GetInt64(), line.GetProperty("payload").GetInt32(), 10_000_000);
            Assert.True(Number(line, "cpuMicrosPerRequest") > Number(line, "echoCpuMicrosPerRequest"));
            Assert.Equal(Number(line, "loggedPerSecond") / Number(line, "echoPerSecond"), Number(line, "loggedRatio"), 0.001);
            Assert.True(Number(line, "loggedCpuMicrosPerRequest") > 0);
        });
        Assert.True(lines[0].GetProperty("payload").GetInt32() > lines[1].GetProperty("payload").GetInt32());
        Assert.Empty(_data.EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task Run_DataInMemory_ExitsTwoBecauseNothingWouldBeDurable()
    {
        if (!Directory.Exists("/dev/shm") || new DriveInfo("/dev/shm").DriveFormat != "tmpfs" || Environment.ProcessorCount < 2)
            Assert.Skip("There is no file system in memory here, or only one core.");
        var (exit, output, error) = await RunAsync("--data", "/dev/shm");

        Assert.Equal(2, exit);
        Assert.Empty(output);
        Assert.Contains("in memory", Assert.Single(error.TrimEnd().Split('\n')));
    }

    private static double Number(JsonElement line, string name) => line.GetProperty(name).GetDouble();

    private static async Task<(int Exit, string Output, string Error)> RunAsync(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var arg in (string[])[Path.Combine(AppContext.BaseDirectory, "Exchange.Cli.dll"), "bench", "gateway", .. args])
            start.ArgumentList.Add(arg);
        using var process = Process.Start(start)!;
        try
        {
            var cancellation = TestContext.Current.CancellationToken;
            var error = process.StandardError.ReadToEndAsync(cancellation);
            var output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
