using System.Text.Json.Nodes;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Gateway.Tests.Harness;
using Exchange.Gateway.Tools;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Gateway.Tests.Peers.Faults;

/// <summary>
/// Whatever breaks under a call, of any RPC: the client is told what <see cref="RpcFaults"/> says, nothing is released that is not on the
/// log, and afterwards each call can be made again and has then been done once.
/// </summary>
public sealed class RpcFaultTests : IAsyncLifetime
{
    private ContractSetting _setting = null!;
    private FaultPeer _peer = null!;
    private IReadOnlyDictionary<string, ContractCall> _calls = null!;

    private RunningGateway Gateway => _setting.Gateway;

    public async ValueTask InitializeAsync()
    {
        _setting = await ContractSetting.StartAsync();
        _peer = await FaultPeer.StartAsync(_setting);
        _calls = FaultCalls.Of(_setting);
    }

    public async ValueTask DisposeAsync()
    {
        await _peer.DisposeAsync();
        await _setting.DisposeAsync();
    }

    [Fact]
    public void EveryRpcThatIsServed_IsInTheTable()
    {
        var served = Gateway.App.Services.GetRequiredService<ServedServices>().All.Concat(ContractPeerTests.Services)
            .SelectMany(s => s.Methods).Select(m => $"{m.Service.FullName}/{m.Name}").Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(served, RpcFaults.All.Select(r => r.Method).Order(StringComparer.Ordinal));
        Assert.All(RpcFaults.All, r => Assert.Contains(r.Method, _calls));
    }

    [Fact]
    public async Task LogThatWaits_DeadlinePassesAndThenTheGatewayGivesUp_NothingIsReleasedAndEachIsDoneOnceLater()
    {
        using var running = new RunningCalls(Gateway);
        var before = Gateway.Entries().Count;
        await using (await BrokenStore.HoldAsync(Gateway))
        {
            var waiting = RpcFaults.All.Where(r => r.Late is not null).ToList();
            var late = await _peer.CallAsync(waiting.Select(r =>
            {
                var asked = _setting.Keep(_calls[r.Method]);
                asked["timeout"] = 0.5;
                return asked;
            }));
            AssertTold(waiting, r => r.Late!, late);
            AssertNothingReleased(waiting, late);

            var refused = await _peer.CallAsync(RpcFaults.All.Select(Ask));
            AssertTold(RpcFaults.All, r => r.LogGone, refused);
            AssertNothingReleased(RpcFaults.All, refused);
            await running.UntilNoneAsync();
        }

        await AssertEachIsDoneOnceAsync(before);
    }

    [Fact]
    public async Task ClientThatHangsUpWhileTheLogWaits_GetsNothingAndEachIsDoneOnceLater()
    {
        using var running = new RunningCalls(Gateway);
        var before = Gateway.Entries().Count;
        await using (await BrokenStore.HoldAsync(Gateway))
        {
            foreach (var rpc in RpcFaults.All.Where(r => r.Cancelled is not null))
            {
                var begun = running.Begun;
                var seen = await _peer.CancelAsync(_setting.Keep(_calls[rpc.Method]), () => running.UntilBegunAsync(begun + 1));
                AssertTold([rpc], r => r.Cancelled!, [seen]);
                AssertNothingReleased([rpc], [seen]);
            }
        }

        // Now the log writes on, about callers that are gone: of none of them twice.
        await running.UntilNoneAsync();
        var entries = Gateway.Entries().Skip(before).ToList();
        Assert.All(RpcFaults.All.Where(r => r.IsLogged).GroupBy(r => r.Event), of => Assert.InRange(entries.Count(e => e.EventCase == of.Key), 0, of.Count()));
        await AssertEachIsDoneOnceAsync(before);
    }

    [Fact]
    public async Task LogThatCannotBeRead_NothingIsReleasedAndNothingDone()
    {
        var before = Gateway.Entries().Count;
        await using (await BrokenStore.HideAsync(Gateway, BrokenStore.Records, table => table.StartsWith("log_", StringComparison.Ordinal)))
        {
            var seen = await _peer.CallAsync(RpcFaults.All.Select(Ask));
            AssertTold(RpcFaults.All, r => r.LogGone, seen);
            AssertNothingReleased(RpcFaults.All, seen);
            Assert.Equal("NOT_SERVING", (string?)seen[RpcFaults.All.ToList().FindIndex(r => r.Method == "grpc.health.v1.Health/Check")]["responses"]![0]!["status"]);
        }

        Assert.Equal(before, Gateway.Entries().Count);
        await AssertEachIsDoneOnceAsync(before);
    }

    [Fact]
    public async Task RecordsThatCannotBeRead_AreToldAndLoggedAndNothingIsReleasedOfThem()
    {
        var before = Gateway.Entries().Count;
        await using (await BrokenStore.HideAsync(Gateway, BrokenStore.Records, table => !table.StartsWith("log_", StringComparison.Ordinal)))
        {
            // What was read before counts until the log is next written: then it shows that somebody else was at the file.
            var head = RpcFaults.All.Single(r => r.Event == Entry.EventOneofCase.LogHeadRead);
            AssertTold([head], r => r.RecordsGone, await _peer.CallAsync([Ask(head)]));
            before++;

            var seen = await _peer.CallAsync(RpcFaults.All.Select(Ask));
            AssertTold(RpcFaults.All, r => r.RecordsGone, seen);
            var refused = RpcFaults.All.Where(r => r.RecordsGone.Reason.Length > 0).ToList();
            AssertNothingReleased(refused, [.. RpcFaults.All.Zip(seen).Where(of => refused.Contains(of.First)).Select(of => of.Second)]);
        }

        Assert.Equal(
            RpcFaults.All.Where(r => r.IsLogged)
                .Select(r => (r.Event, r.RecordsGone.Reason.Length > 0 ? Outcome.Refused : r.Ends, r.RecordsGone.Reason)).Order(),
            Gateway.Entries().Skip(before).Select(e => (e.EventCase, e.Outcome, e.Reason)).Order());
        await AssertEachIsDoneOnceAsync(before);
    }

    [Fact]
    public async Task DocumentsThatCannotBeRead_EndTheirCallsAndNoOthers()
    {
        var before = Gateway.Entries().Count;
        IReadOnlyList<RpcFaults> documents = [.. RpcFaults.All.Where(r => r.DocumentsGone.Reason.Length > 0)];
        await using (await BrokenStore.HideAsync(Gateway, BrokenStore.Documents, _ => true))
        {
            var seen = await _peer.CallAsync(documents.Select(Ask));
            AssertTold(documents, r => r.DocumentsGone, seen);

            // What came first is on the log, and is no content.
            var attach = Assert.Single(documents, r => r.Ends == Outcome.Done);
            var (attached, got) = (seen[documents.ToList().IndexOf(attach)], seen[documents.ToList().FindIndex(r => r != attach)]);
            Assert.Empty(attached["responses"]!.AsArray());
            Assert.NotNull(Assert.Single(got["responses"]!.AsArray())!["header"]);
            Assert.Equal(
                [Outcome.Released, Outcome.Refused],
                Gateway.Entries().Skip(before).OrderBy(e => e.EventCase).Select(e => e.Outcome));

            var others = RpcFaults.All.Where(r => r.DocumentsGone.Reason.Length == 0 && r.Ends != Outcome.Done).ToList();
            AssertTold(others, r => r.DocumentsGone, await _peer.CallAsync(others.Select(Ask)));
        }

        await AssertEachIsDoneOnceAsync(before);
    }

    [Fact]
    public async Task KeysThatCannotBeRead_NothingIsReleasedAndNothingDone()
    {
        // A gateway that has none in memory: what is there is used for a minute more, and then asked for again.
        await _peer.DisposeAsync();
        await Gateway.RestartAsync();
        _peer = await FaultPeer.StartAsync(_setting);
        var before = Gateway.Entries().Count;
        await using (await BrokenStore.HideAsync(Gateway, BrokenStore.Keys, _ => true))
        {
            var seen = await _peer.CallAsync(RpcFaults.All.Select(Ask));
            AssertTold(RpcFaults.All, r => r.KeysGone, seen);
            AssertNothingReleased(RpcFaults.All, seen);
        }

        Assert.Equal(before, Gateway.Entries().Count);
        await AssertEachIsDoneOnceAsync(before);
    }

    private JsonObject Ask(RpcFaults rpc) => _setting.Ask(_calls[rpc.Method]);

    internal static void AssertTold(IReadOnlyList<RpcFaults> rpcs, Func<RpcFaults, Told> told, IReadOnlyList<JsonNode> seen) => Assert.Equal(
        rpcs.Select(r => (r.Method, told(r))),
        rpcs.Zip(seen, (r, s) => (r.Method, new Told((string)s["code"]!, (string?)s["error"]?["reason"] ?? ""))));

    internal static void AssertNothingReleased(IReadOnlyList<RpcFaults> rpcs, IReadOnlyList<JsonNode> seen)
    {
        Assert.Equal(rpcs.Count, seen.Count);
        Assert.All(rpcs.Zip(seen).Where(of => of.First.IsLogged), of =>
        {
            Assert.Empty(of.Second["responses"]!.AsArray());
            Assert.Equal((of.First.Method, 0), (of.First.Method, (int)of.Second["nonceBytes"]!));
        });
    }

    // The calls of before, made again: whatever had become of them, all are answered, and what they change is on the log once.
    private async Task AssertEachIsDoneOnceAsync(int before)
    {
        var early = Gateway.Entries().Skip(before).ToList();
        Assert.All(early, e => Assert.Contains(
            RpcFaults.All, r => r.Event == e.EventCase && (e.Outcome == Outcome.Refused ? e.ResponseHmac.IsEmpty : e.Outcome == r.Ends)));
        Assert.All(RpcFaults.All.GroupBy(r => r.Event), of => Assert.InRange(early.Count(e => e.EventCase == of.Key && e.Outcome == Outcome.Done), 0, of.Count()));

        var seen = await _peer.CallAsync(RpcFaults.All.Select(Ask), inOrder: true);
        AssertTold(RpcFaults.All, r => early.Any(e => e.EventCase == r.Event && e.Outcome == Outcome.Done) ? (r.Again == new Told("OK") ? r.Answered : r.Again) : r.Answered, seen);

        var done = Gateway.Entries().Skip(before).Where(e => e.Outcome == Outcome.Done).ToList();
        Assert.All(
            RpcFaults.All.Where(r => r.IsDoneOnce).GroupBy(r => r.Event),
            of => Assert.Equal((of.Key, of.Count()), (of.Key, done.Count(e => e.EventCase == of.Key))));
        Assert.True(LogVerifier.Verify(Samples.Log(Gateway), Gateway.Partnership, TestContext.Current.CancellationToken).IsSound);
    }
}
