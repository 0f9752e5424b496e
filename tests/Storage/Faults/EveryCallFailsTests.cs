using Exchange.Storage.Sqlite;
using Exchange.Storage.Tests.Sqlite;

namespace Exchange.Storage.Tests.Faults;

/// <summary>
/// Every write, fsync and truncation of the life of a storage fails in its turn: once, or from then on until the process ends. The
/// storage refuses or recovers, and never loses what it answered as durable. ./test takes a sample of the turns, ./test --long every one.
/// </summary>
public sealed class EveryCallFailsTests : IDisposable
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("EXCHANGE_LONG") == "true";

    private static readonly string[] Files =
        [.. from name in (string[])["exchange.db", "documents.db", "keys.db"] from kind in (string[])["", "-wal", "-shm", "-journal"] select name + kind];

    private readonly TemporaryFolder _folder = new();
    private int _runs;
    private int _met;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Making_EveryCallFailsInItsTurn_RefusesOrRecovers() => await SweepAsync(Stage.Opening, template: null);

    [Theory]
    [InlineData(nameof(Stage.Opening))]
    [InlineData(nameof(Stage.Appending))]
    [InlineData(nameof(Stage.Checkpointing))]
    [InlineData(nameof(Stage.GoingOn))]
    [InlineData(nameof(Stage.Closing))]
    public async Task EveryCallFailsInItsTurn_RefusesOrRecovers(string stage)
    {
        // What a kill left: a journal that the next one has to settle first.
        var template = _folder.File("template");
        Directory.CreateDirectory(template);
        using (var process = new ScriptedProcess(template))
        {
            await process.ReachAsync(Stage.Closing);
            Before = process.Answers;
        }

        Assert.Equal(11, Before.Count(a => a.Index is not null));
        await SweepAsync(Enum.Parse<Stage>(stage), template);
    }

    private IReadOnlyList<AppendingProcess.Answer> Before { get; set; } = [];

    private async Task SweepAsync(Stage stage, string? template)
    {
        IReadOnlyDictionary<string, int> counts;
        using (var process = new ScriptedProcess(Prepare(template)))
            counts = (await LiveAsync(process, stage, null, "1+", untilTheEnd: false)).Counts;
        Assert.True(stage is Stage.Closing || counts.Count > 0, "nothing was written: the files are not watched");

        var turns = 0;
        foreach (var fault in Fault.All)
        {
            foreach (var turn in Turns(counts.GetValueOrDefault(fault.Calls)))
            {
                foreach (var untilTheEnd in IsLong ? [false, true] : (bool[])[turns % 2 == 1])
                {
                    await FailAsync(stage, template, fault, turn, untilTheEnd);
                    turns++;
                }
            }
        }

        Assert.True(_met >= turns * 3 / 4, $"only {_met} of {turns} calls were met"); // the last ones do not come in every life
        TestContext.Current.SendDiagnosticMessage("{0}: {1} of {2} calls", stage, turns, counts.Values.Sum());
    }

    // The first, the last, and two between.
    private static IEnumerable<int> Turns(int count) =>
        IsLong || count <= 4 ? Enumerable.Range(1, count) : [1, 1 + (count / 3), 1 + (count * 2 / 3), count];

    private async Task FailAsync(Stage stage, string? template, Fault fault, int turn, bool untilTheEnd)
    {
        var what = $"{stage}, call {turn} of {fault}{(untilTheEnd ? " and every later one" : "")}";
        var folder = Prepare(template);
        List<AppendingProcess.Answer> answers = [.. Before];
        using (var process = new ScriptedProcess(folder))
        {
            var strace = await LiveAsync(process, stage, fault, untilTheEnd ? $"{turn}+" : $"{turn}", untilTheEnd);
            var end = await process.EndAsync();
            Assert.True(end == 0 || (end == ScriptedProcess.Refused && stage == Stage.Opening), $"{what}: ended with {end}");
            answers.AddRange(process.Answers);
            _met += Math.Min(strace.Injected, 1);
            if (end == 0 && !untilTheEnd && stage < Stage.GoingOn)
                Assert.True(process.Answers.TakeLast(3).All(a => a.Index is not null), $"{what}: it did not recover");
        }

        try
        {
            using var storage = SqliteStorage.Open(folder);
            await Evidence.HoldsAsync(storage, answers);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new InvalidOperationException($"After {what}.", e);
        }

        Directory.Delete(folder, recursive: true);
    }

    // Lets the process live, with strace from a stage on: to the next one, or to the end. It is never there when the process ends.
    private static async Task<Strace> LiveAsync(ScriptedProcess process, Stage stage, Fault? fault, string when, bool untilTheEnd)
    {
        Assert.Equal(stage, await process.ReachAsync(stage));
        var strace = await Strace.AttachAsync([process.Id], Files.Select(f => Path.Combine(process.Folder, f)), fault, when);
        using (strace)
        {
            process.LetOn();
            if (await process.ReachAsync(untilTheEnd ? Stage.Ending : stage + 1) == Stage.Ending)
                return strace;
        }

        process.LetOn();
        Assert.Equal(Stage.Ending, await process.ReachAsync(Stage.Ending));
        return strace;
    }

    private string Prepare(string? template)
    {
        var folder = _folder.File((_runs++).ToString(System.Globalization.CultureInfo.InvariantCulture));
        Directory.CreateDirectory(folder);
        if (template is not null)
        {
            foreach (var file in Directory.EnumerateFiles(template))
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        return folder;
    }
}
