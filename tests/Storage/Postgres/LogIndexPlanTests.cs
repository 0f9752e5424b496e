using Exchange.Audit;
using Exchange.Consent;
using Exchange.Storage.Postgres;
using Npgsql;

namespace Exchange.Storage.Tests.Postgres;

/// <summary>At a hundred thousand entries every search follows an index, as the role and under the policies that gateways have.</summary>
public sealed class LogIndexPlanTests : IDisposable
{
    private static readonly PartnershipId Amsterdam = new("amsterdam");

    private readonly PostgresDatabases _databases = PostgresFixture.Rent();

    [Fact]
    public async Task Plan_OfEveryQuery_FollowsAnIndexAndIsAnswered()
    {
        await SeedAsync();
        var span = new LogSpan(-1, 90_000);
        long[] shapes = [.. Enumerable.Range(0, 200)];
        (Statement Query, string Index)[] queries =
        [
            (IndexRows.ReadingNewest(Amsterdam, span, 100), "log_index_pkey"),
            (IndexRows.ReadingShapes(Amsterdam, shapes, span, 100), "log_index_by_shape"),
            (IndexRows.ReadingMarked(Amsterdam, [17, 18], span, 100), "log_marks_pkey"),
            (IndexRows.ReadingBegin(Amsterdam, 50_000_000_000), "log_index_by_time"),
            (IndexRows.ReadingEnd(Amsterdam, 50_000_000_000), "log_index_by_time"),
            (IndexRows.ReadingCases(Amsterdam, 1_000_017), "log_subjects_pkey"),
            (IndexRows.ReadingShapes(Amsterdam, 399), "log_shapes_by_first"),
            (IndexRows.Counting(Amsterdam, new LogSpan(50_000, 51_000), 0, long.MaxValue), "log_index_pkey"),
        ];
        foreach (var (query, index) in queries)
        {
            var plan = await ExplainAsync(query);
            Assert.Contains(index, plan, StringComparison.Ordinal);
            Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
        }

        using var storage = PostgresStorage.Open(_databases.Options);
        Assert.Equal(100, storage.Index.Newest(Amsterdam, span, 100).Count);
        Assert.Equal(100, storage.Index.OfShapes(Amsterdam, shapes, span, 100).Count);
        Assert.Equal(18, storage.Index.Marked(Amsterdam, [17], span, 100).Count);
    }

    public void Dispose() => _databases.Dispose();

    private async Task SeedAsync() => await _databases.ExecuteAsync(
        """
        SET session_replication_role = replica;
        INSERT INTO exchange.log_shapes SELECT 'amsterdam', s, s, 'x' FROM generate_series(0, 399) AS s;
        INSERT INTO exchange.log_index SELECT 'amsterdam', e, e * 4000000::bigint, e * 7 % 400 FROM generate_series(0, 99999) AS e;
        INSERT INTO exchange.log_marks SELECT 'amsterdam', e * 31 % 5000, e FROM generate_series(0, 99999) AS e;
        INSERT INTO exchange.log_marks SELECT 'amsterdam', -1 - e % 800, e FROM generate_series(0, 99999) AS e;
        INSERT INTO exchange.log_subjects SELECT 'amsterdam', 1000000 + m, m FROM generate_series(0, 4999) AS m;
        ANALYZE exchange.log_shapes, exchange.log_index, exchange.log_marks, exchange.log_subjects;
        """);

    private async Task<string> ExplainAsync(Statement query)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var connection = new NpgsqlConnection(_databases.As("exchange_gateway", _databases.Records, pooling: false));
        await connection.OpenAsync(cancellation);
        await using (var setting = new NpgsqlCommand("SELECT set_config('exchange.partnership', 'amsterdam', false)", connection))
            await setting.ExecuteNonQueryAsync(cancellation);
        await using var command = new NpgsqlCommand("EXPLAIN " + query.Sql, connection);
        foreach (var value in query.Values)
            command.Parameters.Add(new NpgsqlParameter { Value = value! });
        var lines = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            lines.Add(reader.GetString(0));
        return string.Join('\n', lines);
    }
}
