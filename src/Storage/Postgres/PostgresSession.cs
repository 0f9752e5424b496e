using Npgsql;

namespace Exchange.Storage.Postgres;

/// <summary>
/// One transaction on a connection. Used by one thread at a time. What opens it travels with its first statement, and everything that
/// is set is set for the transaction only: behind a pooler the next one may run on another server connection.
/// </summary>
/// <remarks>
/// The methods that wait send one statement at a time: Npgsql writes the second of a batch with the help of the thread pool, and the log
/// must go on when that has no thread to spare. The others send what they can in one batch.
/// </remarks>
internal sealed class PostgresSession : IDisposable, IAsyncDisposable
{
    private static readonly Statement Committing = new("COMMIT");

    private readonly NpgsqlConnection _connection;
    private Opening? _opening;
    private bool _warned;

    /// <summary>Takes over an open connection, which is disposed of with the session.</summary>
    public PostgresSession(NpgsqlConnection connection, Opening opening)
    {
        _connection = connection;
        _opening = opening;
        connection.Notice += (_, e) => _warned |= e.Notice.InvariantSeverity == "WARNING";
    }

    /// <summary>Runs a statement, and gives the number of rows that it wrote.</summary>
    public int Execute(string sql, params object?[] values) => Execute(new Statement(sql, values));

    /// <inheritdoc cref="Execute(string, object?[])"/>
    public int Execute(Statement statement)
    {
        Open();
        using var command = Command(statement);
        return command.ExecuteNonQuery();
    }

    /// <summary>Runs a query; dispose of the reader before the next.</summary>
    public NpgsqlDataReader Query(string sql, params object?[] values) => Query(new Statement(sql, values));

    /// <inheritdoc cref="Query(string, object?[])"/>
    public NpgsqlDataReader Query(Statement statement)
    {
        Open();
        using var command = Command(statement);
        return command.ExecuteReader();
    }

    /// <summary>The first column of the first row, or null.</summary>
    public object? Scalar(string sql, params object?[] values)
    {
        using var reader = Query(sql, values);
        return reader.Read() && reader.GetValue(0) is { } value and not DBNull ? value : null;
    }

    /// <summary>Runs queries in one round trip; the reader stands at the first one's rows.</summary>
    /// <param name="statements">The queries.</param>
    /// <param name="last">Whether the transaction ends with them.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<NpgsqlDataReader> QueryAsync(IReadOnlyList<Statement> statements, bool last, CancellationToken cancellation)
    {
        var opening = await BeginAsync(cancellation).ConfigureAwait(false);
        await using var batch = Batch([.. opening, .. statements, .. last ? [Committing] : Array.Empty<Statement>()]);
        var reader = await batch.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        if (opening.Count > 0)
            await reader.NextResultAsync(cancellation).ConfigureAwait(false);
        return reader;
    }

    /// <summary>Begins the transaction when no statement did yet.</summary>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        var writes = _opening is { Writes: true };
        var opening = await BeginAsync(cancellation).ConfigureAwait(false);
        if (opening.Count == 0)
            return;
        await using var command = Command(opening[0]);
        await using var row = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        if (await row.ReadAsync(cancellation).ConfigureAwait(false) && writes)
            PostgresDurability.ThrowIfNot(row);
    }

    /// <summary>Runs statements that write and do not build on each other, and commits.</summary>
    /// <exception cref="NotDurableException">The commit is in force here, but the standby that must have it did not confirm.</exception>
    public void Commit(params IReadOnlyList<Statement> statements)
    {
        if (statements.Count > 0)
            Execute(Statement.Together(statements));
        _warned = false;
        Execute(Committing);
        ThrowIfWarned();
    }

    /// <summary>
    /// Runs one statement that answers true or false as a transaction of its own, in one round trip, when no statement began one yet. It sets
    /// what it goes by itself, and may wait for nobody: how long a statement takes cannot be bounded from within.
    /// </summary>
    /// <inheritdoc cref="Commit" path="/exception"/>
    public bool RunAlone(Statement statement)
    {
        if (_opening is null)
            throw new InvalidOperationException("A transaction was begun.");
        _warned = false;
        using var command = Command(statement);
        bool answer;
        using (var row = command.ExecuteReader())
            answer = row.Read() && row.GetBoolean(0);
        ThrowIfWarned(); // the server commits behind the row
        return answer;
    }

    /// <inheritdoc cref="Commit"/>
    public async Task CommitAsync(IReadOnlyList<Statement> statements, CancellationToken cancellation)
    {
        await OpenAsync(cancellation).ConfigureAwait(false);
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

    /// <summary>Begins the transaction when no statement did yet.</summary>
    public void Open()
    {
        if (_opening is not { } opening)
            return;
        _opening = null;
        _connection.BeginTransaction(opening.Level); // sent with the next statement
        using var command = Command(opening.Settings);
        using var row = command.ExecuteReader();
        if (!row.Read())
            throw new InvalidCastException("An opening gives one row.");
        if (opening.Writes)
            PostgresDurability.ThrowIfNot(row);
    }

    private async Task<IReadOnlyList<Statement>> BeginAsync(CancellationToken cancellation)
    {
        if (_opening is not { } opening)
            return [];
        _opening = null;
        await _connection.BeginTransactionAsync(opening.Level, cancellation).ConfigureAwait(false);
        return [opening.Settings];
    }

    // A standby that does not answer makes a commit that is cancelled or runs out of time return with a warning, as if it had succeeded.
    private void ThrowIfWarned()
    {
        if (_warned)
            throw new NotDurableException();
    }

    private NpgsqlCommand Command(Statement statement)
    {
        var command = new NpgsqlCommand(statement.Sql, _connection);
        foreach (var value in statement.Values)
            command.Parameters.Add(Parameter(value));
        return command;
    }

    private NpgsqlBatch Batch(IReadOnlyList<Statement> statements)
    {
        var batch = new NpgsqlBatch(_connection);
        foreach (var statement in statements)
        {
            var command = new NpgsqlBatchCommand(statement.Sql);
            foreach (var value in statement.Values)
                command.Parameters.Add(Parameter(value));
            batch.BatchCommands.Add(command);
        }

        return batch;
    }

    private static NpgsqlParameter Parameter(object? value) => new() { Value = value ?? DBNull.Value };
}

/// <summary>A commit is in force, but not confirmed by whoever must have it.</summary>
internal sealed class NotDurableException() : Exception("The standby did not confirm the commit.");
