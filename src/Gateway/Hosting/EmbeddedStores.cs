using Exchange.Audit;
using Exchange.Dossiers;
using Exchange.Keys;
using Exchange.Storage.Sqlite;
using Microsoft.AspNetCore.DataProtection;

namespace Exchange.Gateway.Hosting;

/// <summary>Opens the embedded stores and what stands on them: the log, the keys and what is made with keys.</summary>
internal static class EmbeddedStores
{
    /// <summary>Adds the stores of a data folder, owned by this process until the services are disposed of.</summary>
    /// <param name="services">The services.</param>
    /// <param name="data">The folder of the records and the log.</param>
    /// <param name="keys">The folder of the keys; empty means <c>keys</c> under <paramref name="data"/>.</param>
    public static IServiceCollection AddEmbeddedStores(this IServiceCollection services, string data, string keys)
    {
        var keysFolder = keys.Length > 0 ? keys : Path.Combine(data, "keys");

        // Beside the keys, not among them: whoever has both opens everything, whoever has one opens nothing.
        var ring = new DirectoryInfo(Path.Combine(data, "ring"));

        // Made by a factory, so that the container disposes of it after everything that writes to it.
        services.AddSingleton(_ => SqliteStorage.Open(data, keysFolder));
        services.AddSingleton(s => s.GetRequiredService<SqliteStorage>().Dossiers);
        services.AddSingleton(s => s.GetRequiredService<SqliteStorage>().Documents);
        services.AddSingleton(s => s.GetRequiredService<SqliteStorage>().Log);
        services.AddSingleton(s => s.GetRequiredService<SqliteStorage>().Keys);
        services.AddSingleton(s => new AuditLog(
            s.GetRequiredService<ILogStore>(), null, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<AuditLog>>()));

        services.AddDataProtection().SetApplicationName("exchange").PersistKeysToFileSystem(ring);
        return services.AddSingleton<KeyVault>().AddSingleton<CaseCipher>().AddSingleton<Sealing>().AddSingleton<BlindIndex>().AddSingleton<Pseudonyms>().AddSingleton<SigningKeys>();
    }
}
