using Exchange.Consent;

namespace Exchange.Storage.Postgres;

/// <summary>
/// How transactions begin: in one partnership, which row-level security then holds them to, and with bounds on how long a process
/// that dies or freezes can keep others waiting. Everything is local to the transaction.
/// </summary>
internal static class PostgresTransactions
{
    /// <summary>How long a statement that reads may take, in seconds.</summary>
    public const int ReadSeconds = 10;

    private static readonly Statement BeginReading = new("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    private static readonly Statement BeginWriting = new("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");

    /// <summary>A transaction that sees one committed state from its first statement to its last.</summary>
    public static IReadOnlyList<Statement> Reading(PartnershipId partnership) =>
    [
        BeginReading,
        Settings(partnership, $"{ReadSeconds}s", "3s", "10s"),
    ];

    /// <summary>
    /// A transaction that writes. Waiting for a lock takes longer than whoever holds it may stay idle, so that one frozen holder costs
    /// those who wait some time, and no failure.
    /// </summary>
    public static IReadOnlyList<Statement> Writing(PartnershipId partnership) =>
    [
        BeginWriting,
        Settings(partnership, "3s", "3s", "2500ms"),
    ];

    /// <summary>
    /// From here on a statement waits for nobody and has less time; what may block others ends within 2 + 2.5 seconds. A commit that
    /// waits for a synchronous standby is not bounded by it, and should not be: until then nobody sees what may yet be lost.
    /// </summary>
    public static readonly Statement Hurry = new("SELECT set_config('statement_timeout', '2s', true)");

    // A role's own setting must not silence the warning that a commit is not durable.
    private static Statement Settings(PartnershipId partnership, string statement, string @lock, string idle) => new(
        """
        SELECT set_config('exchange.partnership', $1, true), set_config('statement_timeout', $2, true), set_config('lock_timeout', $3, true),
          set_config('idle_in_transaction_session_timeout', $4, true), set_config('tcp_user_timeout', '3s', true),
          set_config('client_connection_check_interval', '1s', true), set_config('client_min_messages', 'warning', true)
        """,
        partnership.Value,
        statement,
        @lock,
        idle);
}
