using Exchange.Audit;
using Exchange.Dossiers;
using Exchange.Keys;
using Exchange.Storage;
using Exchange.Storage.Sqlite;
using Microsoft.AspNetCore.DataProtection;

namespace Exchange.Gateway.Hosting;

/// <summary>Opens the stores and what stands on them: the log, the keys and what is made with keys.</summary>
internal static class EmbeddedStores
{
    /// <summary>Adds the stores of a data folder, owned by this process until the services are disposed of.</summary>
    /// <param name="services">The services.</param>
    /// <param name="data">The folder of the records and the log.</param>
    /// <param name="keys">The folder of the keys; empty means <c>keys</c> under <paramref name="data"/>.</param>
    /// <param name="ring">The folder of the key ring; null means <c>ring</c> under <paramref name="data"/>.</param>
    public static IServiceCollection AddEmbeddedStores(this IServiceCollection services, string data, string keys, string? ring = null) =>
        services.AddStores(
            _ => SqliteStorage.Open(data, keys.Length > 0 ? keys : Path.Combine(data, "keys")), ring ?? Path.Combine(data, "ring"));

    /// <summary>Adds a storage, whichever it is, and what stands on it.</summary>
    /// <param name="services">The services.</param>
    /// <param name="open">Opens the storage, when it is first needed.</param>
    /// <param name="ring">
    /// The folder of the key ring: beside the keys, not among them. Whoever has both opens everything, whoever has one opens nothing.
    /// </param>
    public static IServiceCollection AddStores(this IServiceCollection services, Func<IServiceProvider, IStorage> open, string ring)
    {
        // Made by a factory, so that the container disposes of it after everything that writes to it.
        services.AddSingleton(open);
        services.AddSingleton(s => s.GetRequiredService<IStorage>().Dossiers);
        services.AddSingleton(s => s.GetRequiredService<IStorage>().ActiveCases);
        services.AddSingleton(s => s.GetRequiredService<IStorage>().Covenants);
        services.AddSingleton(s => s.GetRequiredService<IStorage>().Documents);
        services.AddSingleton(s => s.GetRequiredService<IStorage>().Log);
        services.AddSingleton(s => s.GetRequiredService<IStorage>().Index);
        services.AddSingleton(s => s.GetRequiredService<IStorage>().Cursors);
        services.AddSingleton(s => s.GetRequiredService<IStorage>().Keys);
        services.AddSingleton(s => new AuditLog(
            s.GetRequiredService<ILogStore>(), null, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<AuditLog>>()));

        services.AddDataProtection().SetApplicationName("exchange").PersistKeysToFileSystem(new DirectoryInfo(ring));
        return services.AddSingleton<KeyVault>().AddSingleton<CaseCipher>().AddSingleton<Sealing>().AddSingleton<BlindIndex>().AddSingleton<Pseudonyms>().AddSingleton<SigningKeys>();
    }
}
