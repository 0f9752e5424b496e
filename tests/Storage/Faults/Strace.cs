using System.Diagnostics;
using System.Globalization;

namespace Exchange.Storage.Tests.Faults;

/// <summary>What strace answers in the kernel's place: which calls, with what, and which of them.</summary>
/// <param name="Calls">The calls, by their names.</param>
/// <param name="Answer">What they are answered with, as strace says it: <c>error=EIO</c>, <c>retval=0</c>.</param>
internal sealed record Fault(string Calls, string Answer)
{
    public static readonly IReadOnlyList<Fault> All =
    [
        new("pwrite64", "error=EIO"),
        new("pwrite64", "error=ENOSPC"),
        new("pwrite64", "retval=0"),
        new("fsync", "error=EIO"),
        new("fdatasync", "error=EIO"),
        new("ftruncate", "error=EIO"),
    ];

    public override string ToString() => $"{Calls} {Answer}";
}

/// <summary>Attached to running processes, for as long as it is not disposed of. Calls are counted per thread, from then on.</summary>
internal sealed class Strace : IDisposable
{
    // PostgreSQL writes its control file by the plain write.
    private const string Watched = "pwrite64,write,fsync,fdatasync,ftruncate";
    private const string Mark = "(INJECTED)";

    private readonly Process _process;
    private readonly string _trace;
    private bool _isOver;

    private Strace(Process process, string trace) => (_process, _trace) = (process, trace);

    /// <summary>Watches the calls that write and make durable, and answers some of them; skips the test where that is not allowed.</summary>
    /// <param name="processes">The processes, with every thread that they have and make.</param>
    /// <param name="paths">The files that count; empty for all.</param>
    /// <param name="fault">What to answer; null to only watch.</param>
    /// <param name="when">Which calls to answer: <c>3</c> for the third, <c>3+</c> for it and all that follow.</param>
    public static async Task<Strace> AttachAsync(IReadOnlyCollection<int> processes, IEnumerable<string> paths, Fault? fault = null, string when = "1+")
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/strace"), "strace is not installed");
        var trace = Path.GetTempFileName();
        List<string> arguments = ["-f", "-o", trace, "-e", "trace=" + Watched];
        if (fault is not null)
            arguments.AddRange(["-e", $"inject={fault.Calls}:{fault.Answer}:when={when}"]);
        foreach (var path in paths)
            arguments.AddRange(["-P", path]);
        foreach (var process in processes)
            arguments.AddRange(["-p", process.ToString(CultureInfo.InvariantCulture)]);
        var strace = new Strace(Process.Start(new ProcessStartInfo("/usr/bin/strace", arguments) { RedirectStandardError = true })!, trace);
        var said = "";
        for (var attached = 0; attached < processes.Count;)
        {
            var line = await strace._process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
            if (line is null)
            {
                strace.Dispose();
                Assert.Skip("strace may not attach to a process here: " + said);
            }

            said += line;
            attached += line.Contains(" attached", StringComparison.Ordinal) ? 1 : 0;
        }

        _ = strace._process.StandardError.ReadToEndAsync(CancellationToken.None);
        return strace;
    }

    /// <summary>Of each call, how often the thread that made it most made it. After <see cref="Dispose"/>.</summary>
    public IReadOnlyDictionary<string, int> Counts { get; private set; } = new Dictionary<string, int>();

    /// <summary>Whether a call was answered yet.</summary>
    public bool HasInjected => File.ReadAllText(_trace).Contains(Mark, StringComparison.Ordinal);

    /// <summary>How many calls were answered. After <see cref="Dispose"/>.</summary>
    public int Injected { get; private set; }

    /// <summary>Lets the processes go on by themselves.</summary>
    public void Dispose()
    {
        if (_isOver)
            return;
        _isOver = true;
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
        }

        if (!_process.WaitForExit(10_000))
            _process.Kill();
        _process.Dispose();
        var lines = File.ReadAllLines(_trace);
        File.Delete(_trace);
        Injected = lines.Count(l => l.Contains(Mark, StringComparison.Ordinal));
        Counts = lines.Select(l => l.Split([' ', '('], StringSplitOptions.RemoveEmptyEntries)).Where(l => l.Length > 2 && l[1][0] is not ('<' or '+' or '-'))
            .GroupBy(l => (Thread: l[0], Call: l[1])).GroupBy(g => g.Key.Call, g => g.Count()).ToDictionary(g => g.Key, g => g.Max());
    }
}
