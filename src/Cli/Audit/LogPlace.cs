using Exchange.Gateway.Hosting;
using Exchange.Storage;
using Exchange.Storage.Postgres;
using Exchange.Storage.Sqlite;
using Microsoft.Extensions.Configuration;

namespace Exchange.Cli.Audit;

/// <summary>Where a gateway keeps its log, and how that is opened for reading beside it.</summary>
/// <param name="Name">As the operator named it.</param>
/// <param name="Ring">The directory of the key ring.</param>
/// <param name="OpenLog">Opens the log, without the keys where that can be.</param>
/// <param name="OpenAll">Opens the log and the keys.</param>
internal sealed record LogPlace(string Name, string Ring, Func<IStorage> OpenLog, Func<IStorage> OpenAll)
{
    /// <summary>A data directory.</summary>
    public static LogPlace OfFolder(string data, string? keys, string? ring = null) => new(
        data,
        ring ?? Path.Combine(data, "ring"),
        () => SqliteStorage.OpenWithoutKeys(data),
        () => SqliteStorage.OpenReadOnly(data, keys ?? Path.Combine(data, "keys")));

    /// <summary>What a gateway's configuration says; connection strings with passwords come from the environment, as for the gateway.</summary>
    /// <exception cref="ConfigurationException">The configuration cannot be used.</exception>
    /// <exception cref="InvalidDataException">The file is no configuration.</exception>
    public static LogPlace OfConfiguration(string file)
    {
        var options = Read(file);
        StorageChoice.Validate(options);
        var ring = options.Ring.Length > 0 ? options.Ring : Path.Combine(options.Data, "ring");
        if (options.Storage != StorageChoice.Postgres)
            return OfFolder(options.Data, options.Keys.Length > 0 ? options.Keys : null, ring);
        IStorage Open() => PostgresStorage.Open(new PostgresOptions(options.Postgres.Records, options.Postgres.Keys));
        return new LogPlace(file, ring, Open, Open);
    }

    /// <summary>Reads a gateway's configuration.</summary>
    /// <inheritdoc cref="OfConfiguration" path="/exception"/>
    public static GatewayOptions Read(string file)
    {
        if (!File.Exists(file))
            throw new ConfigurationException($"there is no configuration {file}.");
        return new ConfigurationBuilder().AddJsonFile(file).AddEnvironmentVariables("EXCHANGE_").Build()
            .GetSection(GatewayOptions.Section).Get<GatewayOptions>() ?? new GatewayOptions();
    }
}
