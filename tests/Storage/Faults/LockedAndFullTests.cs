using System.Diagnostics;
using Exchange.Audit;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Storage.Sqlite;
using Exchange.Storage.Tests.Sqlite;
using Microsoft.Data.Sqlite;
using Entry = Exchange.Audit.V1.Entry;

namespace Exchange.Storage.Tests.Faults;

public sealed class LockedAndFullTests : IDisposable
{
    private static readonly PartnershipId Amsterdam = new("amsterdam");

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Append_DatabaseLocked_IsUnavailableWithinSecondsAndRecovers()
    {
        using var storage = SqliteStorage.Open(_folder.Path);
        await using var log = new AuditLog(storage.Log);
        Assert.IsType<AppendOutcome.Appended>(await AppendAsync(log));
        using (var other = new SqliteConnection($"Data Source={_folder.File("exchange.db")};Pooling=False"))
        {
            other.Open();
            Run(other, "BEGIN EXCLUSIVE");
            var began = Stopwatch.GetTimestamp();
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => AppendAsync(log)));
            Assert.All(outcomes, o => Assert.IsType<AppendOutcome.Unavailable>(o));
            Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 8);
            Assert.Equal(1, storage.Log.ReadHead(Amsterdam).Size); // reading goes on
            Run(other, "ROLLBACK");
        }
        await RecoversAsync(storage, log, atLeast: 1);
    }

    [Fact]
    public void AddOrGet_KeysLocked_ThrowsWithinSecondsAndRecovers()
    {
        using var storage = SqliteStorage.Open(_folder.Path);
        var key = new Exchange.Keys.WrappedKey("id", new Exchange.Keys.KeyName(Exchange.Keys.KeyKind.Case, "c"), [1]);
        using (var other = new SqliteConnection($"Data Source={_folder.File("keys.db")};Pooling=False"))
        {
            other.Open();
            Run(other, "BEGIN EXCLUSIVE");
            var began = Stopwatch.GetTimestamp();
            Assert.ThrowsAny<IOException>(() => storage.Keys.AddOrGet(Amsterdam, key));
            Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 8);
            Run(other, "ROLLBACK");
        }
        Assert.Null(storage.Keys.Find(Amsterdam, key.Name));
        Assert.Equal("id", storage.Keys.AddOrGet(Amsterdam, key).Id);
    }

    [Fact]
    public async Task Append_DiskFull_IsUnavailableWithNothingHalfAndRecovers()
    {
        using var small = SmallDisk.Mount(_folder.Path);
        using var storage = SqliteStorage.Open(_folder.Path);
        // Room for some entries, however much the empty tables take.
        var filler = _folder.File("filler");
        await File.WriteAllBytesAsync(filler, new byte[new DriveInfo(_folder.Path).AvailableFreeSpace - 1024 * 1024], Cancellation);
        await using var log = new AuditLog(storage.Log);
        var answers = new List<AppendingProcess.Answer>();
        while (answers.Count < 5000 && (answers.Count == 0 || answers[^1].Index is not null))
            answers.Add(await AppendAsync(log, CaseId.Create()));
        Assert.Null(answers[^1].Index);
        Assert.InRange(answers.Count, 3, 4999);
        for (var i = 0; i < 3; i++)
            answers.Add(await AppendAsync(log, CaseId.Create()));
        await Evidence.HoldsAsync(storage, answers);

        File.Delete(filler);
        await RecoversAsync(storage, log, atLeast: answers.Count(a => a.Index is not null));
    }

    [Fact]
    public void Open_DamagedFile_IsUnavailableAndNotReplaced()
    {
        using (SqliteStorage.Open(_folder.Path))
        {
        }
        var bytes = File.ReadAllBytes(_folder.File("exchange.db"));
        bytes.AsSpan(0, 4096).Fill(0x55);
        File.WriteAllBytes(_folder.File("exchange.db"), bytes);
        Assert.Throws<StoreUnavailableException>(() => SqliteStorage.Open(_folder.Path));
        Assert.Equal(bytes, File.ReadAllBytes(_folder.File("exchange.db")));
    }

    [Fact]
    public async Task Append_EntriesBeyondTheHead_IsUnavailable()
    {
        using var storage = SqliteStorage.Open(_folder.Path);
        await using var log = new AuditLog(storage.Log);
        await AppendAsync(log);
        using (var other = new SqliteConnection($"Data Source={_folder.File("exchange.db")};Pooling=False"))
        {
            other.Open();
            Run(other, "INSERT INTO log_entries (partnership, entry, leaf) VALUES ('amsterdam', 1, x'00')");
        }
        Assert.IsType<AppendOutcome.Unavailable>(await AppendAsync(log));
        Assert.Equal(LogFaultKind.EntryExtra, LogVerifier.Verify(storage.Log, Amsterdam, Cancellation).Fault!.Kind);
    }

    [Theory]
    [InlineData("UPDATE log_entries SET leaf = x'00'")]
    [InlineData("DELETE FROM log_entries")]
    [InlineData("UPDATE log_nodes SET hash = zeroblob(32)")]
    [InlineData("DELETE FROM log_nodes")]
    [InlineData("UPDATE log_heads SET size = 1")]
    [InlineData("DELETE FROM log_heads")]
    public async Task Log_ChangedByHand_IsRefusedByTheDatabase(string statement)
    {
        using var storage = SqliteStorage.Open(_folder.Path);
        await using var log = new AuditLog(storage.Log);
        await Task.WhenAll(Enumerable.Range(0, 256).Select(_ => AppendAsync(log))); // a whole tile: its root is a node
        using var other = new SqliteConnection($"Data Source={_folder.File("exchange.db")};Pooling=False");
        other.Open();
        Assert.Throws<SqliteException>(() => Run(other, statement));
        Assert.True(LogVerifier.Verify(storage.Log, Amsterdam, Cancellation).IsSound);
    }

    private static async Task<AppendOutcome> AppendAsync(AuditLog log) =>
        await log.AppendAsync(Amsterdam, new PendingEntry(new Entry { TraceId = "t" }, [], []), Cancellation);

    private static async Task<AppendingProcess.Answer> AppendAsync(AuditLog log, CaseId id)
    {
        var change = new CaseOpened(new Case(id, SubjectId.Create(), CaseState.Signal, new DateOnly(2026, 1, 1)), null, []);
        var entry = new Entry { TraceId = id.Value, Reason = new string('x', 4000) };
        var outcome = await log.AppendAsync(AppendingProcess.Partnership, new PendingEntry(entry, [], [change]), Cancellation);
        return new AppendingProcess.Answer(id, (outcome as AppendOutcome.Appended)?.Index);
    }

    private static async Task RecoversAsync(SqliteStorage storage, AuditLog log, int atLeast)
    {
        var appended = Assert.IsType<AppendOutcome.Appended>(await AppendAsync(log));
        Assert.True(appended.Index >= atLeast);
        var verified = LogVerifier.Verify(storage.Log, Amsterdam, Cancellation);
        Assert.Null(verified.Fault);
        Assert.Equal(appended.Index + 1, verified.Size);
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>A file system of sixteen mebibytes, where mounting is allowed.</summary>
    private sealed class SmallDisk(string folder) : IDisposable
    {
        public static SmallDisk Mount(string folder)
        {
            Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", folder), "Mounting a small file system is not allowed here.");
            return new SmallDisk(folder);
        }

        public void Dispose() => Run("umount", "-l", folder);

        private static bool Run(string program, params string[] arguments)
        {
            try
            {
                using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
                process.WaitForExit();
                return process.ExitCode == 0;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return false;
            }
        }
    }
}
