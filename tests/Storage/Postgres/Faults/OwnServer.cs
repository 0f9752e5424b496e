using Exchange.Storage.Postgres;
using Npgsql;

namespace Exchange.Storage.Tests.Postgres;

/// <summary>A server that tests may kill and reconfigure, with Exchange's databases.</summary>
public class OwnServer : IAsyncLifetime
{
    private readonly string[] _settings;

    public OwnServer()
        : this([])
    {
    }

    protected OwnServer(string[] settings) => _settings = settings;

    internal PostgresServer Server { get; private set; } = null!;

    internal PostgresOptions Options => OptionsAt($"127.0.0.1:{Server.Port}");

    public async ValueTask InitializeAsync()
    {
        Server = await PostgresServer.StartAsync(_settings);
        PostgresStorage.Open(Options with { RecordsOwner = Server.As("exchange_owner", "exchange"), KeysOwner = Server.As("exchange_owner", "exchange_keys") })
            .Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The same databases, reached by other hosts, such as a proxy or a standby.</summary>
    internal static PostgresOptions OptionsAt(string hosts) => new(At(hosts, "exchange"), At(hosts, "exchange_keys")) { HalfUploadsAfter = TimeSpan.Zero };

    private static string At(string hosts, string database) =>
        new NpgsqlConnectionStringBuilder { Host = hosts, Database = database, Username = "exchange_gateway" }.ConnectionString;
}
