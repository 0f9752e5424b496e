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
            (IndexRows.ReadingSegments(Amsterdam, 40_960, 81_920), "log_segments_pkey"),
            (IndexRows.ReadingShaped(Amsterdam, [17, 18], 40_960, 81_920, 100), "log_shape_postings_pkey"),
            (IndexRows.ReadingShaped(Amsterdam, shapes, 40_960, 81_920, 100), "log_shape_postings"),
            (IndexRows.ReadingMarked(Amsterdam, [17, 18], 40_960, 81_920, 100), "log_mark_postings_pkey"),
            (IndexRows.ReadingLast(Amsterdam), "log_segments_pkey"),
            (IndexRows.ReadingLastBefore(Amsterdam, 50_000_000_000), "log_segments_by_time"),
            (IndexRows.ReadingFirstFrom(Amsterdam, 50_000_000_000), "log_segments_by_time"),
            (IndexRows.ReadingCases(Amsterdam, 1_000_017), "log_subjects_pkey"),
            (IndexRows.ReadingShapes(Amsterdam, 399), "log_shapes_by_first"),
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

    // What one step of pruning removes, as the owner of the tables does it: nothing that grows with the log is read whole.
    [Theory]
    [InlineData("log_segments", "segment", "log_segments_pkey")]
    [InlineData("log_shape_postings", "segment", "log_shape_postings_by_segment")]
    [InlineData("log_mark_postings", "segment", "log_mark_postings_by_segment")]
    [InlineData("log_entries", "entry", "log_entries_pkey")]
    [InlineData("log_batches", "entry", "log_batches_pkey")]
    [InlineData("notifications", "entry", "notifications_by_entry")]
    public async Task Plan_OfPruning_FollowsAnIndex(string table, string place, string index)
    {
        await SeedAsync();
        await _databases.ExecuteAsync(
            """
            SET session_replication_role = replica;
            INSERT INTO exchange.log_entries (partnership, entry, leaf, hash) SELECT 'amsterdam', e, 'x', sha256('x') FROM generate_series(0, 19999) AS e;
            INSERT INTO exchange.log_batches (partnership, entry, batch) SELECT 'amsterdam', e, gen_random_uuid() FROM generate_series(0, 19999) AS e;
            INSERT INTO exchange.notifications (partnership, controller, entry, kind, at, partner, role, purpose, case_pseudonym, until, reason_key, reason)
            SELECT 'amsterdam', 'ggd', e, 1, 0, 'politie', 'regisseur', 'regie', 'x', 0, 'x', 'x' FROM generate_series(0, 19999) AS e;
            ANALYZE exchange.log_entries, exchange.log_batches, exchange.notifications;
            """);
        await using var connection = new NpgsqlConnection(_databases.As("exchange_owner", _databases.Records, pooling: false));
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        var plan = await ExplainAsync(connection, new Statement($"DELETE FROM exchange.{table} WHERE partnership = $1 AND {place} < $2", "amsterdam", 4096L));
        Assert.Contains(index, plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
    }

    public void Dispose() => _databases.Dispose();

    private async Task SeedAsync() => await _databases.ExecuteAsync(
        """
        SET session_replication_role = replica;
        INSERT INTO exchange.log_shapes SELECT 'amsterdam', s, s, 'x' FROM generate_series(0, 399) AS s;
        CREATE TEMPORARY TABLE seeded AS SELECT e, e * 4000000::bigint AS time, e * 7 % 400 AS shape, e / 4096 * 4096 AS segment,
          substring(int4send(e % 4096) FROM 3) || int8send(e * 4000000::bigint) || int8send((e * 7 % 400)::bigint) AS entry FROM generate_series(0, 99999) AS e;
        INSERT INTO exchange.log_segments SELECT 'amsterdam', segment, min(time), string_agg(entry, ''::bytea ORDER BY e) FROM seeded GROUP BY segment;
        INSERT INTO exchange.log_shape_postings SELECT 'amsterdam', shape, segment, string_agg(entry, ''::bytea ORDER BY e) FROM seeded GROUP BY shape, segment;
        INSERT INTO exchange.log_mark_postings SELECT 'amsterdam', e * 31 % 5000, segment, string_agg(entry, ''::bytea ORDER BY e) FROM seeded GROUP BY e * 31 % 5000, segment;
        INSERT INTO exchange.log_mark_postings SELECT 'amsterdam', -1 - e % 800, segment, string_agg(entry, ''::bytea ORDER BY e) FROM seeded GROUP BY -1 - e % 800, segment;
        INSERT INTO exchange.log_subjects SELECT 'amsterdam', 1000000 + m, m FROM generate_series(0, 4999) AS m;
        ANALYZE exchange.log_shapes, exchange.log_segments, exchange.log_shape_postings, exchange.log_mark_postings, exchange.log_subjects;
        """);

    private async Task<string> ExplainAsync(Statement query)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var connection = new NpgsqlConnection(_databases.As("exchange_gateway", _databases.Records, pooling: false));
        await connection.OpenAsync(cancellation);
        return await ExplainAsync(connection, query);
    }

    private static async Task<string> ExplainAsync(NpgsqlConnection connection, Statement query)
    {
        var cancellation = TestContext.Current.CancellationToken;
        // Twenty-four segments are read faster without an index: what counts is that there is one when there are more.
        await using (var setting = new NpgsqlCommand("SELECT set_config('exchange.partnership', 'amsterdam', false), set_config('enable_seqscan', 'off', false)", connection))
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
