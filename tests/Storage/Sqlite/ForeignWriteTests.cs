using Exchange.Audit;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Exchange.Storage.Tests.Sqlite;

/// <summary>Nobody else may write the file. When somebody does, what was read before counts for nothing.</summary>
public sealed class ForeignWriteTests : IDisposable
{
    private static readonly PartnershipId Amsterdam = new("amsterdam");

    private readonly TemporaryFolder _folder = new();
    private readonly SqliteStorage _storage;

    public ForeignWriteTests() => _storage = SqliteStorage.Open(_folder.Path);

    public void Dispose()
    {
        _storage.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Holds_AnotherProcessWrote_LetsItBeDecidedAgainOnce()
    {
        EpochGuard[] guards = [new(null, 0)];
        Assert.True(Holds(guards));
        var query = new CaseQuery(CaseId.Create(), null, null, "oov", "a");
        Assert.Equal(0, (await ReadAsync(query)).PartnershipEpoch);
        await WriteFromOutsideAsync("INSERT INTO partnerships (partnership, epoch, last_sequence) VALUES ('amsterdam', 0, 7)");

        Assert.True(Holds([])); // without a decision there is nothing to decide again
        await WriteFromOutsideAsync("UPDATE partnerships SET last_sequence = 8");
        Assert.False(Holds(guards));
        Assert.True(Holds(guards));
        await WriteFromOutsideAsync("UPDATE partnerships SET epoch = 1");
        Assert.False(Holds([new(null, 1)]));
        Assert.Equal(1, (await ReadAsync(query)).PartnershipEpoch);
    }

    private bool Holds(EpochGuard[] guards)
    {
        using var transaction = _storage.Log.Begin(Amsterdam);
        return transaction.Holds(guards);
    }

    private Task<CaseReading> ReadAsync(CaseQuery query) =>
        _storage.Dossiers.ReadCaseAsync(Amsterdam, query, _ => true, TestContext.Current.CancellationToken);

    private async Task WriteFromOutsideAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={_folder.File("exchange.db")};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
