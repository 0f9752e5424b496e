using Microsoft.Data.Sqlite;

namespace Exchange.Cli.Tests.Audit;

/// <summary><c>exchange audit reindex</c>: what <c>verify</c> misses in the index is there again.</summary>
public sealed class ReindexCommandTests : IDisposable
{
    private readonly LogFolder _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Reindex_RowsThatAreGone_VerifiesAgain()
    {
        await _log.ImportAsync(3);
        await using (var records = new SqliteConnection($"Data Source={Path.Combine(_log.Data, "exchange.db")};Pooling=False"))
        {
            await records.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = records.CreateCommand();
            command.CommandText = "DELETE FROM log_recent WHERE first > 1; DELETE FROM log_shapes WHERE first > 0";
            Assert.True(await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken) > 1);
        }

        Assert.Equal(1, (await CommandLine.RunAsync("audit", "verify", "--data", _log.Data)).Exit);
        Assert.Equal(1, (await CommandLine.RunAsync("audit", "verify", "--state", "--data", _log.Data)).Exit);

        var (exit, output, error) = await CommandLine.RunAsync("audit", "reindex", "--data", _log.Data);
        Assert.True(exit == 0, error);
        Assert.Equal("4 entries indexed anew", output.Trim());

        Assert.Equal(0, (await CommandLine.RunAsync("audit", "verify", "--data", _log.Data)).Exit);
        Assert.Equal(0, (await CommandLine.RunAsync("audit", "verify", "--state", "--data", _log.Data)).Exit);
    }

    [Fact]
    public async Task Reindex_NoInstallation_ExitsTwo()
    {
        Assert.Equal(2, (await CommandLine.RunAsync("audit", "reindex", "--data", _log.At("nowhere"))).Exit);
        Assert.Equal(2, (await CommandLine.RunAsync("audit", "reindex")).Exit);
    }
}
