using System.Diagnostics;

namespace Exchange.Cli.Tests.Demo;

/// <summary>The demo as an operator runs it: a process, with a temporary folder that the test can look into.</summary>
internal sealed class DemoProcess : IDisposable
{
    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("exchange-demo-test-");
    private readonly Process _process;

    public DemoProcess(params string[] args)
    {
        // A shell that runs the tests in the background has them, and whatever they start, ignore Ctrl-C: the demo would never end.
        var start = new ProcessStartInfo("env") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var arg in (string[])["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "Exchange.Cli.dll"), "demo", .. args])
            start.ArgumentList.Add(arg);
        start.Environment["TMPDIR"] = _temporary.FullName;
        _process = Process.Start(start)!;
        Error = _process.StandardError.ReadToEndAsync();
    }

    public StreamReader Output => _process.StandardOutput;

    public Task<string> Error { get; }

    /// <summary>What the demo left in the temporary folder.</summary>
    public IEnumerable<string> Remains => _temporary.EnumerateFileSystemInfos("exchange-*").Select(f => f.Name);

    /// <summary>As with Ctrl-C.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async Task<int> ExitAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
        _temporary.Delete(recursive: true);
    }
}
