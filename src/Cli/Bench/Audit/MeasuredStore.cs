using System.Security.Cryptography;
using Exchange.Audit;
using Exchange.Storage.Postgres;
using Exchange.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Exchange.Cli.Bench;

/// <summary>
/// A store of which the log is measured, beside the most that the same store does: rows of the same size in a table without anything,
/// batched by one writer, as durable.
/// </summary>
internal abstract class MeasuredStore : IDisposable
{
    public abstract string Name { get; }

    public abstract ILogStore Log { get; }

    /// <summary>Writes a batch of rows in one transaction of its own, durably.</summary>
    public abstract void WritePlain(long first, ReadOnlyMemory<byte> row, int count);

    public abstract void Dispose();

    /// <summary>Storage in an empty folder, which stays the caller's.</summary>
    public sealed class Embedded : MeasuredStore
    {
        private readonly SqliteStorage _storage;
        private readonly SqliteSession _plain;

        public Embedded(DirectoryInfo folder)
        {
            _storage = SqliteStorage.Open(folder.FullName);
            _plain = new SqliteSession(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder.FullName, "plain.db"), Pooling = false }.ToString());
            _plain.Script("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE IF NOT EXISTS plain (id INTEGER PRIMARY KEY, row BLOB NOT NULL) STRICT;");
        }

        public override string Name => "sqlite";

        public override ILogStore Log => _storage.Log;

        public override void WritePlain(long first, ReadOnlyMemory<byte> row, int count)
        {
            _plain.Statement("BEGIN IMMEDIATE").Execute();
            var insert = _plain.Statement("INSERT INTO plain (id, row) VALUES (?1, ?2)").Bind(2, row.Span);
            for (var i = 0; i < count; i++)
                insert.Bind(1, first + i).Execute();
            _plain.Statement("COMMIT").Execute();
        }

        public override void Dispose()
        {
            _plain.Dispose();
            _storage.Dispose();
        }
    }

    /// <summary>Databases that an operator made as docs/storage.md says, for this alone.</summary>
    public sealed class Postgres : MeasuredStore
    {
        private readonly PostgresStorage _storage;
        private readonly NpgsqlConnection _plain;
        private readonly string _table = "plain_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

        public Postgres(PostgresOptions options)
        {
            _storage = PostgresStorage.Open(options);
            _plain = new NpgsqlConnection(options.RecordsOwner);
            _plain.Open();
            Execute($"CREATE TABLE {_table} (id bigint PRIMARY KEY, row bytea NOT NULL)");
        }

        public override string Name => "postgres";

        public override ILogStore Log => _storage.Log;

        public override void WritePlain(long first, ReadOnlyMemory<byte> row, int count)
        {
            var bytes = row.ToArray();
            Execute(
                $"INSERT INTO {_table} (id, row) SELECT id, row FROM unnest($1::bigint[], $2::bytea[]) AS r (id, row)",
                Enumerable.Range(0, count).Select(i => first + i).ToArray(),
                Enumerable.Repeat(bytes, count).ToArray());
        }

        public override void Dispose()
        {
            Execute($"DROP TABLE {_table}");
            _plain.Dispose();
            _storage.Dispose();
        }

        private void Execute(string sql, params object[] values)
        {
            using var command = new NpgsqlCommand(sql, _plain);
            foreach (var value in values)
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            command.ExecuteNonQuery();
        }
    }
}
