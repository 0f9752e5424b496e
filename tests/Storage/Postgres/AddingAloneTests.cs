using System.Security.Cryptography;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Storage.Postgres;

namespace Exchange.Storage.Tests.Postgres;

/// <summary>A gateway that was alone adds without the lock: whatever another gateway did meanwhile counts all the same.</summary>
public sealed class AddingAloneTests(OwnServer own) : IClassFixture<OwnServer>
{
    private readonly PartnershipId _partnership = new("p-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OtherGatewayAddsMeanwhile_BothStandInOneLog()
    {
        using PostgresStorage first = PostgresStorage.Open(own.Options), second = PostgresStorage.Open(own.Options);
        await using AuditLog here = new(first.Log), there = new(second.Log);
        var expected = 0L;
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 4; i++)
                Assert.Equal(expected++, await AppendAsync(here));
            for (var i = 0; i < 4; i++)
                Assert.Equal(expected++, await AppendAsync(there));
        }

        var found = LogVerifier.Verify(first.Log, _partnership, Cancellation);
        Assert.Equal((true, expected), (found.IsSound, found.Size));
    }

    [Fact]
    public async Task OtherGatewayMovesAnEpochMeanwhile_NothingIsAddedUnderTheOldOne()
    {
        using PostgresStorage first = PostgresStorage.Open(own.Options), second = PostgresStorage.Open(own.Options);
        await using AuditLog here = new(first.Log), there = new(second.Log);
        EpochGuard Now(long epoch) => new(null, epoch);
        for (var i = 0; i < 4; i++)
            Assert.IsType<AppendOutcome.Appended>(await AppendAsync(here, [Now(0)]));

        Assert.IsType<AppendOutcome.Appended>(await AppendAsync(there, [], new Dossiers.CovenantActivated(new byte[32])));

        Assert.IsType<AppendOutcome.EpochMoved>(await AppendAsync(here, [Now(0)]));
        Assert.IsType<AppendOutcome.Appended>(await AppendAsync(here, [Now(1)]));
        Assert.Equal(6, first.Log.ReadHead(_partnership).Size);
    }

    [Fact]
    public async Task OtherGatewayAddsMeanwhile_RefusalsAndChangesAreOfTheLogThatIs()
    {
        using PostgresStorage first = PostgresStorage.Open(own.Options), second = PostgresStorage.Open(own.Options);
        await using AuditLog here = new(first.Log), there = new(second.Log);
        var id = CaseId.Create();
        for (var i = 0; i < 4; i++)
            await AppendAsync(here, [new EpochGuard(id.Value, 0)]);

        Assert.IsType<AppendOutcome.Appended>(await AppendAsync(there, [], Opened(id)));

        // The gateway read that there is no such case; by now there is one.
        Assert.IsType<AppendOutcome.Conflicting>(await AppendAsync(here, [], Opened(id)));
        Assert.IsType<AppendOutcome.Appended>(await AppendAsync(here, [new EpochGuard(id.Value, 1)], new Dossiers.CaseMoved(id, CaseState.Signal, CaseState.Weighed)));
        Assert.Equal(6, first.Log.ReadHead(_partnership).Size);
    }

    [Fact]
    public async Task HeadThatAnotherHasLocked_IsWaitedFor()
    {
        using PostgresStorage first = PostgresStorage.Open(own.Options), second = PostgresStorage.Open(own.Options);
        await using var here = new AuditLog(first.Log);
        for (var i = 0; i < 4; i++)
            await AppendAsync(here);

        Task<long> waiting;
        using (var held = second.Log.Begin(_partnership))
        {
            waiting = AppendAsync(here);
            await Task.Delay(200, Cancellation);
            Assert.False(waiting.IsCompleted);
        }

        Assert.Equal(4, await waiting);
    }

    private static Dossiers.CaseOpened Opened(CaseId id) => new(new Case(id, SubjectId.Create(), CaseState.Signal, new DateOnly(2026, 2, 28)), null, []);

    private async Task<long> AppendAsync(AuditLog log) => Assert.IsType<AppendOutcome.Appended>(await AppendAsync(log, [])).Index;

    private Task<AppendOutcome> AppendAsync(AuditLog log, IReadOnlyList<EpochGuard> guards, params IReadOnlyList<ILoggedChange> changes) =>
        log.AppendAsync(_partnership, new PendingEntry(new Entry { TraceId = "t" }, guards, changes), Cancellation);
}
