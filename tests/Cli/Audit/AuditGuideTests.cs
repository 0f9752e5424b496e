using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Exchange.Cli.Tests.Audit;

/// <summary>
/// <c>docs/audit.md</c>, as a privacy officer who pastes every block into one shell: <c>sh</c> blocks must succeed, <c>sh refused</c> blocks
/// must end with 1, and each line of the <c>text</c> block after one must be what it printed, with anything where the page has dots.
/// </summary>
public sealed partial class AuditGuideTests : IDisposable
{
    private const string Marker = "::block ";

    private readonly LogFolder _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task EveryCommand_DoesWhatThePageSays()
    {
        await _log.ImportAsync(3);
        var page = await File.ReadAllTextAsync(Path.Combine(Repository, "docs", "audit.md"), TestContext.Current.CancellationToken);
        var script = new StringBuilder("set -euo pipefail\nchmod +x exchange\n");
        var shown = new List<string[]>();
        foreach (Match fence in Fence().Matches(page))
        {
            var (kind, body) = (fence.Groups[1].Value, fence.Groups[2].Value);
            if (kind == "text")
            {
                shown[^1] = body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
                continue;
            }

            Assert.Contains(kind, new[] { "sh", "sh refused" });
            script.Append($"echo '{Marker}{shown.Count}'\n");
            script.Append(kind == "sh" ? body : $"status=0\n(set -e\n{body}) || status=$?\n[ $status = 1 ]\n");
            shown.Add([]);
        }

        Assert.True(shown.Count >= 10 && page.Contains("```sh refused", StringComparison.Ordinal));
        var printed = (await RunAsync(script.ToString())).Split(Marker)[1..];
        Assert.Equal(shown.Count, printed.Length);
        for (var i = 0; i < shown.Count; i++)
        {
            foreach (var line in shown[i])
                Assert.Matches("(?m)^" + Regex.Escape(line).Replace("…", ".+", StringComparison.Ordinal) + "$", printed[i]);
        }
    }

    // In a folder that looks like the repository as far as the page goes: the command, built already, and the second verifier.
    private async Task<string> RunAsync(string script)
    {
        var lab = Directory.CreateDirectory(_log.At("lab")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(lab, "exchange"),
            $"#!/bin/sh\nexec dotnet '{typeof(Operator).Assembly.Location}' \"$@\"\n",
            TestContext.Current.CancellationToken);
        Directory.CreateSymbolicLink(Path.Combine(lab, "tests"), Path.Combine(Repository, "tests"));
        var start = new ProcessStartInfo("bash") { WorkingDirectory = lab, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DATA"] = _log.Data;
        start.Environment["PATH"] = "/usr/bin:" + Environment.GetEnvironmentVariable("PATH"); // Debian's own python3 first
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(script);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output + await errors);
        return output;
    }

    private static string Repository
    {
        get
        {
            var at = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(at.FullName, "Directory.Packages.props")))
                at = at.Parent!;
            return at.FullName;
        }
    }

    [GeneratedRegex("^```([a-z][a-z ]*)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
