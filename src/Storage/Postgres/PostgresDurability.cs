using Exchange.Audit;
using Npgsql;

namespace Exchange.Storage.Postgres;

/// <summary>Whether a commit means what it must: it is on the disk, and where there is a synchronous standby, on its disk too.</summary>
internal static class PostgresDurability
{
    /// <summary>Reads the settings; sent with every transaction that writes, for they can change while the server runs.</summary>
    public static readonly Statement Reading = new(
        "SELECT current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit')");

    /// <summary>
    /// Writes a word that means nothing, so that its commit waits until a synchronous standby has it and everything before it. What is
    /// seen need not be there: a commit that was broken off while it waited for its standby shows all the same.
    /// </summary>
    public static readonly Statement Confirming = new("SELECT pg_logical_emit_message(true, 'exchange', '')::text");

    /// <summary>Whether there is a standby to wait for.</summary>
    public static readonly Statement Standbys = new("SELECT current_setting('synchronous_standby_names') <> ''");

    /// <summary>Looks at what <see cref="Reading"/> gave, and goes on to the next result.</summary>
    /// <exception cref="StoreUnavailableException">A commit would not be durable.</exception>
    public static void ThrowIfNot(NpgsqlDataReader row)
    {
        if (!row.Read())
            throw new InvalidCastException("The server does not tell its settings.");
        Check("fsync", row.GetString(0), "on");
        Check("full_page_writes", row.GetString(1), "on");
        Check("synchronous_commit", row.GetString(2), "on", "remote_apply");
        row.NextResult();
    }

    private static void Check(string setting, string value, params ReadOnlySpan<string> durable)
    {
        if (!durable.Contains(value))
            throw new StoreUnavailableException($"PostgreSQL's {setting} is {value}, so that commits are not durable; nothing is written. Set it to on.");
    }
}
