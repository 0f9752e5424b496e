using Exchange.Audit;
using Exchange.Storage.Sqlite;
using Exchange.Storage.Tests.Sqlite;
using Microsoft.Data.Sqlite;

namespace Exchange.Storage.Tests.Faults;

public sealed class KilledProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Kill_WhileAppending_EveryAnswerHasItsEntry()
    {
        var answers = new List<AppendingProcess.Answer>();
        for (var round = 0; round < 6; round++)
        {
            using var process = new AppendingProcess(_folder.Path);
            var enough = 20 + (round * 150);
            await process.UntilAsync(a => a.Count >= enough);
            await process.KillAsync();
            answers.AddRange(process.Answers);
        }
        using var storage = SqliteStorage.Open(_folder.Path);
        Assert.True(answers.Count >= 20 + 170 + 320 + 470 + 620 + 770);
        Assert.All(answers, a => Assert.NotNull(a.Index));
        await Evidence.HoldsAsync(storage, answers);
    }

    [Fact]
    public async Task Open_WhileAnotherProcessOwnsIt_IsRefusedUntilThatIsGone()
    {
        using var process = new AppendingProcess(_folder.Path);
        await process.UntilAsync(a => a.Count >= 10);
        var refusal = Assert.Throws<StoreUnavailableException>(() => SqliteStorage.Open(_folder.Path));
        Assert.Contains("Another gateway owns exchange.db", refusal.Message, StringComparison.Ordinal);
        using (var beside = SqliteStorage.OpenReadOnly(_folder.Path))
            Assert.Null(LogVerifier.Verify(beside.Log, AppendingProcess.Partnership, TestContext.Current.CancellationToken).Fault);
        var seen = process.Answers.Count;
        await process.UntilAsync(a => a.Count > seen + 10); // the refused one did it no harm
        Assert.All(process.Answers, a => Assert.NotNull(a.Index));
        await process.KillAsync();
        using var storage = SqliteStorage.Open(_folder.Path);
        await Evidence.HoldsAsync(storage, process.Answers);
    }

    [Fact]
    public async Task OpenReadOnly_AfterAKill_ReadsWhatTheJournalHolds()
    {
        using var process = new AppendingProcess(_folder.Path);
        await process.UntilAsync(a => a.Count >= 50);
        await process.KillAsync();
        Assert.True(new FileInfo(_folder.File("exchange.db-wal")).Length > 0);
        using (var storage = SqliteStorage.OpenReadOnly(_folder.Path))
            await Evidence.HoldsAsync(storage, process.Answers);
        Assert.True(new FileInfo(_folder.File("exchange.db-wal")).Length > 0);
    }

    [Fact]
    public async Task Open_AfterAKill_SettlesTheJournalBeforeAnythingElse()
    {
        using var process = new AppendingProcess(_folder.Path);
        await process.UntilAsync(a => a.Count >= 50);
        await process.KillAsync();
        using (var reader = new SqliteConnection($"Data Source={_folder.File("exchange.db")};Pooling=False"))
        {
            reader.Open();
            using var transaction = reader.BeginTransaction(deferred: true);
            using var command = reader.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = "SELECT count(*) FROM log_entries";
            Assert.True(command.ExecuteScalar() is > 0L);
            // Whoever reads the journal keeps it from being moved; then nothing may be added to it either.
            var refusal = Assert.Throws<StoreUnavailableException>(() => SqliteStorage.Open(_folder.Path));
            Assert.Contains("journal cannot be settled", refusal.Message, StringComparison.Ordinal);
        }
        using var storage = SqliteStorage.Open(_folder.Path);
        Assert.False(new FileInfo(_folder.File("exchange.db-wal")) is { Exists: true, Length: > 0 });
        await Evidence.HoldsAsync(storage, process.Answers);
    }
}
