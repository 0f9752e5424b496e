using System.Diagnostics;
using System.Security.Cryptography;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Storage.Postgres;

namespace Exchange.Storage.Tests.Postgres;

/// <summary>What the log promises while connections, gateways and the server fail.</summary>
public sealed class PostgresFaultTests(OwnServer own) : IClassFixture<OwnServer>
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);

    // Behind the first entry a gateway locks the head; behind a few it knows itself alone, and adds without.
    private const int Locking = 1, Alone = 4;

    // A partnership of its own per test: a log is never emptied.
    private readonly PartnershipId _partnership = new("p-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TwoGatewaysAppendingAtOnce_MakeOneLogWithoutAGap()
    {
        using PostgresStorage first = PostgresStorage.Open(own.Options), second = PostgresStorage.Open(own.Options);
        await using AuditLog here = new(first.Log), there = new(second.Log);
        const int Callers = 16, Each = 10;
        var outcomes = await Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
        {
            var own = new List<AppendOutcome>();
            for (var i = 0; i < Each; i++)
                own.Add(await AppendAsync(caller % 2 == 0 ? here : there, $"{caller}/{i}"));
            return own;
        }));
        var indexes = outcomes.SelectMany(o => o).Select(o => Assert.IsType<AppendOutcome.Appended>(o).Index).Order();
        Assert.Equal(Enumerable.Range(0, Callers * Each).Select(i => (long)i), indexes);
        Assert.True(LogVerifier.Verify(second.Log, _partnership, Cancellation).IsSound);
    }

    [Fact]
    public async Task GatewayTerminatedInMidTransaction_WritesNothingAndHoldsNobodyUp()
    {
        using PostgresStorage first = PostgresStorage.Open(own.Options), second = PostgresStorage.Open(own.Options);
        await using var log = new AuditLog(second.Log);
        Assert.IsType<AppendOutcome.Appended>(await AppendAsync(log, "before"));
        using var transaction = first.Log.Begin(_partnership);
        await own.Server.ExecuteAsync(
            "exchange", "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE usename = 'exchange_gateway' AND state = 'idle in transaction'");
        Assert.Equal(1, Assert.IsType<AppendOutcome.Appended>(await AppendAsync(log, "after")).Index);

        var leaf = new byte[] { 1 };
        var nodes = new List<TreeNode>();
        var head = MerkleTree.Append(transaction.Head, MerkleHash.Leaf(leaf), nodes);
        transaction.Append(new StoredLeaf(1, leaf), nodes);
        Assert.Throws<StoreUnavailableException>(() => transaction.Commit(head));
        Assert.Equal(2, second.Log.ReadHead(_partnership).Size);
        Assert.True(LogVerifier.Verify(second.Log, _partnership, Cancellation).IsSound);
    }

    [Fact]
    public async Task GatewayFrozenWithTheHeadLocked_HoldsTheOthersUpForLessThanFiveSeconds()
    {
        await using var proxy = new CommitProxy(own.Server.Port);
        using PostgresStorage frozen = PostgresStorage.Open(OwnServer.OptionsAt($"127.0.0.1:{proxy.Port}")), other = PostgresStorage.Open(own.Options);
        await using var log = new AuditLog(other.Log, new AuditLogOptions { AnswerWithin = TimeSpan.FromSeconds(10) });
        Assert.IsType<AppendOutcome.Appended>(await AppendAsync(log, "before"));

        var transaction = frozen.Log.Begin(_partnership);
        proxy.GoSilent();
        var since = Stopwatch.GetTimestamp();
        Assert.IsType<AppendOutcome.Appended>(await AppendAsync(log, "meanwhile"));
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.FromSeconds(1), Bound);
        await proxy.DisposeAsync();
        transaction.Dispose();
        Assert.True(LogVerifier.Verify(other.Log, _partnership, Cancellation).IsSound);
    }

    [Theory]
    [InlineData(Cut.AfterCommit, Locking)]
    [InlineData(Cut.BeforeCommit, Locking)]
    [InlineData(Cut.AfterCommit, Alone)]
    [InlineData(Cut.BeforeCommit, Alone)]
    public async Task ConnectionCutAtTheCommit_IsResolvedByTheBatch(Cut cut, int befores)
    {
        await using var proxy = new CommitProxy(own.Server.Port);
        using var storage = PostgresStorage.Open(OwnServer.OptionsAt($"127.0.0.1:{proxy.Port}"));
        await using var log = new AuditLog(storage.Log);
        var before = await AppendBeforeAsync(log, befores);

        proxy.CutNext(cut);
        var outcome = await AppendAsync(log, "cut");

        // Who added alone knows that nothing happened, and begins again with the lock.
        Assert.Equal((1, befores == Alone), (proxy.Cuts, proxy.CutAlone));
        var isThere = cut == Cut.AfterCommit || befores == Alone;
        if (isThere)
            Assert.Equal(befores, Assert.IsType<AppendOutcome.Appended>(outcome).Index);
        else
            Assert.IsType<AppendOutcome.Unavailable>(outcome);
        Assert.IsType<AppendOutcome.Appended>(await AppendAsync(log, "after"));
        Assert.Equal([.. before, .. isThere ? ["cut"] : Array.Empty<string>(), "after"], Traces(storage));
        Assert.True(LogVerifier.Verify(storage.Log, _partnership, Cancellation).IsSound);
    }

    [Theory]
    [InlineData(Locking)]
    [InlineData(Alone)]
    public async Task OutcomeThatNobodyCanTellInTime_IsUnavailable(int befores)
    {
        await using var proxy = new CommitProxy(own.Server.Port) { ThenRefuse = true };
        using var storage = PostgresStorage.Open(OwnServer.OptionsAt($"127.0.0.1:{proxy.Port}"));
        await using var log = new AuditLog(storage.Log, new AuditLogOptions { AnswerWithin = TimeSpan.FromSeconds(20) });
        var before = await AppendBeforeAsync(log, befores);

        proxy.CutNext(Cut.AfterCommit);
        var since = Stopwatch.GetTimestamp();
        Assert.IsType<AppendOutcome.Unavailable>(await AppendAsync(log, "cut"));
        Assert.True(Stopwatch.GetElapsedTime(since) < Bound + Bound);

        // It is there all the same: an entry without a release, never the other way round.
        proxy.ThenRefuse = false;
        Assert.IsType<AppendOutcome.Appended>(await AppendAsync(log, "after"));
        Assert.Equal([.. before, "cut", "after"], Traces(storage));
        Assert.True(LogVerifier.Verify(storage.Log, _partnership, Cancellation).IsSound);
    }

    [Fact]
    public async Task ServerKilledUnderLoadAndRestarted_KeepsWhatItAcknowledged()
    {
        using PostgresStorage first = PostgresStorage.Open(own.Options), second = PostgresStorage.Open(own.Options);
        var options = new AuditLogOptions { AnswerWithin = TimeSpan.FromSeconds(2) };
        await using AuditLog here = new(first.Log, options), there = new(second.Log, options);
        var acknowledged = new System.Collections.Concurrent.ConcurrentBag<string>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var load = Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                if (await AppendAsync(caller % 2 == 0 ? here : there, $"{caller}/{i}") is AppendOutcome.Appended)
                    acknowledged.Add($"{caller}/{i}");
            }
        }, Cancellation)).ToList();

        for (var kill = 0; kill < 2; kill++)
        {
            var before = acknowledged.Count;
            while (acknowledged.Count < before + 40)
                await Task.Delay(20, Cancellation);
            await own.Server.KillAsync();
            await own.Server.RestartAsync();
        }

        var after = acknowledged.Count;
        while (acknowledged.Count < after + 40)
            await Task.Delay(20, Cancellation);
        await stop.CancelAsync();
        await Task.WhenAll(load);

        var logged = Traces(first);
        Assert.Equal(logged.Count, logged.Distinct().Count());
        Assert.Subset(logged.ToHashSet(), acknowledged.ToHashSet());
        var found = LogVerifier.Verify(second.Log, _partnership, Cancellation);
        Assert.True(found.IsSound);
        Assert.Equal(logged.Count, found.Size);
    }

    [Theory]
    [InlineData(Locking)]
    [InlineData(Alone)]
    public async Task StandbyThatDoesNotConfirm_IsNotDurable(int befores)
    {
        using var storage = PostgresStorage.Open(own.Options);
        await using var log = new AuditLog(storage.Log, new AuditLogOptions { AnswerWithin = TimeSpan.FromSeconds(30) });
        await AppendBeforeAsync(log, befores);
        await ConfigureAsync("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
        try
        {
            var key = Task.Run(() => storage.Keys.AddOrGet(_partnership, new("id", new(Exchange.Keys.KeyKind.Case, "c"), [1])), Cancellation);
            var document = storage.Documents.WriteAsync(_partnership, Dossiers.DocumentId.Create(), 0, [new byte[] { 1 }], Cancellation);
            var entry = AppendAsync(log, "unconfirmed");
            await Assert.ThrowsAsync<IOException>(() => key);
            await Assert.ThrowsAsync<StoreUnavailableException>(() => document);
            Assert.IsType<AppendOutcome.Unavailable>(await entry);

            // The key shows by now, and yet is not used.
            await Assert.ThrowsAsync<IOException>(() => Task.Run(() => storage.Keys.FindById(_partnership, "id"), Cancellation));
        }
        finally
        {
            await ConfigureAsync("ALTER SYSTEM RESET synchronous_standby_names");
        }

        Assert.IsType<AppendOutcome.Appended>(await AppendAsync(log, "after"));
        Assert.NotNull(storage.Keys.FindById(_partnership, "id"));
        Assert.True(LogVerifier.Verify(storage.Log, _partnership, Cancellation).IsSound);
    }

    [Theory]
    [InlineData(Locking)]
    [InlineData(Alone)]
    public async Task CommitThatAnAdministratorCancelsWhileItWaitsForAStandby_IsNotDurable(int befores)
    {
        using var storage = PostgresStorage.Open(own.Options);
        await using var log = new AuditLog(storage.Log, new AuditLogOptions { AnswerWithin = TimeSpan.FromSeconds(30) });
        var before = await AppendBeforeAsync(log, befores);
        await ConfigureAsync("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
        try
        {
            var entry = AppendAsync(log, "unconfirmed");
            while (await own.Server.ExecuteAsync("exchange", "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'") is null)
                await Task.Delay(20, Cancellation);
            Assert.IsType<AppendOutcome.Unavailable>(await entry); // although the server said that it committed, and everybody sees it
            Assert.Equal([.. before, "unconfirmed"], Traces(storage));
        }
        finally
        {
            await ConfigureAsync("ALTER SYSTEM RESET synchronous_standby_names");
        }
    }

    [Theory]
    [InlineData("fsync", Locking)]
    [InlineData("full_page_writes", Locking)]
    [InlineData("fsync", Alone)]
    [InlineData("full_page_writes", Alone)]
    public async Task ServerThatIsToldNotToBeDurable_IsNotWrittenFromThenOn(string setting, int befores)
    {
        using var storage = PostgresStorage.Open(own.Options);
        await using var log = new AuditLog(storage.Log);
        var before = await AppendBeforeAsync(log, befores);
        await ConfigureAsync($"ALTER SYSTEM SET {setting} = off");
        try
        {
            Assert.IsType<AppendOutcome.Unavailable>(await AppendAsync(log, "lost"));
            Assert.Contains(setting, Assert.Throws<StoreUnavailableException>(storage.ThrowIfNotReady).Message, StringComparison.Ordinal);
            Assert.Contains(setting, Assert.Throws<StoreUnavailableException>(() => PostgresStorage.Open(own.Options)).Message, StringComparison.Ordinal);
        }
        finally
        {
            await ConfigureAsync($"ALTER SYSTEM RESET {setting}");
        }

        storage.ThrowIfNotReady();
        Assert.IsType<AppendOutcome.Appended>(await AppendAsync(log, "after"));
        Assert.Equal([.. before, "after"], Traces(storage));
    }

    [Fact]
    public async Task ServerThatWouldForgetAFailedFsync_IsNotWritten()
    {
        await RestartWithAsync("ALTER SYSTEM SET data_sync_retry = on");
        try
        {
            Assert.Contains("data_sync_retry", Assert.Throws<StoreUnavailableException>(() => PostgresStorage.Open(own.Options)).Message, StringComparison.Ordinal);
        }
        finally
        {
            await RestartWithAsync("ALTER SYSTEM RESET data_sync_retry");
        }

        using var storage = PostgresStorage.Open(own.Options);
        storage.ThrowIfNotReady();
    }

    private async Task RestartWithAsync(string command)
    {
        await own.Server.ExecuteAsync("postgres", command);
        await own.Server.KillAsync();
        await own.Server.RestartAsync();
    }

    private async Task<string[]> AppendBeforeAsync(AuditLog log, int count)
    {
        string[] before = [.. Enumerable.Range(0, count).Select(i => $"before {i}")];
        foreach (var trace in before)
            Assert.IsType<AppendOutcome.Appended>(await AppendAsync(log, trace));
        return before;
    }

    private Task<AppendOutcome> AppendAsync(AuditLog log, string trace) =>
        log.AppendAsync(_partnership, new PendingEntry(new Entry { TraceId = trace }, [], []), Cancellation);

    private List<string> Traces(PostgresStorage storage) =>
        [.. storage.Log.Read(_partnership, 0).Select(l => Entry.Parser.ParseFrom(l.Leaf.Span).TraceId)];

    private async Task ConfigureAsync(string command)
    {
        await own.Server.ExecuteAsync("postgres", command);
        await own.Server.ExecuteAsync("postgres", "SELECT pg_reload_conf()");
        await Task.Delay(300, Cancellation); // every process of the server reads it when it next looks
    }
}
