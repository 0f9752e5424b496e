using System.Text.Json;

namespace Exchange.Cli.Tests.Bench;

/// <summary><c>exchange bench redact</c> gives what scripts rely on. How fast is no test.</summary>
public sealed class RedactBenchTests
{
    [Fact]
    public async Task BenchRedact_Json_HasALineForEachLengthWithEveryField()
    {
        if (!OperatingSystem.IsLinux() || Environment.ProcessorCount < 2)
            Assert.Skip("the bench needs Linux and two cores");
        var (exit, output, errors) = await CommandLine.RunAsync("bench", "redact", "--json", "--seconds", "1");
        Assert.Equal("", errors);
        Assert.Equal(0, exit);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal([1000, 5000, 50000], lines.Select(line => line.GetProperty("noteChars").GetInt32()));
        Assert.All(lines, line => Assert.All(["charsPerSecond", "peakMiB", "buildMs", "startMs"], field => Assert.True(line.GetProperty(field).GetDouble() > 0)));
    }
}
