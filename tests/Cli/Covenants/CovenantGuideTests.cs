using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Exchange.Cli.Tests.Covenants;

/// <summary>
/// The pages on covenants, every block pasted into a shell: <c>sh</c> must succeed, <c>sh no</c> must end with 1, and each line of the
/// <c>text</c> block after one must be among what it printed, with anything where the page has dots. The <c>yaml</c> blocks of a page
/// make up its example, <c>voorbeeld.yaml</c>, in their order.
/// </summary>
public sealed partial class CovenantGuideTests : IDisposable
{
    private const string Marker = "::block ";

    private readonly string _folder = Directory.CreateTempSubdirectory("covenant").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("covenant.md")]
    [InlineData("convenant.md")]
    public async Task EveryCommand_DoesWhatThePageSays(string name)
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository, "docs", name), TestContext.Current.CancellationToken);
        var script = new StringBuilder("set -euo pipefail\n");
        var shown = new List<string[]>();
        foreach (Match fence in Fence().Matches(page))
        {
            var (kind, body) = (fence.Groups[1].Value, fence.Groups[2].Value);
            if (kind == "yaml")
            {
                script.Append($"cat >> voorbeeld.yaml <<'EINDE'\n{body}EINDE\n");
                continue;
            }

            if (kind == "text")
            {
                shown[^1] = body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
                continue;
            }

            script.Append($"echo '{Marker}{shown.Count}'\n");
            script.Append(kind == "sh" ? body : $"status=0\n(set -e\n{body}) || status=$?\n[ $status = 1 ]\n");
            shown.Add([]);
        }

        Assert.True(shown.Count >= 2);
        var printed = (await RunAsync(script.ToString())).Split(Marker)[1..];
        Assert.Equal(shown.Count, printed.Length);
        for (var i = 0; i < shown.Count; i++)
        {
            foreach (var line in shown[i])
                Assert.Matches("(?m)^" + Regex.Escape(line).Replace("…", ".+", StringComparison.Ordinal) + "\r?$", printed[i]);
        }
    }

    // In a folder that looks like the repository as far as the page goes.
    private async Task<string> RunAsync(string script)
    {
        Directory.CreateSymbolicLink(Path.Combine(_folder, "samples"), Path.Combine(Repository, "samples"));
        var command = $"exchange() {{ dotnet '{typeof(Operator).Assembly.Location}' \"$@\"; }}\n";
        var start = new ProcessStartInfo("bash") { WorkingDirectory = _folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var printed = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(command + script);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await errors);
        return await printed;
    }

    private static string Repository
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder!.FullName, "Directory.Packages.props")))
                folder = folder.Parent;
            return folder.FullName;
        }
    }

    [GeneratedRegex("(?ms)^```(sh|sh no|text|yaml)\n(.*?)^```$")]
    private static partial Regex Fence();
}
