using System.Collections.Concurrent;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Storage.Postgres;

namespace Exchange.Storage.Tests.Postgres;

/// <summary>The primary is lost and its synchronous standby promoted: what was acknowledged is there, and the gateways find it.</summary>
public sealed class FailoverTests : IAsyncLifetime
{
    private static readonly PartnershipId Amsterdam = new("amsterdam");

    private readonly OwnServer _own = new();
    private PostgresServer _standby = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _own.InitializeAsync();
        _standby = await _own.Server.StartStandbyAsync("beside");
        await _own.Server.ExecuteAsync("postgres", "ALTER SYSTEM SET synchronous_standby_names = 'beside'"); // after the copy, which would have it too
        await _own.Server.ExecuteAsync("postgres", "SELECT pg_reload_conf()");
        while (await _own.Server.ExecuteAsync("postgres", "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'") is null)
            await Task.Delay(50, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _standby.DisposeAsync();
        await _own.DisposeAsync();
    }

    [Fact]
    public async Task PrimaryLostAndStandbyPromoted_EverythingAcknowledgedIsThere()
    {
        using var storage = PostgresStorage.Open(OwnServer.OptionsAt($"127.0.0.1:{_own.Server.Port},127.0.0.1:{_standby.Port}"));
        await using var log = new AuditLog(storage.Log);
        var acknowledged = new ConcurrentBag<string>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var load = Enumerable.Range(0, 4).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var pending = new PendingEntry(new Entry { TraceId = $"{caller}/{i}" }, [], []);
                if (await log.AppendAsync(Amsterdam, pending, Cancellation) is AppendOutcome.Appended)
                    acknowledged.Add($"{caller}/{i}");
            }
        }, Cancellation)).ToList();

        while (acknowledged.Count < 60)
            await Task.Delay(20, Cancellation);
        await _own.Server.KillAsync();
        await _standby.PromoteAsync();
        var before = acknowledged.Count;
        while (acknowledged.Count < before + 60)
            await Task.Delay(20, Cancellation);
        await stop.CancelAsync();
        await Task.WhenAll(load);

        var logged = storage.Log.Read(Amsterdam, 0).Select(l => Entry.Parser.ParseFrom(l.Leaf.Span).TraceId).ToHashSet();
        Assert.Subset(logged, acknowledged.ToHashSet());
        Assert.True(LogVerifier.Verify(storage.Log, Amsterdam, Cancellation).IsSound);
    }
}
