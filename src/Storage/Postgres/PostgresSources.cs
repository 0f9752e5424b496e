using System.Net;
using Exchange.Audit;
using Npgsql;

namespace Exchange.Storage.Postgres;

/// <summary>Makes pools of connections from what the operator wrote, with what the operator cannot choose.</summary>
internal static class PostgresSources
{
    // Long enough to reach a server in another building, short enough to look at the next host within a call.
    private const int ConnectSeconds = 3;

    /// <summary>Makes a pool.</summary>
    /// <param name="connectionString">The connection string; several hosts, separated by commas, are a primary and its standbys.</param>
    /// <param name="most">The most connections, or null for what the connection string says.</param>
    /// <param name="seconds">How long a statement may take, as seen from here; 0 is for ever.</param>
    /// <exception cref="StoreUnavailableException">The connection string cannot be used.</exception>
    public static NpgsqlDataSource Make(string connectionString, int? most, int seconds)
    {
        var builder = new NpgsqlDataSourceBuilder(Read(connectionString));
        var settings = builder.ConnectionStringBuilder;
        settings.NoResetOnClose = true; // nothing is set on a session, and behind a pooler the reset would reach somebody else's
        settings.Multiplexing = false;
        settings.Enlist = false;
        settings.IncludeErrorDetail = false; // details quote values
        settings.LogParameters = false;
        settings.PersistSecurityInfo = false;
        settings.Timeout = ConnectSeconds;
        settings.CommandTimeout = seconds;
        settings.CancellationTimeout = 500; // milliseconds to hear what became of what was broken off
        settings.TcpKeepAlive = true;
        settings.ApplicationName ??= "exchange";
        if (most is { } limit)
            settings.MaxPoolSize = Math.Min(settings.MaxPoolSize, limit);
        if (settings.MinPoolSize > settings.MaxPoolSize)
            settings.MinPoolSize = 0;
        if (settings.Host?.Contains(',', StringComparison.Ordinal) == true)
        {
            settings.HostRecheckSeconds = 1;
            return builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary);
        }
        return builder.Build();
    }

    private static string Read(string connectionString)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException)
        {
            throw new StoreUnavailableException("A PostgreSQL connection string cannot be read; write it as Host=…;Database=…;Username=….");
        }
        if (string.IsNullOrEmpty(settings.Host) || string.IsNullOrEmpty(settings.Database) || string.IsNullOrEmpty(settings.Username))
            throw new StoreUnavailableException("A PostgreSQL connection string lacks Host, Database or Username.");
        if (settings.SslMode is not (SslMode.VerifyFull or SslMode.VerifyCA) && !settings.Host.Split(',').All(IsOfThisMachine))
            throw new StoreUnavailableException("PostgreSQL on another machine is reached over TLS only: write SSL Mode=VerifyFull and its Root Certificate.");
        return connectionString;
    }

    private static bool IsOfThisMachine(string host)
    {
        var name = host.Trim();
        if (name.StartsWith('/')) // a Unix socket
            return true;
        var port = name.LastIndexOf(':');
        return name == "localhost"
            || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address))
            || (port > 0 && (name[..port] == "localhost" || (IPAddress.TryParse(name[..port], out address) && IPAddress.IsLoopback(address))));
    }
}
