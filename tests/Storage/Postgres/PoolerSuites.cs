using System.Diagnostics;
using System.Text.RegularExpressions;
using Exchange.Storage.Postgres;
using Exchange.Storage.Tests.Suite;
using Npgsql;

namespace Exchange.Storage.Tests.Postgres;

/// <summary>pgbouncer in front of the shared server, with the configuration of docs/storage.md: every transaction on whichever connection is free.</summary>
internal static partial class Pooler
{
    private static readonly Lazy<Task<int>> Running = new(StartAsync);

    /// <summary>The databases by way of the pooler.</summary>
    public static PostgresOptions Through(PostgresDatabases databases) =>
        databases.Options with { Records = Pooled(databases.Records), Keys = Pooled(databases.Keys) };

    private static string Pooled(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Running.Value.GetAwaiter().GetResult(),
        Database = database,
        Username = "exchange_gateway",
    }.ConnectionString;

    private static async Task<int> StartAsync()
    {
        const string Program = "/usr/sbin/pgbouncer";
        if (!File.Exists(Program))
            throw new InvalidOperationException($"{Program} is missing; ./test installs it (Debian package pgbouncer).");
        var target = new NpgsqlConnectionStringBuilder((await PostgresFixture.RentAsync()).Server.Superuser);
        var folder = Directory.CreateTempSubdirectory("exchange-pooler-").FullName;
        var port = PostgresServer.FreePort();
        var users = Path.Combine(folder, "users.txt");
        var configuration = Path.Combine(folder, "pgbouncer.ini");
        await File.WriteAllTextAsync(users, $"\"exchange_gateway\" \"{target.Password}\"\n");
        var documented = Databases().Replace(OperatorsCommands.Pooler(), $"[databases]\n* = host={target.Host} port={target.Port}\n\n");
        await File.WriteAllTextAsync(
            configuration,
            documented + $"listen_port = {port}\nauth_type = trust\nauth_file = {users}\nunix_socket_dir =\ndefault_pool_size = 3\n");
        AsNobody.Give(folder);
        var process = AsNobody.Start(Program, ["-q", configuration], folder);
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        EndOfRun.Then(async () =>
        {
            process.Kill();
            await process.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
        });
        for (var since = Stopwatch.GetTimestamp(); ; await Task.Delay(50))
        {
            try
            {
                using var client = new System.Net.Sockets.TcpClient();
                await client.ConnectAsync("127.0.0.1", port);
                return port;
            }
            catch (System.Net.Sockets.SocketException) when (!process.HasExited && Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(20))
            {
                // Not yet.
            }
        }
    }

    [GeneratedRegex(@"\[databases\].*?(?=\[pgbouncer\])", RegexOptions.Singleline)]
    private static partial Regex Databases();
}

public sealed class PooledLogStoreTests : LogStoreSuite
{
    protected override StorageUnderTest Make() => PooledUnderTest.Make();
}

public sealed class PooledDossierStoreTests : DossierStoreSuite
{
    protected override StorageUnderTest Make() => PooledUnderTest.Make();
}

public sealed class PooledKeyStoreTests : KeyStoreSuite
{
    protected override StorageUnderTest Make() => PooledUnderTest.Make();
}

public sealed class PooledDocumentStoreTests : DocumentStoreSuite
{
    protected override StorageUnderTest Make() => PooledUnderTest.Make();
}

internal static class PooledUnderTest
{
    public static PostgresUnderTest Make()
    {
        var databases = PostgresFixture.Rent();
        return new PostgresUnderTest(databases, Pooler.Through(databases));
    }
}
