using Exchange.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Exchange.Storage.Tests.Sqlite;

public sealed class CheckpointerTests : IDisposable
{
    private const int Enough = 64;

    private readonly TemporaryFolder _folder = new();
    private readonly SqliteDatabase _database;

    public CheckpointerTests() => _database = SqliteDatabase.Open(Path.Combine(_folder.Path, "exchange.db"), SqliteSchema.Records);

    private string Journal => Path.Combine(_folder.Path, "exchange.db-wal");

    [Fact]
    public void Committed_WriterThatNeverPauses_KeepsTheJournalSmallAndEverythingInIt()
    {
        using var checkpoints = new Checkpointer(_database, Enough);
        using var writer = _database.OpenSession(writing: true);
        checkpoints.Take(writer);
        writer.Script("CREATE TABLE t (id INTEGER PRIMARY KEY, content BLOB NOT NULL) STRICT");
        const int rows = 4000; // a page or two each: thirty times what the journal may hold
        for (var i = 0; i < rows; i++)
        {
            writer.Execute("INSERT INTO t (id, content) VALUES (?1, ?2)", i, new byte[SqliteDatabase.PageSize]);
            checkpoints.Committed(writer);
        }

        Assert.InRange(new FileInfo(Journal).Length, 1, 8L * Enough * SqliteDatabase.PageSize);
        Assert.Equal((long)rows, writer.Scalar("SELECT count(*) FROM t"));
        Assert.Equal("ok", writer.Scalar("PRAGMA integrity_check"));
    }

    [Fact]
    public void Committed_WhileSomebodyReadsAnOldState_LosesNothingAndGoesOnWhenThatEnds()
    {
        using var checkpoints = new Checkpointer(_database, Enough);
        using var writer = _database.OpenSession(writing: true);
        checkpoints.Take(writer);
        writer.Script("CREATE TABLE t (id INTEGER PRIMARY KEY, content BLOB NOT NULL) STRICT");
        using var reader = _database.OpenSession(writing: false);
        reader.Execute("BEGIN");
        Assert.Equal(0L, reader.Scalar("SELECT count(*) FROM t"));
        Write(writer, checkpoints, 0, 1000);
        Assert.Equal(0L, reader.Scalar("SELECT count(*) FROM t"));
        reader.Execute("COMMIT");
        Assert.Equal(1000L, reader.Scalar("SELECT count(*) FROM t"));
        var grown = new FileInfo(Journal).Length;
        Write(writer, checkpoints, 1000, 2000);
        Assert.InRange(new FileInfo(Journal).Length, 1, grown + (8L * Enough * SqliteDatabase.PageSize));
        Assert.Equal("ok", writer.Scalar("PRAGMA integrity_check"));
    }

    [Fact]
    public void Dispose_WhilePagesAreMoved_LeavesADatabaseThatOpens()
    {
        using (var writer = _database.OpenSession(writing: true))
        {
            var checkpoints = new Checkpointer(_database, Enough);
            checkpoints.Take(writer);
            writer.Script("CREATE TABLE t (id INTEGER PRIMARY KEY, content BLOB NOT NULL) STRICT");
            Write(writer, checkpoints, 0, 500);
            checkpoints.Dispose();
            Write(writer, checkpoints, 500, 600); // what comes late is written all the same
        }

        _database.Dispose();
        using var again = new SqliteConnection($"Data Source={Path.Combine(_folder.Path, "exchange.db")};Pooling=False");
        again.Open();
        using var count = again.CreateCommand();
        count.CommandText = "SELECT count(*) FROM t";
        Assert.Equal(600L, count.ExecuteScalar());
    }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    private static void Write(SqliteSession writer, Checkpointer checkpoints, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            writer.Execute("INSERT INTO t (id, content) VALUES (?1, ?2)", i, new byte[SqliteDatabase.PageSize]);
            checkpoints.Committed(writer);
        }
    }
}
