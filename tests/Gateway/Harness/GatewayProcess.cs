using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Exchange.Gateway.Tests.Harness;

/// <summary>The gateway as an operator runs it: a process of its own, which can be killed.</summary>
internal sealed partial class GatewayProcess : IAsyncDisposable
{
    private readonly Process _process;

    private GatewayProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public int Id => _process.Id;

    public static async Task<GatewayProcess> StartAsync(string configurationFile, CancellationToken cancellation)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Exchange.Gateway.dll"), configurationFile },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            if (ListeningLine().Match(line) is not { Success: true } match)
                continue;

            // Whatever it says from here on must not fill its pipe.
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return new GatewayProcess(process, new Uri(match.Groups[1].Value));
        }

        throw new InvalidOperationException("The gateway did not start: " + await errors);
    }

    /// <summary>As with <c>kill -9</c>: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"listening on (https://\S+)")]
    private static partial Regex ListeningLine();
}
