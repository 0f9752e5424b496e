using System.Text.Json.Nodes;
using Exchange.Gateway.Tests.Harness;
using Exchange.Storage.Tests.Postgres;

namespace Exchange.Gateway.Tests.Shared;

/// <summary>Databases that several gateways share for one test, and the settings that choose them.</summary>
internal sealed class SharedDatabases : IDisposable
{
    private readonly PostgresDatabases _databases;

    private SharedDatabases(PostgresDatabases databases) => _databases = databases;

    public static async Task<SharedDatabases> RentAsync() => new(await PostgresFixture.RentAsync());

    public PostgresDatabases Databases => _databases;

    public Action<JsonObject> Settings => Harness.Settings.Of(
        ("Gateway:Storage", "postgres"),
        ("Gateway:Postgres:Records", _databases.Options.Records),
        ("Gateway:Postgres:Keys", _databases.Options.Keys));

    public void Dispose() => _databases.Dispose();
}
