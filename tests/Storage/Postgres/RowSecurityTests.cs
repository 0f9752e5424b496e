using Exchange.Audit;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;
using Exchange.Storage.Postgres;
using Exchange.Storage.Tests.Suite;
using Npgsql;

namespace Exchange.Storage.Tests.Postgres;

/// <summary>What row-level security holds of itself, when the program's own conditions are left out: one partnership, or nothing.</summary>
public sealed class RowSecurityTests : StorageSuite
{
    private readonly PostgresDatabases _databases = PostgresFixture.Rent();

    [Fact]
    public async Task RawQueryInAPartnership_SeesNothingOfAnother()
    {
        await FillAsync();
        await _databases.ExecuteAsync("INSERT INTO exchange.log_minimums VALUES ('amsterdam', 256), ('utrecht', 256)");
        foreach (var (database, table) in await TablesAsync())
        {
            await using var connection = await OpenAsync("exchange_gateway", database, "amsterdam");
            Assert.Equal(0L, await ScalarAsync(connection, $"SELECT count(*) FROM exchange.{table} WHERE partnership <> 'amsterdam'"));
            Assert.True(await ScalarAsync(connection, $"SELECT count(*) FROM exchange.{table}") is > 0L, $"{table} is not filled, so nothing is tested of it.");
            Assert.Equal(0L, await ScalarAsync(connection, $"SELECT count(*) FROM exchange.{table} AS t WHERE t::text LIKE '%utrecht%'"));
        }
    }

    [Theory]
    [InlineData("exchange_gateway")]
    [InlineData("exchange_owner")]
    public async Task RawQueryInNoPartnership_SeesNothing(string role)
    {
        await FillAsync();
        foreach (var (database, table) in await TablesAsync())
        {
            await using var connection = await OpenAsync(role, database, null);
            Assert.Equal(0L, await ScalarAsync(connection, $"SELECT count(*) FROM exchange.{table}"));
        }
    }

    [Fact]
    public async Task RawWriteIntoAnotherPartnership_IsRefusedAndReachesNothing()
    {
        await FillAsync();
        await using var connection = await OpenAsync("exchange_gateway", _databases.Records, "amsterdam");
        Assert.Equal(0, await ExecuteAsync(connection, "UPDATE exchange.cases SET epoch = epoch + 1 WHERE partnership = 'utrecht'"));
        Assert.Equal(0, await ExecuteAsync(connection, "DELETE FROM exchange.team WHERE partnership = 'utrecht'"));
        await RefusedAsync(connection, "INSERT INTO exchange.partnerships (partnership) VALUES ('rotterdam')");
        await RefusedAsync(connection, "UPDATE exchange.cases SET partnership = 'utrecht'");
    }

    [Fact]
    public async Task EveryTable_HasItsPolicyAndHoldsItsOwnerToIt()
    {
        foreach (var (database, table) in await TablesAsync())
        {
            var isGuarded = await _databases.Server.ExecuteAsync(
                database,
                $"""
                SELECT relrowsecurity AND relforcerowsecurity AND (SELECT count(*) FROM pg_policy WHERE polrelid = c.oid) = 1
                  AND pg_get_userbyid(relowner) = 'exchange_owner'
                FROM pg_class AS c WHERE oid = 'exchange.{table}'::regclass
                """);
            Assert.True((bool)isGuarded!, $"{table} is open.");
        }
    }

    [Fact]
    public async Task WhatWasLogged_TheGatewaysRoleMayNotChangeAndNobodyByAccident()
    {
        await FillAsync();
        await using var gateway = await OpenAsync("exchange_gateway", _databases.Records, "amsterdam");
        foreach (var table in new[] { "log_entries", "log_nodes" })
        {
            foreach (var statement in new[] { $"UPDATE exchange.{table} SET partnership = partnership", $"DELETE FROM exchange.{table}", $"TRUNCATE exchange.{table}" })
            {
                await RefusedAsync(gateway, statement);
                var trigger = await Assert.ThrowsAsync<PostgresException>(() => _databases.ExecuteAsync(statement + (statement.StartsWith('T') ? " CASCADE" : "")));
                Assert.Equal(PostgresErrorCodes.RestrictViolation, trigger.SqlState);
            }
        }

        await RefusedAsync(gateway, "DELETE FROM exchange.log_heads");
        await RefusedAsync(gateway, "INSERT INTO exchange.log_minimums VALUES ('amsterdam', 256)");
        var shrunk = await Assert.ThrowsAsync<PostgresException>(
            () => ExecuteAsync(gateway, "UPDATE exchange.log_heads SET size = size - 1"));
        Assert.Equal(PostgresErrorCodes.RestrictViolation, shrunk.SqlState);
    }

    [Fact]
    public async Task WhatAMeetingSees_FollowsWhatItSawAndGoesWithItsAgenda()
    {
        await FillAsync();
        await using var gateway = await OpenAsync("exchange_gateway", _databases.Records, "amsterdam");
        await RefusedAsync(gateway, "DELETE FROM exchange.frozen_views");
        await RefusedAsync(gateway, "UPDATE exchange.frozen_views SET case_id = case_id");
        var stale = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(gateway, "UPDATE exchange.frozen_views SET content = ''"));
        Assert.Equal(PostgresErrorCodes.RestrictViolation, stale.SqlState);

        await _databases.ExecuteAsync("DELETE FROM exchange.agenda WHERE partnership = 'amsterdam'");
        Assert.Equal(0L, await ScalarAsync(gateway, "SELECT count(*) FROM exchange.frozen_views"));
        await using var other = await OpenAsync("exchange_gateway", _databases.Records, "utrecht");
        Assert.Equal(1L, await ScalarAsync(other, "SELECT count(*) FROM exchange.frozen_views"));
    }

    [Fact]
    public async Task SettingOfATransaction_IsGoneWithIt()
    {
        await FillAsync();
        await using var source = NpgsqlDataSource.Create(_databases.As("exchange_gateway", _databases.Records) + ";Maximum Pool Size=1;No Reset On Close=true");
        for (var round = 0; round < 2; round++)
        {
            await using var connection = await source.OpenConnectionAsync(Cancellation);
            var before = await ScalarAsync(connection, "SELECT current_setting('exchange.partnership', true)");
            Assert.True(before is null or DBNull or "");
            await using var session = new PostgresSession(connection, PostgresTransactions.Writing(Amsterdam));
            Assert.Equal("amsterdam", session.Scalar("SELECT current_setting('exchange.partnership', true)"));
            session.Commit();
            foreach (var setting in new[] { "statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout" })
                Assert.Equal("0", await ScalarAsync(connection, $"SELECT current_setting('{setting}')"));
            Assert.Equal(0L, await ScalarAsync(connection, "SELECT count(*) FROM exchange.cases"));
        }
    }

    protected override StorageUnderTest Make() => new PostgresUnderTest(_databases);

    // One row at least of everything, in two partnerships.
    private async Task FillAsync()
    {
        foreach (var partnership in new[] { Amsterdam, Utrecht })
        {
            var @case = CaseId.Create();
            var section = SectionId.Create();
            var meeting = MeetingId.Create();
            Assert.True(Write(
                partnership,
                Opened(@case, [.. Enumerable.Range(0, 32).Select(i => (byte)i)], null, new TeamMember("oov", "a", Relation.Lead)),
                new CovenantProposed(new KeptCovenant(new byte[32], "c", "1", new DateOnly(2026, 1, 1), null, ["0"], Moment, new CovenantProposer("gemeente", "a")), new byte[1]),
                new CovenantSigned(new byte[32], new KeptCovenantSignature(new byte[32], "0", "k", "e30..c2ln", new byte[1], Moment)),
                new CovenantActivated(new byte[32]),
                new SectionContributed(@case, SectionOf(section)),
                new EvidenceKept(@case, EvidencePlace.Section(section, 1), new KeptEvidence(new byte[1], new byte[1])),
                new DocumentAttached(@case, section, new Document(DocumentId.Create(), 1, 1, new byte[1])),
                new SourceAsked(@case, new SourceRequest(RequestId.Create(), section, "om", "regie", Moment)),
                new GlassBroken(@case, "oov", "a", Moment, new BrokenGlass("regisseur", "regie", Moment.AddMinutes(5))),
                new ControllerNotified(new Notification
                {
                    Controller = "gemeente",
                    Kind = NotificationKind.BreakGlass,
                    At = Moment,
                    Partner = "oov",
                    Role = "regisseur",
                    Purpose = "regie",
                    CasePseudonym = "p",
                    Until = Moment.AddMinutes(5),
                    ReasonKey = "k",
                    SealedReason = new byte[1],
                }),
                new MeetingPlanned(MeetingOf(meeting, (@case, "Zilver"))),
                new ViewFrozen(meeting, @case, new FrozenView(1, new byte[1])),
                new AnswerRemembered("oov", "key", new byte[32], new byte[1])));
            using (var transaction = Storage.Log.Begin(partnership))
            {
                var index = new IndexedEntry(1, EntryShape.Of(new Audit.V1.Entry { TraceId = "t" }), [new EntryMark(1, 101)]);
                // More than a segment of the index, and so tiles of the tree.
                transaction.Commit(Enumerable.Range(0, 4100).Aggregate(transaction.Head, (head, _) => Add(transaction, head, [1], index)));
            }

            await _databases.ExecuteAsync($"INSERT INTO exchange.log_cursors (partnership, follower, next) VALUES ('{partnership}', 'f', 1)");
            await Storage.Documents.WriteAsync(partnership, DocumentId.Create(), 0, [new byte[] { 1 }], Cancellation);
            Storage.Keys.AddOrGet(partnership, new WrappedKey("id", new KeyName(KeyKind.Case, "case"), [1]));
        }
    }

    private async Task<List<(string Database, string Table)>> TablesAsync()
    {
        var tables = new List<(string, string)>();
        foreach (var database in new[] { _databases.Records, _databases.Keys })
        {
            var names = (string[])(await _databases.Server.ExecuteAsync(
                database, "SELECT array_agg(tablename::text) FROM pg_tables WHERE schemaname = 'exchange' AND tablename <> 'migrated'"))!;
            tables.AddRange(names.Select(n => (database, n)));
        }

        Assert.True(tables.Count > 20);
        return tables;
    }

    private async Task<NpgsqlConnection> OpenAsync(string role, string database, string? partnership)
    {
        var connection = new NpgsqlConnection(_databases.As(role, database, pooling: false));
        await connection.OpenAsync(Cancellation);
        if (partnership is not null)
            await ExecuteAsync(connection, $"SET exchange.partnership = '{partnership}'");
        return connection;
    }

    private static async Task RefusedAsync(NpgsqlConnection connection, string sql)
    {
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(connection, sql));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync(Cancellation);
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancellation);
    }
}
