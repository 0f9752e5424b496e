namespace Exchange.Gateway.Hosting;

/// <summary>
/// Where the databases are: configuration section <c>Gateway:Postgres</c>. Connection strings as Npgsql reads them; those with a
/// password come from the environment (<c>EXCHANGE_Gateway__Postgres__Records</c>), or name a <c>Passfile</c>.
/// </summary>
public sealed class PostgresSettings
{
    /// <summary>The database of the records, the log and the documents, as the gateways' role.</summary>
    public string Records { get; set; } = "";

    /// <summary>The database of the keys, apart from the records so that its backups can be short-lived, as the gateways' role.</summary>
    public string Keys { get; set; } = "";

    /// <summary>The records as the owner of the tables; with it the start migrates. Empty: a database that is older stops the start.</summary>
    public string RecordsOwner { get; set; } = "";

    /// <summary>The keys as the owner of the tables; as <see cref="RecordsOwner"/>.</summary>
    public string KeysOwner { get; set; } = "";
}
