using Exchange.Audit;
using Npgsql;

namespace Exchange.Storage.Postgres;

/// <summary>Whether a commit means what it must: it is on the disk, and where there is a synchronous standby, on its disk too.</summary>
internal static class PostgresDurability
{
    /// <summary>What is looked at in every transaction that writes, for it can change while the server runs.</summary>
    public const string Columns =
        "current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit'), current_setting('data_sync_retry')";

    /// <summary>
    /// Writes a word that means nothing, so that its commit waits until a synchronous standby has it and everything before it. What is
    /// seen need not be there: a commit that was broken off while it waited for its standby shows all the same.
    /// </summary>
    public static readonly Statement Confirming = new("SELECT pg_logical_emit_message(true, 'exchange', '')::text");

    /// <summary>Whether there is a standby to wait for.</summary>
    public static readonly Statement Standbys = new("SELECT current_setting('synchronous_standby_names') <> ''");

    /// <summary>Looks at a row that ends with <see cref="Columns"/>.</summary>
    /// <exception cref="StoreUnavailableException">A commit would not be durable.</exception>
    public static void ThrowIfNot(NpgsqlDataReader row)
    {
        var first = row.FieldCount - 4;
        Check("fsync", row.GetString(first), "on");
        Check("full_page_writes", row.GetString(first + 1), "on");
        Check("synchronous_commit", row.GetString(first + 2), "on", "remote_apply");

        // With it, a checkpoint that could not make a file durable is tried again, and may then succeed without what the first try lost.
        Check("data_sync_retry", row.GetString(first + 3), "off");
    }

    private static void Check(string setting, string value, params ReadOnlySpan<string> durable)
    {
        if (!durable.Contains(value))
            throw new StoreUnavailableException($"PostgreSQL's {setting} is {value}, so that commits are not durable; nothing is written. Set it to {durable[0]}.");
    }
}
