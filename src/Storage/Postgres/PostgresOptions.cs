namespace Exchange.Storage.Postgres;

/// <summary>Where the databases are, and as whom they are opened. See docs/storage.md for the roles.</summary>
/// <param name="Records">The connection string of the records, the log and the documents, as the gateways' role.</param>
/// <param name="Keys">The connection string of the keys, which are in a database of their own, as the gateways' role.</param>
public sealed record PostgresOptions(string Records, string Keys)
{
    /// <summary>The connection string of the records as the owner of the tables; empty when this process migrates nothing.</summary>
    public string RecordsOwner { get; init; } = "";

    /// <summary>The connection string of the keys as the owner of the tables; empty when this process migrates nothing.</summary>
    public string KeysOwner { get; init; } = "";

    /// <summary>
    /// How long a gateway takes it that rows of the log's index are there which it wrote: another one may remove them with the key of a case.
    /// Default a minute, as long as it uses that key.
    /// </summary>
    public TimeSpan IndexKnownFor { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How old an upload of which no entry tells must be before it is taken for one that ended half. Default 2 hours.</summary>
    public TimeSpan HalfUploadsAfter { get; init; } = TimeSpan.FromHours(2);
}
