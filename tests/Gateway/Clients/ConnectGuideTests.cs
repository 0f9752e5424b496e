using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Exchange.Gateway.Tests.Harness;

namespace Exchange.Gateway.Tests.Clients;

/// <summary>
/// <c>docs/connect.md</c>, as a developer who pastes every block into one shell: <c>sh</c> blocks must succeed, <c>sh refused</c> blocks must
/// not, and what the <c>text</c> block after it shows must be what it printed.
/// </summary>
public sealed partial class ConnectGuideTests
{
    private const string Marker = "::block ";
    private static readonly string Guide = Path.Combine(Repository.Root, "docs", "connect.md");

    [Fact]
    public async Task EveryCommand_DoesWhatTheGuideSays()
    {
        var blocks = Blocks(await File.ReadAllTextAsync(Guide, TestContext.Current.CancellationToken));
        Assert.True(blocks.Count(b => b.Refused) >= 6);
        var lab = Directory.CreateTempSubdirectory("exchange-lab-").FullName;
        try
        {
            var printed = await RunAsync(Script(blocks), lab);
            var parts = printed.Split(Marker)[1..];
            Assert.True(parts.Length == blocks.Count + 1, printed);
            for (var i = 0; i < blocks.Count; i++)
                AssertShown(blocks[i].Shown, parts[i]);
        }
        finally
        {
            if (Directory.Exists(lab))
                Directory.Delete(lab, recursive: true);
        }
    }

    private static IReadOnlyList<Block> Blocks(string guide)
    {
        var blocks = new List<Block>();
        foreach (Match fence in Fence().Matches(guide))
        {
            var body = fence.Groups[2].Value;
            switch (fence.Groups[1].Value)
            {
                case "sh":
                    blocks.Add(new Block(body, false, []));
                    break;
                case "sh refused":
                    blocks.Add(new Block(body, true, []));
                    break;
                case "text":
                    blocks[^1] = blocks[^1] with { Shown = body.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) };
                    break;
                default:
                    Assert.Fail($"The guide has a block of another kind, which nothing runs: {fence.Groups[1].Value}");
                    break;
            }
        }

        return blocks;
    }

    // In one shell, since each block builds on those before it; with job control, as a person's shell has it.
    private static string Script(IReadOnlyList<Block> blocks)
    {
        var script = new StringBuilder("set -euo pipefail\nset -m\ntrap 'kill %1 2>/dev/null || true' EXIT\n");
        for (var i = 0; i < blocks.Count; i++)
        {
            script.Append($"echo '{Marker}{i}'\n");
            script.Append(blocks[i].Refused ? $"refused() {{ set -e\n{blocks[i].Commands}}}\nset +e; (refused); status=$?; set -e\n[ $status = 1 ]\n" : blocks[i].Commands);
        }

        return script.Append($"echo '{Marker}end'\n").ToString();
    }

    private static async Task<string> RunAsync(string script, string lab)
    {
        var scripts = Directory.CreateTempSubdirectory("exchange-guide-").FullName;
        try
        {
            var (file, log) = (Path.Combine(scripts, "guide.sh"), Path.Combine(scripts, "guide.log"));
            await File.WriteAllTextAsync(file, script, TestContext.Current.CancellationToken);
            // Debian's own, whatever comes first on the path here.
            File.CreateSymbolicLink(Path.Combine(scripts, "python3"), ForeignProgram.Python);
            // To a file: a build server that stays behind would keep a pipe open.
            var start = new ProcessStartInfo("bash") { ArgumentList = { "-c", "exec bash \"$0\" > \"$1\" 2>&1 < /dev/null", file, log }, WorkingDirectory = Repository.Root };
            foreach (var inherited in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || k.StartsWith("TESTINGPLATFORM", StringComparison.OrdinalIgnoreCase)).ToList())
                start.Environment.Remove(inherited);
            start.Environment["LAB"] = lab;
            start.Environment["PATH"] = scripts + ":" + Environment.GetEnvironmentVariable("PATH");
            start.Environment["EXCHANGE_Gateway__Listen"] = $"127.0.0.1:{FreePort()}";
            start.Environment["EXCHANGE_Gateway__Health"] = "127.0.0.1:0";
            start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
            start.Environment["npm_config_prefer_offline"] = "true";
            using var process = Process.Start(start)!;
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            patience.CancelAfter(TimeSpan.FromMinutes(10));
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                Assert.Fail("The guide takes more than ten minutes: " + await File.ReadAllTextAsync(log, CancellationToken.None));
            }

            var printed = await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, printed);
            return printed;
        }
        finally
        {
            Directory.Delete(scripts, recursive: true);
        }
    }

    // Each line is there, in this order, with anything where the guide has dots.
    private static void AssertShown(IReadOnlyList<string> shown, string printed)
    {
        var lines = new Queue<string>(printed.Split('\n', StringSplitOptions.TrimEntries));
        foreach (var line in shown)
        {
            var pattern = "^" + Regex.Escape(line).Replace("…", ".+", StringComparison.Ordinal) + "$";
            while (lines.Count > 0 && !Regex.IsMatch(lines.Peek(), pattern))
                lines.Dequeue();
            Assert.True(lines.Count > 0, $"The guide shows '{line}', and what was printed is: {printed}");
            lines.Dequeue();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("^```([a-z][a-z ]*)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    private sealed record Block(string Commands, bool Refused, IReadOnlyList<string> Shown);
}
