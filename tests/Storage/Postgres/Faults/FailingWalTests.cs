using System.Globalization;
using System.Security.Cryptography;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Storage.Postgres;
using Exchange.Storage.Tests.Faults;

namespace Exchange.Storage.Tests.Postgres;

/// <summary>
/// Every write and fdatasync of the server's write-ahead log fails in its turn. The server then panics and recovers by itself; what the log
/// acknowledged is there, and the gateways go on. ./test takes some turns, ./test --long more.
/// </summary>
public sealed class FailingWalTests(OwnServer own) : IClassFixture<OwnServer>
{
    private static readonly int Turns = Environment.GetEnvironmentVariable("EXCHANGE_LONG") == "true" ? 20 : 2;

    private readonly PartnershipId _partnership = new("p-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("fdatasync", "error=EIO")]
    [InlineData("pwrite64", "error=EIO")]
    [InlineData("pwrite64", "error=ENOSPC")]
    public async Task EveryCallFailsInItsTurn_NothingAcknowledgedIsLost(string calls, string answer)
    {
        using PostgresStorage first = PostgresStorage.Open(own.Options), second = PostgresStorage.Open(own.Options);
        await using AuditLog here = new(first.Log), there = new(second.Log);
        var acknowledged = new List<string>();
        for (var turn = 1; turn <= Turns; turn++)
        {
            await UntilAppendedAsync(here, acknowledged, $"{turn}/begin");
            await UntilAppendedAsync(there, acknowledged, $"{turn}/begin there");
            using (var strace = await Strace.AttachAsync(
                await BackendsAsync(), await SegmentsAsync(), new Fault(calls, answer), turn.ToString(CultureInfo.InvariantCulture)))
            {
                // Every commit writes and makes durable; the first process whose turn it is brings the server down. What was being committed is
                // answered as unavailable, or found to be there after the recovery, which ends with a checkpoint of its own.
                for (var i = 0; i < 2 * (turn + 1); i++)
                    await AppendAsync(i % 2 == 0 ? here : there, acknowledged, $"{turn}/{i}");
                strace.Dispose();
                Assert.True(strace.Injected > 0, $"there was no call {turn} of {calls}");
            }

            await UntilAppendedAsync(here, acknowledged, $"{turn}/end");
            await UntilAppendedAsync(there, acknowledged, $"{turn}/end there");
            var logged = second.Log.Read(_partnership, 0).Select(l => Entry.Parser.ParseFrom(l.Leaf.Span).TraceId).ToList();
            Assert.Equal(logged.Count, logged.Distinct().Count());
            Assert.Subset(logged.ToHashSet(), acknowledged.ToHashSet());
            var verified = LogVerifier.Verify(second.Log, _partnership, Cancellation);
            Assert.Null(verified.Fault);
            Assert.Equal(logged.Count, verified.Size);
        }
    }

    private async Task UntilAppendedAsync(AuditLog log, List<string> acknowledged, string trace)
    {
        for (var attempt = 0; !await AppendAsync(log, acknowledged, $"{trace} {attempt}"); attempt++)
        {
            Assert.True(attempt < 100, "the server did not recover");
            await Task.Delay(100, Cancellation);
        }
    }

    private async Task<bool> AppendAsync(AuditLog log, List<string> acknowledged, string trace)
    {
        var outcome = await log.AppendAsync(_partnership, new PendingEntry(new Entry { TraceId = trace }, [], []), Cancellation);
        if (outcome is not AppendOutcome.Appended)
            return false;
        acknowledged.Add(trace);
        return true;
    }

    // Who writes the write-ahead log: the gateways' backends, and the server's own writer of it. Not who recovers from it.
    private async Task<int[]> BackendsAsync() => (int[])(await own.Server.ExecuteAsync(
        "postgres", "SELECT array_agg(pid) FROM pg_stat_activity WHERE usename = 'exchange_gateway' OR backend_type = 'walwriter'"))!;

    private async Task<string[]> SegmentsAsync()
    {
        var current = (string)(await own.Server.ExecuteAsync("postgres", "SELECT pg_walfile_name(pg_current_wal_lsn())"))!;
        var next = (string)(await own.Server.ExecuteAsync("postgres", "SELECT pg_walfile_name(pg_current_wal_lsn() + 16 * 1024 * 1024)"))!;
        return [Path.Combine(own.Server.DataFolder, "pg_wal", current), Path.Combine(own.Server.DataFolder, "pg_wal", next)];
    }
}
