using System.Net.Sockets;
using Exchange.Audit;
using Npgsql;

namespace Exchange.Storage.Postgres;

/// <summary>Turns what PostgreSQL and the way to it report into the one fault that rooms know.</summary>
internal static class PostgresFaults
{
    /// <summary>Runs something on a database.</summary>
    /// <exception cref="StoreUnavailableException">It could not be done. The message names the error's number only.</exception>
    public static T Translate<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (IsOfTheStore(e))
        {
            throw ToUnavailable(e);
        }
    }

    /// <inheritdoc cref="Translate{T}"/>
    public static async Task<T> TranslateAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception e) when (IsOfTheStore(e))
        {
            throw ToUnavailable(e);
        }
    }

    /// <summary>Whether the connection went before anything of this transaction could count, so that a fresh one may do better.</summary>
    public static bool IsLostConnection(Exception e) => e switch
    {
        // Shut down, cannot connect now, became a standby.
        PostgresException p => p.SqlState is "57P01" or "57P02" or "57P03" or "25006" || p.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException n => n.InnerException is not TimeoutException,
        IOException or SocketException => true,
        _ => false,
    };

    /// <summary>Whether the server said that a commit did not happen; otherwise nobody knows.</summary>
    public static bool IsRefusal(Exception e) => e is PostgresException { InvariantSeverity: "ERROR" };

    /// <summary>Whether what a change refers to does not exist.</summary>
    public static bool IsForeignKey(PostgresException e) => e.SqlState == PostgresErrorCodes.ForeignKeyViolation;

    /// <summary>Whether the server cannot take a value, such as a text with a NUL in it: the fault of who offers it, not of the store.</summary>
    public static bool IsOfTheValues(PostgresException e) => e.SqlState.StartsWith("22", StringComparison.Ordinal);

    /// <summary>Whether the store or the way to it failed. A row that cannot be read is a fault of the store as well.</summary>
    public static bool IsOfTheStore(Exception e) =>
        e is NpgsqlException or SocketException or IOException or TimeoutException or ObjectDisposedException or NotDurableException
            or FormatException or OverflowException or InvalidCastException;

    private static StoreUnavailableException ToUnavailable(Exception e) => e switch
    {
        PostgresException p => new StoreUnavailableException($"The store failed with PostgreSQL error {p.SqlState}.", e),
        NotDurableException => new StoreUnavailableException("The standby did not confirm the commit in time.", e),
        NpgsqlException or SocketException or IOException or TimeoutException =>
            new StoreUnavailableException("The store cannot be reached, or does not answer in time.", e),
        _ => new StoreUnavailableException("The store is closed or holds something unreadable.", e),
    };
}
