using Npgsql;

namespace Exchange.Storage.Postgres;

/// <summary>
/// One transaction on a connection. Used by one thread at a time. What opens the transaction travels with its first statements, so
/// that it costs no round trip of its own, and everything that is set is set for the transaction only: behind a pooler the next one
/// may run on another server connection.
/// </summary>
internal sealed class PostgresSession : IDisposable, IAsyncDisposable
{
    private static readonly Statement Committing = new("COMMIT");

    private readonly NpgsqlConnection _connection;
    private IReadOnlyList<Statement> _opening;
    private bool _warned;

    /// <summary>Takes over an open connection.</summary>
    /// <param name="connection">The connection; disposed of with the session.</param>
    /// <param name="opening">What begins the transaction; the last of it gives one row, the ones before it none.</param>
    public PostgresSession(NpgsqlConnection connection, IReadOnlyList<Statement> opening)
    {
        _connection = connection;
        _opening = opening;
        connection.Notice += (_, e) => _warned |= e.Notice.InvariantSeverity == "WARNING";
    }

    /// <summary>Runs a statement, and gives the number of rows that it wrote.</summary>
    public int Execute(string sql, params object?[] values)
    {
        using var batch = Batch([new Statement(sql, values)]);
        return batch.ExecuteNonQuery();
    }

    /// <summary>Runs statements that give nothing back.</summary>
    public void Execute(IReadOnlyList<Statement> statements)
    {
        using var batch = Batch(statements);
        batch.ExecuteNonQuery();
    }

    /// <summary>Runs a query; dispose of the reader before the next.</summary>
    public NpgsqlDataReader Query(string sql, params object?[] values) => Query([new Statement(sql, values)]);

    /// <summary>Runs queries in one round trip; the reader stands at the first one's rows.</summary>
    public NpgsqlDataReader Query(IReadOnlyList<Statement> statements)
    {
        var opened = _opening.Count > 0;
        using var batch = Batch(statements);
        var reader = batch.ExecuteReader();
        if (opened)
            reader.NextResult();
        return reader;
    }

    /// <inheritdoc cref="Query(IReadOnlyList{Statement})"/>
    /// <param name="statements">The queries.</param>
    /// <param name="last">Whether the transaction ends with them.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<NpgsqlDataReader> QueryAsync(IReadOnlyList<Statement> statements, bool last, CancellationToken cancellation)
    {
        var opened = _opening.Count > 0;
        await using var batch = Batch(last ? [.. statements, Committing] : statements);
        var reader = await batch.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        if (opened)
            await reader.NextResultAsync(cancellation).ConfigureAwait(false);
        return reader;
    }

    /// <summary>The first column of the first row, or null.</summary>
    public object? Scalar(string sql, params object?[] values)
    {
        using var reader = Query(sql, values);
        return reader.Read() && reader.GetValue(0) is { } value and not DBNull ? value : null;
    }

    /// <summary>Runs statements and commits, in one round trip.</summary>
    /// <exception cref="NotDurableException">The commit is in force here, but the standby that must have it did not confirm.</exception>
    public void Commit(params IReadOnlyList<Statement> statements)
    {
        using var batch = Batch([.. statements, Committing]);
        _warned = false;
        batch.ExecuteNonQuery();
        ThrowIfWarned();
    }

    /// <inheritdoc cref="Commit"/>
    public async Task CommitAsync(IReadOnlyList<Statement> statements, CancellationToken cancellation)
    {
        await using var batch = Batch([.. statements, Committing]);
        _warned = false;
        await batch.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        ThrowIfWarned();
    }

    /// <summary>Undoes the transaction, unless it was committed: a connection that goes back to its pool rolls back what it left open.</summary>
    public void Dispose()
    {
        try
        {
            _connection.Dispose();
        }
        catch (Exception e) when (PostgresFaults.IsOfTheStore(e))
        {
            // It was lost, and so is the transaction.
        }
    }

    /// <inheritdoc cref="Dispose"/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (PostgresFaults.IsOfTheStore(e))
        {
            // As above.
        }
    }

    // A standby that does not answer makes a commit that is cancelled or runs out of time return with a warning, as if it had succeeded.
    private void ThrowIfWarned()
    {
        if (_warned)
            throw new NotDurableException();
    }

    private NpgsqlBatch Batch(IReadOnlyList<Statement> statements)
    {
        var batch = new NpgsqlBatch(_connection);
        foreach (var statement in _opening.Concat(statements))
        {
            var command = new NpgsqlBatchCommand(statement.Sql);
            foreach (var value in statement.Values)
                command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
            batch.BatchCommands.Add(command);
        }

        _opening = [];
        return batch;
    }
}

/// <summary>A commit is in force, but not confirmed by whoever must have it.</summary>
internal sealed class NotDurableException() : Exception("The standby did not confirm the commit.");
