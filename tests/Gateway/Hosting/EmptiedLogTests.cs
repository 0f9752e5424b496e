using Exchange.Gateway.Hosting;
using Exchange.Gateway.Tests.Harness;
using Microsoft.Data.Sqlite;

namespace Exchange.Gateway.Tests.Hosting;

/// <summary>A second history under the same name would verify as well as the first, so a gateway begins none beside records that are there.</summary>
public sealed class EmptiedLogTests
{
    [Fact]
    public async Task Start_OnRecordsWhoseLogWasEmptied_IsRefused()
    {
        await using var gateway = await RunningGateway.StartAsync();
        Empty(Path.Combine(gateway.DataFolder, "exchange.db"));

        var refused = await Assert.ThrowsAsync<ConfigurationException>(gateway.RestartAsync);

        Assert.Contains("The log of amsterdam is empty, and its records are not", refused.Message, StringComparison.Ordinal);
    }

    private static void Empty(string file)
    {
        using var database = new SqliteConnection($"Data Source={file};Pooling=False;Foreign Keys=False");
        database.Open();
        foreach (var trigger in Names("trigger", "%"))
            Run($"DROP TRIGGER {trigger}");
        foreach (var table in Names("table", "log_%"))
            Run($"DELETE FROM {table}");

        List<string> Names(string type, string like)
        {
            using var command = database.CreateCommand();
            command.CommandText = "SELECT name FROM sqlite_master WHERE type = $type AND name LIKE $like";
            command.Parameters.AddWithValue("$type", type);
            command.Parameters.AddWithValue("$like", like);
            using var row = command.ExecuteReader();
            var names = new List<string>();
            while (row.Read())
                names.Add(row.GetString(0));
            return names;
        }

        void Run(string statement)
        {
            using var command = database.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }
    }
}
