using Exchange.Gateway.Tests.Harness;
using Microsoft.Data.Sqlite;

namespace Exchange.Gateway.Tests.Peers.Faults;

/// <summary>Somebody else at one of the gateway's files: keeps it from being written, or hides what is in it, until it is disposed of.</summary>
internal sealed class BrokenStore : IAsyncDisposable
{
    public const string Records = "exchange.db", Documents = "documents.db", Keys = "keys/keys.db";

    private readonly SqliteConnection _connection;
    private readonly List<string> _hidden = [];

    private BrokenStore(SqliteConnection connection) => _connection = connection;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Holds the lock that whoever writes the records and the log needs; readers go on.</summary>
    public static async Task<BrokenStore> HoldAsync(RunningGateway gateway)
    {
        var store = await OpenAsync(gateway, Records);
        await store.RunAsync("BEGIN IMMEDIATE");
        return store;
    }

    /// <summary>Hides tables: nothing of them can be read or written.</summary>
    public static async Task<BrokenStore> HideAsync(RunningGateway gateway, string file, Predicate<string> tables)
    {
        var store = await OpenAsync(gateway, file);
        await store.RunAsync("PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON");
        await using var names = store._connection.CreateCommand();
        names.CommandText = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
        await using (var rows = await names.ExecuteReaderAsync(Stop))
        {
            while (await rows.ReadAsync(Stop))
                store._hidden.Add(rows.GetString(0));
        }

        store._hidden.RemoveAll(name => !tables(name));
        Assert.NotEmpty(store._hidden);
        await store.RunAsync(string.Concat(store._hidden.Select(name => $"ALTER TABLE {name} RENAME TO hidden_{name};")));
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        if (_hidden.Count > 0)
            await RunAsync(string.Concat(_hidden.Select(name => $"ALTER TABLE hidden_{name} RENAME TO {name};")));
        await _connection.DisposeAsync();
    }

    private static async Task<BrokenStore> OpenAsync(RunningGateway gateway, string file)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(gateway.DataFolder, file)};Pooling=False");
        await connection.OpenAsync(Stop);
        return new BrokenStore(connection);
    }

    private async Task RunAsync(string text)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = text;
        await command.ExecuteNonQueryAsync(Stop);
    }
}
