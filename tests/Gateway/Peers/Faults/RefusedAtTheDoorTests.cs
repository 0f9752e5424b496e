using System.Text.Json.Nodes;
using Exchange.Audit.V1;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Tests.Harness;

namespace Exchange.Gateway.Tests.Peers.Faults;

/// <summary>A gateway of which nothing is asked that it answers.</summary>
public sealed class RefusingGateway : IAsyncLifetime
{
    internal ContractSetting Setting { get; private set; } = null!;

    internal FaultPeer Peer { get; private set; } = null!;

    internal IReadOnlyDictionary<string, ContractCall> Calls { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Setting = await ContractSetting.StartAsync();
        Peer = await FaultPeer.StartAsync(Setting);
        Calls = FaultCalls.Of(Setting);
    }

    public async ValueTask DisposeAsync()
    {
        await Peer.DisposeAsync();
        await Setting.DisposeAsync();
    }
}

/// <summary>What no RPC looks at: a call without its token, and bytes that are no request.</summary>
public sealed class RefusedAtTheDoorTests(RefusingGateway refusing) : IClassFixture<RefusingGateway>
{
    private RunningGateway Gateway => refusing.Setting.Gateway;

    [Fact]
    public async Task CallWithoutAToken_IsRefusedWithOneEntryOfItsOrganisation() => await AssertRefusedOnTheLogAsync(r => r.NoToken, asked => asked.Remove("token"));

    [Fact]
    public async Task CallWithTwoTokens_IsRefusedWithOneEntryOfItsOrganisation() => await AssertRefusedOnTheLogAsync(
        r => r.TwoTokens,
        asked => asked["tokens"] = new JsonArray(asked["token"]!.DeepClone(), asked["token"]!.DeepClone()));

    // Requests as small as these are sent as they are unless they repeat themselves.
    [Fact]
    public async Task MessageInAnUnknownCompression_IsRefused() => await AssertRefusedAsync(
        r => r.UnknownCompression,
        asked => (asked["compression"], asked["wordy"]) = ("deflate", 100));

    [Fact]
    public async Task MessageThatUnpacksToTooMuch_IsRefused() => await AssertRefusedAsync(
        r => r.Bomb,
        asked => (asked["compression"], asked["filler"]) = ("gzip", 8 * GatewayHost.MaxRequestBytes));

    [Fact]
    public async Task MessageOverTheLimit_IsRefused() => await AssertRefusedAsync(r => r.TooLarge, asked => asked["filler"] = GatewayHost.MaxRequestBytes + 1);

    [Fact]
    public async Task BytesThatAreNoProtobuf_AreRefusedWithTheReason() => await AssertRefusedAsync(r => r.NoProtobuf, asked => asked["garbage"] = 0);

    [Fact]
    public async Task PieceOfADocumentThatIsNoProtobuf_IsRefusedAndOnTheLog()
    {
        var before = Gateway.Entries().Count;
        var asked = refusing.Setting.Ask(refusing.Calls["exchange.v1.DossierService/AttachDocument"]);
        asked["garbage"] = 1;
        var seen = Assert.Single(await refusing.Peer.CallAsync([asked]));
        Assert.Equal(("INVALID_ARGUMENT", "FIELD_INVALID"), ((string?)seen["code"], (string?)seen["error"]?["reason"]));
        Assert.Equal("chunk", (string?)Assert.Single(seen["error"]!["fields"]!.AsArray()));
        var entry = Assert.Single(Gateway.Entries().Skip(before));
        Assert.Equal((Entry.EventOneofCase.DocumentAttached, Outcome.Refused, "FIELD_INVALID"), (entry.EventCase, entry.Outcome, entry.Reason));
    }

    private async Task AssertRefusedOnTheLogAsync(Func<RpcFaults, Told> told, Action<JsonObject> spoil)
    {
        var entries = await RefuseAsync(told, spoil);
        Assert.Equal(
            RpcFaults.All.Where(r => r.IsLogged).Select(r => (r.Method, told(r).Reason)).Order(),
            entries.Select(e => (e.CallRefused.Method, e.Reason)).Order());
        Assert.All(entries, e => Assert.Equal((Outcome.Refused, refusing.Setting.Coordinator.Controller, null), (e.Outcome, e.Caller.Controller, e.Caller.Actor)));
    }

    // Of what cannot be read nobody knows whose log it belongs to.
    private async Task AssertRefusedAsync(Func<RpcFaults, Told> told, Action<JsonObject> spoil) => Assert.Empty(await RefuseAsync(told, spoil));

    private async Task<IReadOnlyList<Entry>> RefuseAsync(Func<RpcFaults, Told> told, Action<JsonObject> spoil)
    {
        var before = Gateway.Entries().Count;
        var seen = await refusing.Peer.CallAsync(RpcFaults.All.Select(r =>
        {
            var asked = refusing.Setting.Ask(refusing.Calls[r.Method]);
            spoil(asked);
            return asked;
        }));
        RpcFaultTests.AssertTold(RpcFaults.All, told, seen);
        RpcFaultTests.AssertNothingReleased(RpcFaults.All, seen);
        IReadOnlyList<Entry> entries = [.. Gateway.Entries().Skip(before)];

        // The same channel still serves.
        var next = Assert.Single(await refusing.Peer.CallAsync([refusing.Setting.Ask(refusing.Calls["exchange.v1.DossierService/GetBasisdossier"])]));
        Assert.Equal("OK", (string?)next["code"]);
        return entries;
    }
}
