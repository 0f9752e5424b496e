using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Exchange.Storage.Sqlite;

/// <summary>
/// A statement that runs many times a second, prepared once and bound by position: on the path of every request, what ADO.NET does
/// around a statement takes longer than the statement. Used by one thread at a time; belongs to its session.
/// </summary>
/// <remarks>Every method throws <see cref="SqliteException"/> when SQLite cannot do it.</remarks>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(sqlite3 database, string sql)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    /// <summary>Sets <c>?index</c>, from 1.</summary>
    public SqliteStatement Bind(int index, string value)
    {
        Check(raw.sqlite3_bind_text(_statement, index, value));
        return this;
    }

    /// <inheritdoc cref="Bind(int, string)"/>
    public SqliteStatement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, index, value));
        return this;
    }

    /// <inheritdoc cref="Bind(int, string)"/>
    public SqliteStatement Bind(int index, long? value)
    {
        Check(value is { } number ? raw.sqlite3_bind_int64(_statement, index, number) : raw.sqlite3_bind_null(_statement, index));
        return this;
    }

    /// <inheritdoc cref="Bind(int, string)"/>
    public SqliteStatement Bind(int index, ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(_statement, index, value));
        return this;
    }

    /// <summary>Runs it; rows that it gives are not looked at.</summary>
    public void Execute()
    {
        _ = Step();
        Reset();
    }

    /// <summary>The first column of the first row as a number, or null when there is no row or no number.</summary>
    public long? ReadInt64()
    {
        long? found = Step() && raw.sqlite3_column_type(_statement, 0) == raw.SQLITE_INTEGER ? raw.sqlite3_column_int64(_statement, 0) : null;
        Reset();
        return found;
    }

    public void Dispose() => _statement.Dispose();

    private bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        if (code is raw.SQLITE_ROW or raw.SQLITE_DONE)
            return code == raw.SQLITE_ROW;
        Reset();
        Check(code);
        return false;
    }

    // What it gives is the failure of the step before, which was told already.
    private void Reset() => _ = raw.sqlite3_reset(_statement);

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            SqliteException.ThrowExceptionForRC(code, _database);
    }
}
