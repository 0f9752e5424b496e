using Exchange.Audit;
using Exchange.Consent;
using Exchange.Keys;
using Exchange.Storage.Sqlite;
using Exchange.Storage.Tests.Suite;
using Microsoft.Data.Sqlite;

namespace Exchange.Storage.Tests.Sqlite;

public sealed class OpeningTests : IDisposable
{
    private static readonly PartnershipId Amsterdam = new("amsterdam");
    private static readonly SqliteSchema One = SqliteSchema.Records with { Migrations = ["CREATE TABLE one (x TEXT) STRICT;"] };

    private readonly TemporaryFolder _folder = new();

    private string Records => _folder.File("exchange.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_FreshFolder_MakesFilesThatOnlyTheOwnerReads()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows knows no such modes.");
        var folder = _folder.File("data");
        using (SqliteStorage.Open(folder))
        {
#pragma warning disable CA1416 // skipped there
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
            foreach (var file in Directory.GetFiles(folder))
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
#pragma warning restore CA1416
        }
        using (SqliteStorage.Open(folder))
        {
        }
    }

    [Fact]
    public void Open_Twice_RefusesTheSecond()
    {
        using (SqliteStorage.Open(_folder.Path))
            Assert.Contains("Another gateway owns", Refusal(() => SqliteStorage.Open(_folder.Path)), StringComparison.Ordinal);
        using (SqliteStorage.Open(_folder.Path))
        {
        }
    }

    [Fact]
    public void Open_KeysInAnotherFolder_KeepsThemThere()
    {
        using (SqliteStorage.Open(_folder.Path, _folder.File("secrets")))
        {
        }
        Assert.True(File.Exists(_folder.File("secrets/keys.db")));
        Assert.False(File.Exists(_folder.File("keys.db")));
    }

    [Fact]
    public void Open_LogWithoutItsKeys_IsRefused()
    {
        using (var storage = SqliteStorage.Open(_folder.Path))
            AddEntry(storage);
        File.Delete(_folder.File("keys.db"));
        for (var attempt = 0; attempt < 2; attempt++)
            Assert.Contains("keys.db is missing", Refusal(() => SqliteStorage.Open(_folder.Path)), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("keys.db")));
    }

    [Fact]
    public void Open_KeysWithoutTheirLog_IsRefused()
    {
        using (var storage = SqliteStorage.Open(_folder.Path))
            storage.Keys.AddOrGet(Amsterdam, new WrappedKey("id", new KeyName(KeyKind.Case, "c"), [1]));
        File.Delete(Records);
        for (var attempt = 0; attempt < 2; attempt++)
            Assert.Contains("exchange.db is missing", Refusal(() => SqliteStorage.Open(_folder.Path)), StringComparison.Ordinal);
        Assert.False(File.Exists(Records));
    }

    [Fact]
    public async Task Open_DocumentsWithoutTheirRecords_IsRefusedAndKept()
    {
        using (var storage = SqliteStorage.Open(_folder.Path))
            await storage.Documents.WriteAsync(Amsterdam, Dossiers.DocumentId.Create(), 0, [new byte[] { 1 }], TestContext.Current.CancellationToken);
        File.Delete(Records);
        File.Delete(_folder.File("keys.db"));
        for (var attempt = 0; attempt < 2; attempt++)
            Assert.Contains("exchange.db is missing", Refusal(() => SqliteStorage.Open(_folder.Path)), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_StoppedBetweenTheTwoFiles_GoesOn()
    {
        SqliteDatabase.Open(Records, SqliteSchema.Records).Dispose();
        using (SqliteStorage.Open(_folder.Path))
        {
        }
    }

    [Fact]
    public void Open_JournalWithoutItsDatabase_IsRefusedAndKept()
    {
        File.WriteAllBytes(Records + "-wal", new byte[4152]);
        Assert.Contains("its -wal file is there", Refusal(() => SqliteStorage.Open(_folder.Path)), StringComparison.Ordinal);
        Assert.Equal(4152, new FileInfo(Records + "-wal").Length);
    }

    [Fact]
    public void Open_AnEmptyFile_IsANewDatabase()
    {
        File.WriteAllBytes(Records, []);
        using var storage = SqliteStorage.Open(_folder.Path);
        Assert.Equal(0, storage.Log.ReadHead(Amsterdam).Size);
    }

    [Fact]
    public void Open_EmptyFileWithAJournal_IsRefusedAndKept()
    {
        File.WriteAllBytes(Records, []);
        File.WriteAllBytes(Records + "-wal", new byte[4152]);
        Assert.Contains("its -wal file is there", Refusal(() => SqliteStorage.Open(_folder.Path)), StringComparison.Ordinal);
        Assert.Equal(4152, new FileInfo(Records + "-wal").Length);
    }

    [Fact]
    public void Open_FileOfAnotherKind_IsRefused()
    {
        using (SqliteStorage.Open(_folder.Path))
        {
        }
        File.Copy(_folder.File("keys.db"), Records, overwrite: true);
        Assert.Contains("not a database of Exchange's records", Refusal(() => SqliteStorage.Open(_folder.Path)), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_DatabaseOfSomebodyElse_IsRefusedAndUntouched()
    {
        using (var other = new SqliteConnection($"Data Source={Records};Pooling=False"))
        {
            other.Open();
            Run(other, "CREATE TABLE theirs (x)");
        }
        var bytes = File.ReadAllBytes(Records);
        Assert.Contains("not a database of Exchange", Refusal(() => SqliteStorage.Open(_folder.Path)), StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(Records));
    }

    [Fact]
    public void Open_NewerThanTheProgram_IsRefusedForWritingAndReading()
    {
        using (SqliteStorage.Open(_folder.Path))
        {
        }
        using (var other = new SqliteConnection($"Data Source={Records};Pooling=False"))
        {
            other.Open();
            Run(other, "PRAGMA user_version = 999");
        }
        Assert.Contains("newer Exchange (version 999", Refusal(() => SqliteStorage.Open(_folder.Path)), StringComparison.Ordinal);
        Assert.Contains("newer Exchange (version 999", Refusal(() => SqliteStorage.OpenReadOnly(_folder.Path)), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OlderThanTheProgram_IsMigratedForward()
    {
        SqliteDatabase.Open(Records, One).Dispose();
        var two = One with { Migrations = [.. One.Migrations, "CREATE TABLE two (x TEXT); INSERT INTO one VALUES ('kept');"] };
        Assert.Contains("older version", Refusal(() => SqliteDatabase.OpenReadOnly(Records, two)), StringComparison.Ordinal);
        for (var attempt = 0; attempt < 2; attempt++)
        {
            using var database = SqliteDatabase.Open(Records, two);
            Assert.Equal(1L, database.Read(s => s.Scalar("SELECT count(*) FROM one")));
        }
        Assert.Contains("newer", Refusal(() => SqliteDatabase.Open(Records, One)), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_LogWithARowForEachMarkAndNode_IsFoundAndProvedAsBefore()
    {
        var before = SqliteSchema.Records with { Migrations = [.. SqliteSchema.Records.Migrations.Take(10)] };
        SqliteDatabase.Open(_folder.File("keys.db"), SqliteSchema.Keys).Dispose();
        using (var database = SqliteDatabase.Open(_folder.File("exchange.db"), before))
        using (var session = database.OpenSession(writing: true))
        {
            foreach (var statement in OlderLog.Writing("", "x'{0}'", hashes: false))
                session.Script(statement);
        }

        using var storage = SqliteStorage.Open(_folder.Path);
        OlderLog.AssertKept(storage);
    }

    [Fact]
    public void Open_MigrationThatFails_LeavesTheVersionBefore()
    {
        SqliteDatabase.Open(Records, One).Dispose();
        var broken = One with { Migrations = [.. One.Migrations, "CREATE TABLE two (x TEXT); INSERT INTO nothing VALUES (1);"] };
        Assert.Throws<StoreUnavailableException>(() => SqliteDatabase.Open(Records, broken));
        using var database = SqliteDatabase.Open(Records, One);
        Assert.Null(database.Read(s => s.Scalar("SELECT 1 FROM sqlite_schema WHERE name = 'two'")));
    }

    [Fact]
    public void OpenReadOnly_NothingThere_IsRefusedAndMakesNothing()
    {
        Assert.Contains("no exchange.db", Refusal(() => SqliteStorage.OpenReadOnly(_folder.Path)), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void OpenReadOnly_BesideTheOwner_ReadsAndCannotWrite()
    {
        using var owner = SqliteStorage.Open(_folder.Path);
        AddEntry(owner);
        using var reader = SqliteStorage.OpenReadOnly(_folder.Path);
        Assert.Equal(1, reader.Log.ReadHead(Amsterdam).Size);
        AddEntry(owner);
        Assert.Equal(2, reader.Log.ReadHead(Amsterdam).Size);
        Assert.Throws<StoreUnavailableException>(() => reader.Log.Begin(Amsterdam));
        Assert.ThrowsAny<IOException>(() => reader.Keys.AddOrGet(Amsterdam, new WrappedKey("id", new KeyName(KeyKind.Case, "c"), [1])));
    }

    [Fact]
    public async Task Use_AfterDispose_IsUnavailable()
    {
        var storage = SqliteStorage.Open(_folder.Path);
        AddEntry(storage);
        storage.Dispose();
        Assert.Throws<StoreUnavailableException>(() => storage.Log.Begin(Amsterdam));
        Assert.Throws<StoreUnavailableException>(() => storage.Log.ReadHead(Amsterdam));
        await Assert.ThrowsAsync<StoreUnavailableException>(() =>
            storage.Dossiers.ReadPartnershipEpochAsync(Amsterdam, TestContext.Current.CancellationToken));
    }

    private static void AddEntry(SqliteStorage storage)
    {
        using var transaction = storage.Log.Begin(Amsterdam);
        var nodes = new List<TreeNode>();
        var head = MerkleTree.Append(transaction.Head, MerkleHash.Leaf([]), nodes);
        transaction.Append(new StoredLeaf(transaction.Head.Size, Array.Empty<byte>()), nodes);
        transaction.Commit(head);
    }

    private static string Refusal(Func<object> open) => Assert.Throws<StoreUnavailableException>(open).Message;

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
