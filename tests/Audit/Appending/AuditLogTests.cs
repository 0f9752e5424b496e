using Exchange.Audit.V1;
using Exchange.Consent;

namespace Exchange.Audit.Tests;

public sealed class AuditLogTests : IAsyncLifetime
{
    private static readonly PartnershipId Amsterdam = new("amsterdam"), Utrecht = new("utrecht");

    private readonly MemoryLogStore _store = new();
    private readonly AuditLog _log;

    public AuditLogTests() =>
        _log = new AuditLog(_store, new AuditLogOptions { QueueLength = 64, AnswerWithin = TimeSpan.FromSeconds(2) });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _store.Gate.Set();
        await _log.DisposeAsync();
    }

    [Fact]
    public async Task Append_Entries_GivesEachTheNextPlace()
    {
        for (var i = 0; i < 5; i++)
        {
            var appended = Assert.IsType<AppendOutcome.Appended>(await Append(Entry("t" + i)));
            Assert.Equal(i, appended.Index);
            Assert.Equal(MerkleHash.Leaf(_store.Log(Amsterdam).Leaves[i]), appended.LeafHash.ToArray());
        }
        Assert.Equal(5, _log.ReadHead(Amsterdam).Size);
        Assert.Equal("t3", V1.Entry.Parser.ParseFrom(_store.Log(Amsterdam).Leaves[3]).TraceId);
    }

    [Fact]
    public void Append_WhileTheThreadPoolStandsStill_IsWrittenAllTheSame()
    {
        var release = new ManualResetEventSlim(); // not disposed: sleepers that start late still look at it
        var sleepers = 64 + Environment.ProcessorCount;
        for (var i = 0; i < sleepers; i++)
            ThreadPool.UnsafeQueueUserWorkItem(r => r.Wait(), release, preferLocal: false);
        var reached = false;
        ThreadPool.UnsafeQueueUserWorkItem(_ => Volatile.Write(ref reached, true), null);
        try
        {
            var append = Append(Entry("t"));
            SpinWait.SpinUntil(() => _store.Commits == 1 || Volatile.Read(ref reached));
            Assert.False(reached);
            Assert.Equal(1, _store.Commits);
        }
        finally
        {
            release.Set();
        }
    }

    [Fact]
    public async Task Append_ManyWaiting_CommitsThemTogetherAndPerPartnership()
    {
        var all = await WhileStandingStill(() =>
            [.. Enumerable.Range(0, 40).Select(i => Append(Entry("t"), i % 4 == 0 ? Utrecht : Amsterdam))]);
        Assert.All(all, o => Assert.IsType<AppendOutcome.Appended>(o));
        Assert.Equal(31, _store.Log(Amsterdam).Head.Size); // with the one that stood still
        Assert.Equal(10, _store.Log(Utrecht).Head.Size);
        Assert.Equal(2, _store.Commits); // those who came while the first stood still went with it
        Assert.Equal(31, _store.LargestBatch);
    }

    [Fact]
    public async Task Append_EntryThatNoExportCanHold_IsRefused_AndTheNextIsNot()
    {
        var longest = new Entry { TraceId = new string('t', EntryBundle.MaxEntry - 4) };
        Assert.IsType<AppendOutcome.Appended>(await Append(longest));
        Assert.Equal(EntryBundle.MaxEntry, _store.Log(Amsterdam).Leaves[0].Length);
        longest.TraceId += "t";
        Assert.IsType<AppendOutcome.Unavailable>(await Append(longest));
        Assert.IsType<AppendOutcome.Appended>(await Append(Entry("t")));
        Assert.Equal(2, _store.Log(Amsterdam).Head.Size);
    }

    [Fact]
    public async Task Append_EpochMoved_WritesNothing()
    {
        await Append(Entry("t"), changes: new FakeChange(Bumps: "case"));
        Assert.IsType<AppendOutcome.EpochMoved>(await Append(Entry("t"), guards: new EpochGuard("case", 0)));
        Assert.IsType<AppendOutcome.Appended>(await Append(Entry("t"), guards: new EpochGuard("case", 1)));
        Assert.Equal(2, _store.Log(Amsterdam).Head.Size);
    }

    [Fact]
    public async Task Append_BehindAChangeInTheSameBatch_SeesTheNewEpoch()
    {
        var all = await WhileStandingStill(() =>
        [
            Append(Entry("withdrawal"), changes: new FakeChange(Bumps: "case")),
            Append(Entry("release"), guards: new EpochGuard("case", 0)),
        ]);
        Assert.IsType<AppendOutcome.Appended>(all[0]);
        Assert.IsType<AppendOutcome.EpochMoved>(all[1]);
    }

    [Fact]
    public async Task Append_ConflictingNeighbour_LeavesTheOthersIntact()
    {
        var all = await WhileStandingStill(() =>
        [
            Append(Entry("a")), Append(Entry("b"), changes: new FakeChange(Conflicts: true)), Append(Entry("c")),
        ]);
        Assert.IsType<AppendOutcome.Appended>(all[0]);
        Assert.IsType<AppendOutcome.Conflicting>(all[1]);
        Assert.Equal(2, Assert.IsType<AppendOutcome.Appended>(all[2]).Index);
    }

    [Fact]
    public async Task Append_NeighbourThatFaults_IsUnavailableAlone()
    {
        var all = await WhileStandingStill(() =>
        [
            Append(Entry("a")), Append(Entry("b"), changes: new FakeChange(Throws: new InvalidOperationException())), Append(Entry("c")),
        ]);
        Assert.IsType<AppendOutcome.Appended>(all[0]);
        Assert.IsType<AppendOutcome.Unavailable>(all[1]);
        Assert.IsType<AppendOutcome.Appended>(all[2]);
        Assert.Equal(["first", "a", "c"], _store.Log(Amsterdam).Leaves.Values.Select(l => V1.Entry.Parser.ParseFrom(l).TraceId));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Append_CommitFails_IsUnavailableForAllAndRecovers(bool afterAll)
    {
        _store.FailCommit = new StoreUnavailableException("disk");
        _store.FailAfterCommit = afterAll;
        var all = await WhileStandingStill(() => [Append(Entry("a")), Append(Entry("b"))]);
        Assert.All(all, o => Assert.IsType<AppendOutcome.Unavailable>(o));
        _store.FailCommit = null;
        var next = Assert.IsType<AppendOutcome.Appended>(await Append(Entry("c")));
        Assert.Equal(afterAll ? 3 : 0, next.Index); // what did reach the log is never overwritten
        Assert.Equal(next.Index + 1, _store.Log(Amsterdam).Leaves.Count);
    }

    [Fact]
    public async Task Append_UnexpectedFaultInCommit_IsUnavailableAndNotTriedAgain()
    {
        _store.FailCommit = new InvalidOperationException();
        _store.FailAfterCommit = true;
        var all = await WhileStandingStill(() => [Append(Entry("a")), Append(Entry("b"))]);
        Assert.All(all, o => Assert.IsType<AppendOutcome.Unavailable>(o));
        Assert.Equal(3, _store.Log(Amsterdam).Leaves.Count);
    }

    [Fact]
    public async Task Append_StoreCannotBegin_IsUnavailable()
    {
        _store.FailBegin = new StoreUnavailableException("locked");
        Assert.IsType<AppendOutcome.Unavailable>(await Append(Entry("a")));
        _store.FailBegin = null;
        Assert.IsType<AppendOutcome.Appended>(await Append(Entry("b")));
    }

    [Fact]
    public async Task Append_WriterStandsStill_IsUnavailableInTimeAndWaitingOnesStayOut()
    {
        _store.Gate.Reset();
        var taken = Append(Entry("taken"));
        await _store.Began.WaitAsync(Cancellation);
        var waiting = Append(Entry("waiting"));
        Assert.IsType<AppendOutcome.Unavailable>(await waiting.WaitAsync(TimeSpan.FromSeconds(10), Cancellation));
        Assert.IsType<AppendOutcome.Unavailable>(await taken.WaitAsync(TimeSpan.FromSeconds(10), Cancellation));
        _store.Gate.Set();
        await Append(Entry("after"));
        Assert.Equal(["taken", "after"], _store.Log(Amsterdam).Leaves.Values.Select(l => V1.Entry.Parser.ParseFrom(l).TraceId));
    }

    [Fact]
    public async Task Append_QueueFull_IsUnavailableInTime()
    {
        _store.Gate.Reset();
        var all = Enumerable.Range(0, 200).Select(_ => Append(Entry("t"))).ToList();
        var outcomes = await Task.WhenAll(all).WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
        Assert.All(outcomes, o => Assert.IsType<AppendOutcome.Unavailable>(o));
    }

    [Fact]
    public async Task Append_CancelledWhileWaiting_IsNotInTheLog()
    {
        _store.Gate.Reset();
        var taken = Append(Entry("taken"));
        await _store.Began.WaitAsync(Cancellation);
        using var cancel = new CancellationTokenSource();
        var waiting = _log.AppendAsync(Amsterdam, new PendingEntry(Entry("waiting"), [], []), cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        _store.Gate.Set();
        await taken;
        await Append(Entry("after"));
        Assert.DoesNotContain("waiting", _store.Log(Amsterdam).Leaves.Values.Select(l => V1.Entry.Parser.ParseFrom(l).TraceId));
    }

    [Fact]
    public async Task Append_CancelledOnceTaken_IsWaitedFor()
    {
        _store.Gate.Reset();
        using var cancel = new CancellationTokenSource();
        var taken = _log.AppendAsync(Amsterdam, new PendingEntry(Entry("taken"), [], []), cancel.Token);
        await _store.Began.WaitAsync(Cancellation);
        await cancel.CancelAsync();
        Assert.False(taken.IsCompleted);
        _store.Gate.Set();
        Assert.IsType<AppendOutcome.Appended>(await taken);
    }

    [Fact]
    public async Task Dispose_EntriesWaiting_AreWrittenFirst()
    {
        var all = await WhileStandingStill(() => [Append(Entry("a")), Append(Entry("b"))], thenDispose: true);
        Assert.All(all, o => Assert.IsType<AppendOutcome.Appended>(o));
        Assert.IsType<AppendOutcome.Unavailable>(await Append(Entry("late")));
    }

    [Fact]
    public async Task Append_WithoutPartnership_Throws() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Append(Entry("t"), default(PartnershipId)));

    [Fact]
    public void Options_OutOfRange_Throw()
    {
        Assert.Throws<ArgumentException>(() => new AuditLog(_store, new AuditLogOptions { BatchSize = 0 }));
        Assert.Throws<ArgumentException>(() => new AuditLog(_store, new AuditLogOptions { QueueLength = 0 }));
        Assert.Throws<ArgumentException>(() => new AuditLog(_store, new AuditLogOptions { AnswerWithin = TimeSpan.Zero }));
    }

    private static Entry Entry(string trace) => new() { TraceId = trace };

    private Task<AppendOutcome> Append(
        Entry entry, PartnershipId? partnership = null, EpochGuard? guards = null, FakeChange? changes = null) =>
        _log.AppendAsync(
            partnership ?? Amsterdam,
            new PendingEntry(entry, guards is { } guard ? [guard] : [], changes is null ? [] : [changes]),
            Cancellation);

    /// <summary>Holds the writer at an entry called first, so that what is offered meanwhile ends up in one batch.</summary>
    private async Task<AppendOutcome[]> WhileStandingStill(Func<Task<AppendOutcome>[]> offer, bool thenDispose = false)
    {
        _store.Gate.Reset();
        var first = Append(Entry("first"));
        await _store.Began.WaitAsync(Cancellation);
        var offered = offer();
        var stopping = thenDispose ? _log.DisposeAsync() : ValueTask.CompletedTask;
        _store.Gate.Set();
        await first;
        await stopping;
        return await Task.WhenAll(offered);
    }
}
