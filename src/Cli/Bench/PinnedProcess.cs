using System.Diagnostics;
using System.Globalization;
using System.Numerics;

namespace Exchange.Cli.Bench;

/// <summary>
/// This command once more, as a process that has one core from its first instruction, so that its runtime counts on one core too.
/// It stops when its standard input ends, or is stopped.
/// </summary>
internal sealed class PinnedProcess : IAsyncDisposable
{
    private const string Taskset = "taskset";

    private readonly Process _process;
    private readonly TimeSpan _toStop;

    private PinnedProcess(Process process, TimeSpan toStop)
    {
        _process = process;
        _toStop = toStop;
    }

    /// <summary>Which of the cores that this process may use.</summary>
    public enum Core
    {
        /// <summary>The lowest.</summary>
        First,

        /// <summary>The next.</summary>
        Second,
    }

    public StreamReader Output => _process.StandardOutput;

    public StreamWriter Input => _process.StandardInput;

    /// <summary>Why no process can be pinned here, or null.</summary>
    public static string? Fault()
    {
        if (!OperatingSystem.IsLinux() || !(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, Taskset))))
            return "this measures on Linux with `taskset` only (Debian: util-linux), which keeps gateway and callers on cores of their own.";
        return BitOperations.PopCount(Allowed()) < 2 ? "this needs two cores: one for the gateway and one for its callers." : null;
    }

    /// <summary>Starts it.</summary>
    /// <param name="core">On which core.</param>
    /// <param name="args">The arguments of this command.</param>
    /// <param name="error">Where its standard error goes.</param>
    /// <param name="toStop">How long it may take to stop.</param>
    public static PinnedProcess Start(Core core, IReadOnlyList<string> args, TextWriter error, TimeSpan toStop)
    {
        var start = new ProcessStartInfo(Taskset) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Mask(core).ToString("x", CultureInfo.InvariantCulture));
        // As a program of its own, or as `dotnet Exchange.Cli.dll`: also where this runs inside another program, as tests do.
        var (running, command) = (Environment.ProcessPath!, typeof(PinnedProcess).Assembly.Location);
        var name = Path.GetFileName(running);
        if (name == Path.GetFileNameWithoutExtension(command))
        {
            start.ArgumentList.Add(running);
        }
        else
        {
            start.ArgumentList.Add(name == "dotnet" ? running : "dotnet");
            start.ArgumentList.Add(command);
        }

        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { } text)
                error.WriteLine(text);
        };
        process.BeginErrorReadLine();
        return new PinnedProcess(process, toStop);
    }

    /// <summary>Waits until it ends, and gives its exit code.</summary>
    public async Task<int> ExitAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        using var tooLong = new CancellationTokenSource(_toStop);
        try
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync(tooLong.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static ulong Mask(Core core)
    {
        var lowest = Allowed() & (~Allowed() + 1);
        var next = Allowed() & ~lowest;
        return core == Core.First ? lowest : next & (~next + 1);
    }

    private static ulong Allowed()
    {
        using var self = Process.GetCurrentProcess();
#pragma warning disable CA1416 // Fault() has looked.
        return (ulong)self.ProcessorAffinity;
#pragma warning restore CA1416
    }
}
