using System.Globalization;
using System.Security.Cryptography;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Storage.Postgres;
using Exchange.Storage.Tests.Faults;
using Google.Protobuf;
using Npgsql;

namespace Exchange.Storage.Tests.Postgres;

/// <summary>A server whose checkpointer alone writes the pages that changed, and only when it is told to.</summary>
public sealed class QuietServer() : OwnServer(["bgwriter_lru_maxpages=0", "autovacuum=off", "checkpoint_timeout=1h"]);

/// <summary>A server with room in its memory for 128 pages, so that whoever needs another one has to write one first.</summary>
public sealed class NarrowServer() : OwnServer(["shared_buffers=1MB", "bgwriter_delay=10ms", "autovacuum=off", "checkpoint_timeout=1h"]);

/// <summary>
/// Writes and fsyncs of the server's data files fail in their turn: of its tables, of what it committed (pg_xact) and of where it recovers from
/// (pg_control), made by its checkpointer, its background writer or the gateways' own backends. What the log acknowledged is there after
/// the server was killed, the tree verifies, and the gateways go on. ./test takes some turns, ./test --long more.
/// </summary>
public sealed class FailingDataFilesTests(QuietServer quiet, NarrowServer narrow) : IClassFixture<QuietServer>, IClassFixture<NarrowServer>
{
    private const string Tables = "tables", Committed = "pg_xact/0000", Control = "global/pg_control";
    private const int EnoughAppends = 400;

    private static readonly int MostTurns = Environment.GetEnvironmentVariable("EXCHANGE_LONG") == "true" ? 20 : 2;

    private readonly PartnershipId _partnership = new("p-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
    private readonly List<string> _acknowledged = [];
    private OwnServer _own = quiet;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Tables, "pwrite64", "error=EIO")]
    [InlineData(Tables, "pwrite64", "error=ENOSPC")]
    [InlineData(Tables, "fsync", "error=EIO")]
    [InlineData(Committed, "pwrite64", "error=EIO")]
    [InlineData(Committed, "fsync", "error=EIO")]
    [InlineData(Control, "write", "error=ENOSPC")]
    [InlineData(Control, "fsync", "error=EIO")]
    public async Task CheckpointsCallsFailInTheirTurn_NothingAcknowledgedIsLost(string files, string calls, string answer)
    {
        using var storage = PostgresStorage.Open(_own.Options);
        await using var log = new AuditLog(storage.Log);
        var turns = await CountAsync(log, files, calls);
        Assert.True(turns > 0, $"a checkpoint makes no {calls} of {files}");
        foreach (var turn in Turns(turns))
        {
            await AppendSomeAsync(log);
            using (var strace = await AttachAsync("checkpointer", files, new Fault(calls, answer), turn))
            {
                var checkpoint = _own.Server.ExecuteAsync("postgres", "CHECKPOINT");
                await AppendSomeAsync(log);

                // The checkpoint counts for nothing, or the server goes down with it and recovers from the one before.
                await Assert.ThrowsAnyAsync<NpgsqlException>(() => checkpoint);
                strace.Dispose();
                Assert.True(strace.Injected > 0, $"there was no call {turn} of {calls}");
            }

            await HoldsAsync(storage, log);
        }
    }

    [Theory]
    [InlineData("background writer", "error=EIO")]
    [InlineData("client backend", "error=EIO")]
    [InlineData("client backend", "error=ENOSPC")]
    public async Task WriteOfAPageFails_NothingAcknowledgedIsLost(string writer, string answer)
    {
        _own = narrow;
        using var storage = PostgresStorage.Open(_own.Options);
        await using var log = new AuditLog(storage.Log);
        for (var turn = 1; turn <= MostTurns; turn++)
        {
            await AppendSomeAsync(log);
            using (var strace = await AttachAsync(writer, Tables, new Fault("pwrite64", answer), turn))
            {
                for (var i = 0; !strace.HasInjected; i++)
                {
                    Assert.True(i < EnoughAppends, $"the {writer} made no write {turn}");
                    await AppendAsync(log);
                }
            }

            await HoldsAsync(storage, log);
        }
    }

    // How many such calls the checkpointer makes when none fails, but for the last of many, which it does not make every time.
    private async Task<int> CountAsync(AuditLog log, string files, string calls)
    {
        await UntilAppendedAsync(log);
        await _own.Server.ExecuteAsync("postgres", "CHECKPOINT");
        await AppendSomeAsync(log);
        using var strace = await AttachAsync("checkpointer", files, fault: null);
        await _own.Server.ExecuteAsync("postgres", "CHECKPOINT");
        strace.Dispose();
        var count = strace.Counts.GetValueOrDefault(calls);
        return count - (count / 4);
    }

    private static IEnumerable<int> Turns(int count)
    {
        var turns = Math.Min(count, MostTurns);
        return Enumerable.Range(0, turns).Select(i => 1 + (i * count / turns));
    }

    private async Task HoldsAsync(PostgresStorage storage, AuditLog log)
    {
        // A checkpoint that succeeds throws away what could repeat the changes: from here on they are in the data files or nowhere.
        await UntilAppendedAsync(log);
        await _own.Server.ExecuteAsync("postgres", "CHECKPOINT");
        await AppendSomeAsync(log);
        await _own.Server.KillAsync();
        await _own.Server.RestartAsync();

        await UntilAppendedAsync(log);
        var logged = storage.Log.Read(_partnership, 0).Select(l => Entry.Parser.ParseFrom(l.Leaf.Span).TraceId).ToList();
        Assert.Equal(logged.Count, logged.Distinct().Count());
        Assert.Subset(logged.ToHashSet(), _acknowledged.ToHashSet());
        var verified = LogVerifier.Verify(storage.Log, _partnership, Cancellation);
        Assert.Null(verified.Fault);
        Assert.Equal(logged.Count, verified.Size);
    }

    private async Task AppendSomeAsync(AuditLog log)
    {
        for (var i = 0; i < 4; i++)
            await AppendAsync(log);
    }

    private async Task UntilAppendedAsync(AuditLog log)
    {
        for (var attempt = 0; !await AppendAsync(log); attempt++)
        {
            Assert.True(attempt < 100, "the server did not recover");
            await Task.Delay(100, Cancellation);
        }
    }

    // An entry that takes pages of its own.
    private async Task<bool> AppendAsync(AuditLog log)
    {
        var entry = new Entry
        {
            TraceId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
            ResponseHmac = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(16_000)),
        };
        var outcome = await log.AppendAsync(_partnership, new PendingEntry(entry, [], []), Cancellation);
        Assert.True(outcome is AppendOutcome.Appended or AppendOutcome.Unavailable, $"{outcome}");
        if (outcome is not AppendOutcome.Appended)
            return false;
        _acknowledged.Add(entry.TraceId);
        return true;
    }

    private async Task<Strace> AttachAsync(string process, string files, Fault? fault, int turn = 1)
    {
        var processes = (int[])(await _own.Server.ExecuteAsync(
            "postgres",
            $"SELECT array_agg(pid) FROM pg_stat_activity WHERE backend_type = '{process}' AND coalesce(usename, '') <> 'postgres'"))!;
        var paths = files == Tables ? await TableFilesAsync() : [files];
        return await Strace.AttachAsync(
            processes, paths.Select(path => Path.Combine(_own.Server.DataFolder, path)), fault, turn.ToString(CultureInfo.InvariantCulture));
    }

    // Of everything that is not the server's own.
    private async Task<string[]> TableFilesAsync() => (string[])(await _own.Server.ExecuteAsync(
        "exchange", "SELECT array_agg(pg_relation_filepath(oid)) FROM pg_class WHERE relfilenode <> 0 AND oid >= 16384"))!;
}
