using Exchange.Audit;
using Exchange.Storage.Postgres;
using Exchange.Storage.Tests.Suite;
using Npgsql;

namespace Exchange.Storage.Tests.Postgres;

/// <summary>On what a gateway starts, and on what it does not.</summary>
public sealed class PostgresOpeningTests
{
    private static readonly string[] Programs = ["a", "b", "c", "d", "e", "f"];

    [Fact]
    public async Task ManyStartersAtOnce_MigrateOnce()
    {
        await WithEmptyAsync(async databases =>
        {
            await Task.WhenAll(Programs.Select(_ => Task.Run(() => PostgresStorage.Open(databases.Owners).Dispose())));
            var version = await databases.ExecuteAsync("SELECT version FROM exchange.migrated");
            Assert.Equal(PostgresSchema.Records.Migrations.Count, version);
            PostgresStorage.Open(databases.Owners).Dispose(); // and again, which changes nothing
            PostgresStorage.Open(databases.Options).Dispose();
        });
    }

    [Fact]
    public async Task MigrationThatFails_LeavesNothingBehind()
    {
        await WithEmptyAsync(async databases =>
        {
            await using var owner = NpgsqlDataSource.Create(databases.As("exchange_owner", databases.Records, pooling: false));
            var broken = PostgresSchema.Records with { Migrations = [.. PostgresSchema.Records.Migrations, "SELECT 1 / 0"] };
            Assert.Throws<StoreUnavailableException>(() => PostgresMigrator.Migrate(owner, broken));
            Assert.Equal(DBNull.Value, await databases.ExecuteAsync("SELECT to_regclass('exchange.migrated')::text"));
            PostgresStorage.Open(databases.Owners).Dispose();
        });
    }

    [Fact]
    public async Task LogWithARowForEachMarkAndNode_IsFoundAndProvedAsBefore()
    {
        await WithEmptyAsync(async databases =>
        {
            await using (var owner = NpgsqlDataSource.Create(databases.As("exchange_owner", databases.Records, pooling: false)))
                PostgresMigrator.Migrate(owner, PostgresSchema.Records with { Migrations = [.. PostgresSchema.Records.Migrations.Take(6)] });
            foreach (var statement in OlderLog.Writing("exchange.", @"'\x{0}'", hashes: true))
                await databases.ExecuteAsync(statement);
            using var storage = PostgresStorage.Open(databases.Owners);
            OlderLog.AssertKept(storage);
        });
    }

    [Fact]
    public async Task EmptyDatabaseWithoutItsOwner_IsRefused() => await WithEmptyAsync(databases =>
    {
        Assert.Contains("empty or of an older version", Refusal(databases.Options), StringComparison.Ordinal);
        return Task.CompletedTask;
    });

    [Fact]
    public async Task OfANewerProgram_IsRefusedWithAndWithoutItsOwner()
    {
        using var databases = PostgresFixture.Rent();
        await databases.ExecuteAsync("UPDATE exchange.migrated SET version = 999");
        try
        {
            Assert.Contains("newer Exchange (version 999", Refusal(databases.Options), StringComparison.Ordinal);
            Assert.Contains("newer Exchange (version 999", Refusal(databases.Owners), StringComparison.Ordinal);
        }
        finally
        {
            await databases.ExecuteAsync($"UPDATE exchange.migrated SET version = {PostgresSchema.Records.Migrations.Count}");
        }
    }

    [Fact]
    public async Task OfAnOlderProgram_IsRefusedWithoutItsOwner()
    {
        using var databases = PostgresFixture.Rent();
        await databases.ExecuteAsync("UPDATE exchange.migrated SET version = version - 1");
        try
        {
            Assert.Contains("older version", Refusal(databases.Options), StringComparison.Ordinal);
        }
        finally
        {
            await databases.ExecuteAsync("UPDATE exchange.migrated SET version = version + 1");
        }
    }

    [Fact]
    public void RecordsInThePlaceOfKeys_AreRefused()
    {
        using var databases = PostgresFixture.Rent();
        var options = databases.Options;
        Assert.Contains("not a database of Exchange's keys", Refusal(options with { Keys = options.Records }), StringComparison.Ordinal);
        Assert.Contains("not a database of Exchange's records", Refusal(options with { Records = options.Keys }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exchange_owner")]
    [InlineData("postgres")]
    public void RoleThatCouldGoRoundRowSecurity_IsRefused(string role)
    {
        using var databases = PostgresFixture.Rent();
        var options = databases.Options with { Records = databases.As(role, databases.Records) };
        Assert.Contains("only a member of exchange_app", Refusal(options), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("off")]
    [InlineData("local")]
    [InlineData("remote_write")]
    public async Task CommitsThatAreNotDurable_AreRefused(string setting)
    {
        using var databases = PostgresFixture.Rent();
        foreach (var database in new[] { databases.Records, databases.Keys })
        {
            await databases.ExecuteAsync($"ALTER DATABASE {database} SET synchronous_commit = {setting}");
            try
            {
                Assert.Contains("commits are not durable", Refusal(databases.Options), StringComparison.Ordinal);
            }
            finally
            {
                await databases.ExecuteAsync($"ALTER DATABASE {database} RESET synchronous_commit");
            }
        }

        PostgresStorage.Open(databases.Options).Dispose();
    }

    [Theory]
    [InlineData("Host=db.example;Database=exchange;Username=gateway", "SSL Mode=VerifyFull")]
    [InlineData("Host=127.0.0.1,db.example;Database=exchange;Username=gateway", "SSL Mode=VerifyFull")]
    [InlineData("Host=db.example;Database=exchange;Username=gateway;SSL Mode=Require", "SSL Mode=VerifyFull")]
    [InlineData("Host=127.0.0.1;Username=gateway", "lacks Host, Database or Username")]
    [InlineData("Hose=127.0.0.1", "cannot be read")]
    [InlineData("no connection string", "cannot be read")]
    [InlineData("Host=127.0.0.1;Port=9;Database=exchange;Username=gateway", "cannot be reached")]
    public void ConnectionStringThatCannotBeUsed_IsRefused(string connection, string why) =>
        Assert.Contains(why, Refusal(new PostgresOptions(connection, connection)), StringComparison.Ordinal);

    private static string Refusal(PostgresOptions options) =>
        Assert.Throws<StoreUnavailableException>(() => PostgresStorage.Open(options).Dispose()).Message;

    private static async Task WithEmptyAsync(Func<PostgresDatabases, Task> test)
    {
        var databases = await PostgresFixture.MakeEmptyAsync();
        await test(databases);
        NpgsqlConnection.ClearAllPools();
        foreach (var database in new[] { databases.Records, databases.Keys })
            await databases.Server.ExecuteAsync("postgres", $"DROP DATABASE {database} WITH (FORCE)");
    }
}
