using Exchange.Commands;
using Exchange.Storage;
using Exchange.Storage.Postgres;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Exchange.Gateway.Hosting;

/// <summary>Which storage the configuration chooses.</summary>
internal static class StorageChoice
{
    public const string Sqlite = "sqlite", Postgres = "postgres";

    private static readonly TimeSpan RingKeyLives = TimeSpan.FromDays(90);

    /// <exception cref="ConfigurationException">The choice is unknown, or lacks something; the message says what to do.</exception>
    public static void Validate(GatewayOptions options)
    {
        switch (options.Storage)
        {
            case Sqlite when options.Data.Length == 0:
                throw new ConfigurationException("Gateway:Data is empty: name the directory of the records.");
            case Postgres when options.Postgres.Records.Length == 0 || options.Postgres.Keys.Length == 0:
                throw new ConfigurationException("Gateway:Postgres lacks Records or Keys: write the connection strings of the two databases.");
            case Postgres when options.Ring.Length == 0 && options.Data.Length == 0:
                throw new ConfigurationException("Gateway:Ring is empty: name the directory of the key ring that the gateways share.");
            case Sqlite or Postgres:
                return;
            default:
                throw new ConfigurationException("Gateway:Storage is neither sqlite nor postgres.");
        }
    }

    /// <summary>Adds the storage that the configuration chooses, and what stands on it.</summary>
    public static IServiceCollection AddChosenStores(this IServiceCollection services, GatewayOptions options)
    {
        var ring = options.Ring.Length > 0 ? options.Ring : Path.Combine(options.Data, "ring");
        return options.Storage == Postgres
            ? services.AddStores(s => OpenShared(s, options.Postgres), ring)
            : services.AddEmbeddedStores(options.Data, options.Keys, ring);
    }

    private static PostgresStorage OpenShared(IServiceProvider services, PostgresSettings settings)
    {
        var storage = PostgresStorage.Open(new PostgresOptions(settings.Records, settings.Keys)
        {
            RecordsOwner = settings.RecordsOwner,
            KeysOwner = settings.KeysOwner,
        });
        try
        {
            storage.RunAlone(() => BeginRing(services.GetRequiredService<IKeyManager>()));
            storage.RemoveHalfUploads(services.GetRequiredService<Partnerships>().All);
            return storage;
        }
        catch
        {
            storage.Dispose();
            throw;
        }
    }

    // Two gateways that begin a ring at once would make a key each, and not read the other's until hours later.
    private static void BeginRing(IKeyManager ring)
    {
        var now = TimeProvider.System.GetUtcNow(); // of the wall, as everything about the ring
        if (ring.GetAllKeys().Count == 0)
            ring.CreateNewKey(now, now + RingKeyLives);
    }
}
