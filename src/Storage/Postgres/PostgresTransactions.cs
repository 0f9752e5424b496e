using System.Data;
using Exchange.Consent;

namespace Exchange.Storage.Postgres;

/// <summary>How a transaction begins.</summary>
/// <param name="Level">What it sees of others.</param>
/// <param name="Settings">A query of one row that sets everything that the transaction goes by, and nothing beyond it.</param>
/// <param name="Writes">Whether it writes; then the row ends with what <see cref="PostgresDurability"/> looks at.</param>
internal sealed record Opening(IsolationLevel Level, Statement Settings, bool Writes);

/// <summary>
/// How transactions begin: in one partnership, which row-level security then holds them to, and with bounds on how long a process
/// that dies or freezes can keep others waiting. Everything is local to the transaction.
/// </summary>
internal static class PostgresTransactions
{
    /// <summary>How long a statement that reads may take, in seconds.</summary>
    public const int ReadSeconds = 10;

    // A role's own setting must not silence the warning that a commit is not durable.
    private const string Set =
        """
        SELECT set_config('exchange.partnership', $1, true), set_config('statement_timeout', $2, true), set_config('lock_timeout', '3s', true),
          set_config('idle_in_transaction_session_timeout', $3, true), set_config('tcp_user_timeout', '3s', true),
          set_config('client_connection_check_interval', '1s', true), set_config('client_min_messages', 'warning', true)
        """;

    /// <summary>A transaction that sees one committed state from its first statement to its last.</summary>
    public static Opening Reading(PartnershipId partnership) => new(
        IsolationLevel.RepeatableRead,
        new Statement(Set + ", set_config('transaction_read_only', 'on', true)", partnership.Value, $"{ReadSeconds}s", "10s"),
        Writes: false);

    /// <summary>
    /// A transaction that writes. Waiting for a lock takes longer than whoever holds it may stay idle, so that one frozen holder costs
    /// those who wait some time, and no failure. A commit that waits for a synchronous standby is not bounded by any of it, and should
    /// not be: until then nobody sees what may yet be lost.
    /// </summary>
    public static Opening Writing(PartnershipId partnership) => new(
        IsolationLevel.ReadCommitted, new Statement($"{Set}, {PostgresDurability.Columns}", partnership.Value, "3s", "2500ms"), Writes: true);

    /// <summary>The same, for what adds to the partnership's log.</summary>
    /// <remarks>Its statements get whole batches as values: they are planned without looking at those, which takes copying them.</remarks>
    public static Opening Appending(PartnershipId partnership) => new(
        IsolationLevel.ReadCommitted,
        new Statement($"{Set}, set_config('plan_cache_mode', 'force_generic_plan', true), {PostgresDurability.Columns}", partnership.Value, "3s", "2500ms"),
        Writes: true);
}
