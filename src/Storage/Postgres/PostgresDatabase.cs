using Exchange.Audit;
using Exchange.Consent;
using Npgsql;

namespace Exchange.Storage.Postgres;

/// <summary>
/// One database, shared with other gateways. Nothing that another gateway may change is remembered: every reading is a snapshot of
/// its own. Connections that write the log are apart from those that read, so that readers never keep the log waiting.
/// </summary>
internal sealed class PostgresDatabase : IDisposable
{
    private const int MostWriters = 16;

    private readonly NpgsqlDataSource _readers;
    private readonly NpgsqlDataSource _writers;
    private readonly CancellationTokenSource _closing = new();

    private PostgresDatabase(NpgsqlDataSource readers, NpgsqlDataSource writers) => (_readers, _writers) = (readers, writers);

    /// <summary>Opens a database; migrates it first when the owner's connection string is given.</summary>
    /// <exception cref="StoreUnavailableException">
    /// It cannot be reached, is of another kind, an older or a newer program, or the role may do too much. The message tells a person
    /// what to do.
    /// </exception>
    public static PostgresDatabase Open(string connection, string owner, PostgresSchema schema)
    {
        if (owner.Length > 0)
        {
            using var source = PostgresSources.Make(owner, most: 1, seconds: 0);
            PostgresMigrator.Migrate(source, schema);
        }

        var readers = PostgresSources.Make(connection, most: null, seconds: PostgresTransactions.ReadSeconds + 2);
        var writers = PostgresSources.Make(connection, MostWriters, seconds: 5);
        try
        {
            PostgresMigrator.Check(readers, schema);
            return new PostgresDatabase(readers, writers);
        }
        catch
        {
            readers.Dispose();
            writers.Dispose();
            throw;
        }
    }

    /// <summary>Cancelled when the database is closed.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <summary>Reads in one transaction, so that everything read is of one committed state.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read.</exception>
    public T Read<T>(PartnershipId partnership, Func<PostgresSession, T> read) => PostgresFaults.Translate(() => OnAFresh(_readers, connection =>
    {
        using var session = new PostgresSession(connection, PostgresTransactions.Reading(partnership));
        return read(session);
    }));

    /// <inheritdoc cref="Read{T}"/>
    public Task<T> ReadAsync<T>(PartnershipId partnership, Func<PostgresSession, Task<T>> read, CancellationToken cancellation) =>
        PostgresFaults.TranslateAsync(async () =>
        {
            cancellation.ThrowIfCancellationRequested();
            for (var again = true; ; again = false)
            {
                try
                {
                    var connection = await _readers.OpenConnectionAsync(cancellation).ConfigureAwait(false);
                    await using var session = new PostgresSession(connection, PostgresTransactions.Reading(partnership));
                    return await read(session).ConfigureAwait(false);
                }
                catch (Exception e) when (again && PostgresFaults.IsLostConnection(e))
                {
                    _readers.Clear();
                }
            }
        });

    /// <summary>Begins a transaction that writes, and runs its first statements; again on a fresh connection when the pool's was lost.</summary>
    /// <param name="partnership">The partnership.</param>
    /// <param name="begin">Runs the first statements, which must not commit.</param>
    public T BeginWriting<T>(PartnershipId partnership, Func<PostgresSession, T> begin) => BeginWriting(PostgresTransactions.Writing(partnership), begin);

    /// <inheritdoc cref="BeginWriting{T}(PartnershipId, Func{PostgresSession, T})"/>
    /// <param name="opening">How it begins.</param>
    /// <param name="begin">Runs the first statements, which must not commit.</param>
    public T BeginWriting<T>(Opening opening, Func<PostgresSession, T> begin) => OnAFresh(_writers, connection =>
    {
        var session = new PostgresSession(connection, opening);
        try
        {
            return begin(session);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    });

    /// <summary>Writes in one transaction that is durable when this returns.</summary>
    /// <exception cref="StoreUnavailableException">It was not written, or nobody knows.</exception>
    public void Write(PartnershipId partnership, IReadOnlyList<Statement> statements) => PostgresFaults.Translate(() =>
    {
        using var session = BeginWriting(partnership, begun =>
        {
            begun.Open();
            return begun;
        });
        session.Commit(statements);
        return true;
    });

    /// <inheritdoc cref="Write"/>
    public Task WriteAsync(PartnershipId partnership, IReadOnlyList<Statement> statements, CancellationToken cancellation) =>
        PostgresFaults.TranslateAsync(async () =>
        {
            cancellation.ThrowIfCancellationRequested();
            for (var again = true; ; again = false)
            {
                var began = false;
                try
                {
                    var connection = await _writers.OpenConnectionAsync(cancellation).ConfigureAwait(false);
                    await using var session = new PostgresSession(connection, PostgresTransactions.Writing(partnership));
                    await session.OpenAsync(cancellation).ConfigureAwait(false);
                    began = true;
                    await session.CommitAsync(statements, cancellation).ConfigureAwait(false);
                    return true;
                }
                catch (Exception e) when (again && !began && PostgresFaults.IsLostConnection(e))
                {
                    _writers.Clear();
                }
            }
        });

    /// <summary>
    /// Reads something of which use is made without an entry behind it: where there is a synchronous standby, not before that has
    /// confirmed everything that can be seen.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read, or the standby does not confirm in time.</exception>
    public T? ReadConfirmed<T>(PartnershipId partnership, Func<PostgresSession, T?> read)
        where T : class
    {
        var (found, waits) = Read(partnership, session => (read(session), session.Scalar(PostgresDurability.Standbys.Sql) is true));
        if (found is not null && waits)
            Write(partnership, [PostgresDurability.Confirming]);
        return found;
    }

    /// <inheritdoc cref="ReadConfirmed{T}"/>
    /// <param name="partnership">The partnership.</param>
    /// <param name="statement">Asks for one row at most.</param>
    /// <param name="read">Reads it.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<T?> ReadConfirmedAsync<T>(
        PartnershipId partnership, Statement statement, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
        where T : class
    {
        var (found, waits) = await ReadAsync(partnership, async session =>
        {
            await using var row = await session.QueryAsync([statement, PostgresDurability.Standbys], last: true, cancellation).ConfigureAwait(false);
            var one = await row.ReadAsync(cancellation).ConfigureAwait(false) ? read(row) : null;
            await row.NextResultAsync(cancellation).ConfigureAwait(false);
            return (one, await row.ReadAsync(cancellation).ConfigureAwait(false) && row.GetBoolean(0));
        }, cancellation).ConfigureAwait(false);
        if (found is not null && waits)
            await WriteAsync(partnership, [PostgresDurability.Confirming], cancellation).ConfigureAwait(false);
        return found;
    }

    /// <summary>Whether commits are durable now.</summary>
    /// <exception cref="StoreUnavailableException">They are not, or the database cannot be reached.</exception>
    public void ThrowIfNotDurable() => Read(default, session =>
    {
        using var row = session.Query($"SELECT {PostgresDurability.Columns}");
        if (row.Read())
            PostgresDurability.ThrowIfNot(row);
        return true;
    });

    public void Dispose()
    {
        _closing.Cancel();
        _readers.Dispose();
        _writers.Dispose();
    }

    // Connections that the server has closed are found out only by using them.
    private static T OnAFresh<T>(NpgsqlDataSource source, Func<NpgsqlConnection, T> work)
    {
        try
        {
            return work(source.OpenConnection());
        }
        catch (Exception e) when (PostgresFaults.IsLostConnection(e))
        {
            source.Clear();
            return work(source.OpenConnection());
        }
    }
}
