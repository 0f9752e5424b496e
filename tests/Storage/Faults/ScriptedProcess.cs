using System.Diagnostics;
using System.Text;
using Exchange.Audit;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Entry = Exchange.Audit.V1.Entry;

namespace Exchange.Storage.Tests.Faults;

/// <summary>Where a <see cref="ScriptedProcess"/> waits to be let on.</summary>
internal enum Stage
{
    /// <summary>Before it opens the storage.</summary>
    Opening,

    /// <summary>Before its first entries: one at a time, and four at once.</summary>
    Appending,

    /// <summary>Before somebody moves the write-ahead log into the database.</summary>
    Checkpointing,

    /// <summary>Before its last entries.</summary>
    GoingOn,

    /// <summary>Before it closes the storage, which moves what is left.</summary>
    Closing,

    /// <summary>Before it ends, after whatever it could do.</summary>
    Ending,
}

/// <summary>
/// The life of a storage in a process of its own: open, append, checkpoint, append, close; it waits before each. It prints every answer
/// as soon as it has it.
/// </summary>
internal sealed class ScriptedProcess : IDisposable
{
    public const string Verb = "append-by-the-script";

    /// <summary>How it ends when it may not open the storage.</summary>
    public const int Refused = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly List<AppendingProcess.Answer> _answers = [];

    public ScriptedProcess(string folder)
    {
        Folder = folder;
        var self = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(self) == "dotnet";
        string[] arguments = [.. isHost ? [typeof(ScriptedProcess).Assembly.Location] : Array.Empty<string>(), Verb, folder];
        _process = Process.Start(new ProcessStartInfo(self, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true, RedirectStandardError = true })!;
        _errors = _process.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    public string Folder { get; }

    public int Id => _process.Id;

    public IReadOnlyList<AppendingProcess.Answer> Answers => _answers;

    /// <summary>Lets it on, wherever it waits, until it comes to a stage or to its end; gives where it waits now.</summary>
    public async Task<Stage> ReachAsync(Stage stage)
    {
        using var tooLate = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        tooLate.CancelAfter(Patience);
        while (await _process.StandardOutput.ReadLineAsync(tooLate.Token) is { } line)
        {
            if (line.Split(' ') is [var id, var index])
            {
                var place = long.Parse(index, null);
                _answers.Add(new AppendingProcess.Answer(new CaseId(id), place < 0 ? null : place));
            }
            else
            {
                var reached = Enum.Parse<Stage>(line);
                if (reached == stage || reached == Stage.Ending)
                    return reached;
                LetOn();
            }
        }

        throw new InvalidOperationException("The process broke off: " + await _errors);
    }

    /// <summary>Lets it on from where it waits.</summary>
    public void LetOn()
    {
        _process.StandardInput.WriteLine();
        _process.StandardInput.Flush();
    }

    /// <summary>Lets it end, and gives how it ended.</summary>
    public async Task<int> EndAsync()
    {
        LetOn();
        using var tooLate = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        tooLate.CancelAfter(Patience);
        await _process.WaitForExitAsync(tooLate.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    /// <summary>What the process itself does.</summary>
    public static async Task<int> RunAsync(string folder)
    {
        using var output = new StreamWriter(Console.OpenStandardOutput(), Encoding.ASCII) { AutoFlush = true };
        Wait(output, Stage.Opening);
        SqliteStorage storage;
        try
        {
            storage = SqliteStorage.Open(folder);
        }
        catch (StoreUnavailableException)
        {
            Wait(output, Stage.Ending);
            return Refused;
        }

        using (storage)
        {
            await using (var log = new AuditLog(storage.Log))
            {
                Wait(output, Stage.Appending);
                await AppendAsync(log, output, 4);
                await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AppendAsync(log, output, 1)));
                Wait(output, Stage.Checkpointing);
                Checkpoint(folder);
                Wait(output, Stage.GoingOn);
                await AppendAsync(log, output, 3);
            }

            Wait(output, Stage.Closing);
        }

        Wait(output, Stage.Ending);
        return 0;
    }

    private static void Wait(StreamWriter output, Stage stage)
    {
        lock (output)
            output.WriteLine(stage.ToString());
        Console.ReadLine();
    }

    private static async Task AppendAsync(AuditLog log, StreamWriter output, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var id = CaseId.Create();
            var change = new CaseOpened(new Case(id, SubjectId.Create(), CaseState.Signal, new DateOnly(2026, 1, 1)), null, []);
            var outcome = await log.AppendAsync(AppendingProcess.Partnership, new PendingEntry(new Entry { TraceId = id.Value }, [], [change]), default);
            lock (output)
                output.WriteLine($"{id} {(outcome as AppendOutcome.Appended)?.Index ?? -1}");
        }
    }

    // As SQLite does by itself after some thousand pages, and whoever makes a backup at any time.
    private static void Checkpoint(string folder)
    {
        try
        {
            using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "exchange.db")};Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(RESTART)";
            command.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // Its own affair.
        }
    }
}
