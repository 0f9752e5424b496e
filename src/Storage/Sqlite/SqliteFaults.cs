using Exchange.Audit;
using Microsoft.Data.Sqlite;

namespace Exchange.Storage.Sqlite;

/// <summary>Turns what SQLite reports (busy, full, read-only, I/O, corrupt …) into the one fault that rooms know.</summary>
internal static class SqliteFaults
{
    /// <summary>SQLITE_CONSTRAINT_FOREIGNKEY.</summary>
    public const int ForeignKey = 787;

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
    public static void Translate(Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (IsOfTheStore(e))
        {
            throw ToUnavailable(e);
        }
    }

    /// <summary>Whether the store is to blame. A row that cannot be read (a damaged date, an enumeration out of range) is its fault as well.</summary>
    public static bool IsOfTheStore(Exception e) =>
        e is SqliteException or ObjectDisposedException
            or FormatException or OverflowException or InvalidCastException or System.Text.Json.JsonException;

    private static StoreUnavailableException ToUnavailable(Exception e) => e is SqliteException sqlite
        ? new StoreUnavailableException($"The store failed with SQLite error {sqlite.SqliteErrorCode} ({sqlite.SqliteExtendedErrorCode}).", e)
        : new StoreUnavailableException("The store is closed or holds something unreadable.", e);
}
