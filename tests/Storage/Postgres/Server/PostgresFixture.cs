using System.Collections.Concurrent;
using Exchange.Storage.Postgres;
using Npgsql;

namespace Exchange.Storage.Tests.Postgres;

/// <summary>
/// The server that the tests of one assembly share: the one that <c>EXCHANGE_TEST_POSTGRES</c> names with a superuser's connection
/// string, or one of our own, started when the first test needs it.
/// </summary>
internal static class PostgresFixture
{
    private static readonly Lazy<Task<SharedServer>> Shared = new(StartAsync);
    private static readonly ConcurrentBag<PostgresDatabases> Free = [];
    private static int _made;

    /// <summary>Databases of this program's version that hold nothing; they come back when they are disposed of.</summary>
    public static PostgresDatabases Rent() => RentAsync().GetAwaiter().GetResult();

    /// <inheritdoc cref="Rent"/>
    public static async Task<PostgresDatabases> RentAsync()
    {
        var server = await Shared.Value;
        if (Free.TryTake(out var databases))
            return databases;
        databases = await MakeEmptyAsync();
        PostgresStorage.Open(databases.Owners).Dispose();
        return databases;
    }

    /// <summary>Databases that nobody migrated yet.</summary>
    public static async Task<PostgresDatabases> MakeEmptyAsync()
    {
        var number = Interlocked.Increment(ref _made);
        var databases = new PostgresDatabases(await Shared.Value, $"exchange_test_{Environment.ProcessId}_{number}", Free.Add);
        await databases.MakeAsync();
        return databases;
    }

    private static async Task<SharedServer> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("EXCHANGE_TEST_POSTGRES") is { Length: > 0 } named)
        {
            EndOfRun.Then(() => SharedServer.CleanAsync(named));
            return await SharedServer.PrepareAsync(named);
        }

        var server = await PostgresServer.StartAsync();
        EndOfRun.Then(async () => await server.DisposeAsync());
        return new SharedServer(server.Superuser("postgres"));
    }
}

/// <summary>A server by a superuser's connection string.</summary>
internal sealed record SharedServer(string Superuser)
{
    /// <summary>Makes the roles where they are missing.</summary>
    public static async Task<SharedServer> PrepareAsync(string superuser)
    {
        var server = new SharedServer(superuser);
        foreach (var command in OperatorsCommands.Roles().Where(c => c.StartsWith("CREATE ROLE", StringComparison.Ordinal)))
        {
            try
            {
                await server.ExecuteAsync("postgres", command);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DuplicateObject)
            {
                // From the run before.
            }
        }

        return server;
    }

    /// <summary>Removes the databases of this process.</summary>
    public static async Task CleanAsync(string superuser)
    {
        var server = new SharedServer(superuser);
        var made = (string[])(await server.ExecuteAsync(
            "postgres", $"SELECT coalesce(array_agg(datname::text), '{{}}') FROM pg_database WHERE starts_with(datname, 'exchange_test_{Environment.ProcessId}_')"))!;
        foreach (var database in made)
            await server.ExecuteAsync("postgres", $"DROP DATABASE {database} WITH (FORCE)");
    }

    public string As(string? role, string database, bool pooling = true)
    {
        var settings = new NpgsqlConnectionStringBuilder(Superuser) { Database = database, Pooling = pooling };
        if (role is not null)
            settings.Username = role;
        return settings.ConnectionString;
    }

    public async Task<object?> ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(As(null, database, pooling: false));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}

/// <summary>A database of records and one of keys, for one test at a time.</summary>
internal sealed class PostgresDatabases(SharedServer server, string name, Action<PostgresDatabases> giveBack) : IDisposable
{
    private const string Emptying =
        """
        SET session_replication_role = replica;
        DO $$
        DECLARE name text;
        BEGIN
          FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'exchange' AND tablename <> 'migrated' LOOP
            EXECUTE format('DELETE FROM exchange.%I', name);
          END LOOP;
        END $$;
        """;

    public string Records => name;

    public string Keys => name + "_keys";

    /// <summary>As a gateway opens them that prepares its statements, as it may without a pooler between.</summary>
    public PostgresOptions Options => new(Prepared(Records), Prepared(Keys)) { HalfUploadsAfter = TimeSpan.Zero };

    /// <summary>As a gateway opens them that migrates them.</summary>
    public PostgresOptions Owners => Options with { RecordsOwner = As("exchange_owner", Records), KeysOwner = As("exchange_owner", Keys) };

    public SharedServer Server => server;

    public string As(string role, string database, bool pooling = true) => server.As(role, database, pooling);

    private string Prepared(string database) => As("exchange_gateway", database) + ";Max Auto Prepare=40";

    public async Task MakeAsync()
    {
        await server.ExecuteAsync("postgres", $"CREATE DATABASE {Records} OWNER exchange_owner");
        await server.ExecuteAsync("postgres", $"CREATE DATABASE {Keys} OWNER exchange_owner");
    }

    /// <summary>Runs something as a superuser.</summary>
    public Task<object?> ExecuteAsync(string sql) => server.ExecuteAsync(Records, sql);

    public void Dispose()
    {
        server.ExecuteAsync(Records, Emptying).GetAwaiter().GetResult();
        server.ExecuteAsync(Keys, Emptying).GetAwaiter().GetResult();
        giveBack(this);
    }
}
