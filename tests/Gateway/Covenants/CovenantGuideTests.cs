using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Exchange.Cli.Call;
using Exchange.Gateway.Tests.Harness;

namespace Exchange.Gateway.Tests.Covenants;

/// <summary>
/// <c>docs/covenant-versions.md</c>, as jurists who paste every block into one shell: <c>sh</c> blocks must succeed, <c>sh refused</c> blocks
/// must end with 1, and what the <c>text</c> block after one shows must be what it printed.
/// </summary>
public sealed partial class CovenantGuideTests
{
    private const string Marker = "::block ";

    [Fact]
    public async Task EveryCommand_DoesWhatThePageSays()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "covenant-versions.md"), TestContext.Current.CancellationToken);
        var script = new StringBuilder("set -euo pipefail\nchmod +x exchange\n");
        var shown = new List<string>();
        foreach (Match fence in Fence().Matches(page))
        {
            var (kind, body) = (fence.Groups[1].Value, fence.Groups[2].Value);
            if (kind == "text")
            {
                shown[^1] = body;
                continue;
            }

            script.Append($"echo '{Marker}{shown.Count}'\n").Append(kind == "sh" ? body : $"status=0\n(set -e\n{body}) 2>&1 || status=$?\n[ $status = 1 ]\n");
            shown.Add("");
        }

        Assert.True(shown.Count >= 4);
        var printed = (await RunAsync(gateway, script.ToString())).Split(Marker)[1..];
        Assert.Equal(shown.Count, printed.Length);
        Assert.All(shown.Zip(printed), of => Assert.Contains(of.First, of.Second, StringComparison.Ordinal));
        Assert.Equal("2019.1", (await Amendment.GetAsync(gateway.Person("oov", "o.jurist", "jurist"))).Version.Version);
    }

    private static async Task<string> RunAsync(RunningGateway gateway, string script)
    {
        var lab = Directory.CreateDirectory(Path.Combine(gateway.Folder, "lab")).FullName;
        var pki = Path.Combine(gateway.Folder, "pki");
        await File.WriteAllTextAsync(
            Path.Combine(lab, "exchange"), $"#!/bin/sh\nexec dotnet '{typeof(RequestSigner).Assembly.Location}' \"$@\"\n", TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(lab, "new.yaml"), Amendment.Text("2019.1"), TestContext.Current.CancellationToken);
        var start = new ProcessStartInfo("bash") { WorkingDirectory = lab, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PKI"] = pki;
        foreach (var (name, jurist) in new[] { "AS_MUNICIPALITY", "AS_PROSECUTION", "AS_POLICE" }.Zip(Amendment.Signers(gateway)))
        {
            var token = Path.Combine(lab, jurist.Controller + ".token");
            await File.WriteAllTextAsync(token, jurist.Token(), TestContext.Current.CancellationToken);
            start.Environment[name] =
                $"--address https://localhost:{gateway.Address.Port} --ca {pki}/ca.pem --cert {pki}/clients/{jurist.Controller}.pem --key {pki}/clients/{jurist.Controller}.key --token-file {token}";
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(script);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output + await errors);
        return output;
    }

    [GeneratedRegex("^```(sh|sh refused|text)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
