using System.Diagnostics;
using System.Globalization;
using Exchange.Audit;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Storage.Sqlite;
using Entry = Exchange.Audit.V1.Entry;

namespace Exchange.Storage.Tests.Faults;

/// <summary>
/// A process of its own that opens cases through the log, four at a time, and prints every answer as soon as it has it, until
/// somebody kills it. The entry's trace id is the case's id.
/// </summary>
internal sealed class AppendingProcess : IDisposable
{
    public const string Verb = "append-until-killed";

    public static readonly PartnershipId Partnership = new("amsterdam");

    private readonly Process _process;
    private readonly List<Answer> _answers = [];

    public AppendingProcess(string folder)
    {
        var self = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(self) == "dotnet";
        string[] arguments = [.. isHost ? [typeof(AppendingProcess).Assembly.Location] : Array.Empty<string>(), Verb, folder];
        _process = new Process { StartInfo = new ProcessStartInfo(self, arguments) { RedirectStandardOutput = true } };
        _process.OutputDataReceived += (_, line) => Receive(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
    }

    /// <summary>An answer that the process gave.</summary>
    /// <param name="Case">The case that it opened.</param>
    /// <param name="Index">The place of its entry, or null when the log was unavailable.</param>
    public sealed record Answer(CaseId Case, long? Index);

    public int Id => _process.Id;

    public IReadOnlyList<Answer> Answers
    {
        get
        {
            lock (_answers)
                return [.. _answers];
        }
    }

    /// <summary>Waits until the answers satisfy a condition; fails after half a minute.</summary>
    public async Task UntilAsync(Func<IReadOnlyList<Answer>, bool> condition)
    {
        var began = Stopwatch.GetTimestamp();
        while (!condition(Answers))
        {
            Assert.False(_process.HasExited, "the appending process ended by itself");
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(30), "the answers waited for did not come");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>SIGKILL, and waits until everything that it printed is read.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    /// <summary>What the process itself does.</summary>
    public static async Task<int> RunAsync(string folder)
    {
        using var storage = SqliteStorage.Open(folder);
        await using var log = new AuditLog(storage.Log);
        using var output = Console.OpenStandardOutput();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AppendForeverAsync(log, output)));
        return 0;
    }

    private static async Task AppendForeverAsync(AuditLog log, Stream output)
    {
        while (true)
        {
            var id = CaseId.Create();
            var change = new CaseOpened(new Case(id, SubjectId.Create(), CaseState.Signal, new DateOnly(2026, 1, 1)), null, []);
            var outcome = await log.AppendAsync(Partnership, new PendingEntry(new Entry { TraceId = id.Value }, [], [change]), default);
            var index = outcome is AppendOutcome.Appended appended ? appended.Index : -1;
            lock (output)
                output.Write(System.Text.Encoding.ASCII.GetBytes($"{id} {index}\n"));
        }
    }

    private void Receive(string? line)
    {
        if (line?.Split(' ') is not [var id, var index])
            return;
        var place = long.Parse(index, CultureInfo.InvariantCulture);
        lock (_answers)
            _answers.Add(new Answer(new CaseId(id), place < 0 ? null : place));
    }
}
