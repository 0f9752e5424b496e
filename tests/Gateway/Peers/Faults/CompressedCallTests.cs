using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Exchange.Audit.V1;
using Exchange.Gateway.Tests.Harness;
using Google.Protobuf;
using Grpc.Core;

namespace Exchange.Gateway.Tests.Peers.Faults;

/// <summary>Compression, of every RPC: what is packed well is answered, what is packed badly is refused.</summary>
public sealed class CompressedCallTests : IAsyncLifetime
{
    private ContractSetting _setting = null!;
    private IReadOnlyDictionary<string, ContractCall> _calls = null!;

    private RunningGateway Gateway => _setting.Gateway;

    public async ValueTask InitializeAsync()
    {
        _setting = await ContractSetting.StartAsync(Settings.Of(("Gateway:CompressResponses", "true")));
        _calls = FaultCalls.Of(_setting);
    }

    public ValueTask DisposeAsync() => _setting.DisposeAsync();

    [Fact]
    public async Task PackedRequest_IsAnsweredByPythonWithTheEvidenceOfTheUnpackedResponse()
    {
        await using var peer = await FaultPeer.StartAsync(_setting);
        var before = Gateway.Entries().Count;
        var seen = await peer.CallAsync(
            RpcFaults.All.Select(r =>
            {
                var asked = _setting.Ask(_calls[r.Method]);
                (asked["compression"], asked["wordy"]) = ("gzip", 100);
                return asked;
            }),
            inOrder: true);
        RpcFaultTests.AssertTold(RpcFaults.All, r => r.Answered, seen);

        // Whoever hangs up reads no trailer, and so no nonce.
        var (entries, at) = (Gateway.Entries().Skip(before).ToList(), 0);
        foreach (var (rpc, answer) in RpcFaults.All.Zip(seen).Where(of => of.First.IsLogged))
        {
            var entry = entries[at++];
            Assert.Equal((rpc.Method, rpc.Event, rpc.Ends), (rpc.Method, entry.EventCase, entry.Outcome));
            if (rpc.Answered.Code == "OK")
                Assert.Equal(Convert.ToHexStringLower(entry.ResponseHmac.Span), (string?)answer["hmacs"]![0]);
        }

        Assert.Equal(entries.Count, at);
    }

    [Fact]
    public async Task PackedRequestAndResponse_AreReadByNode()
    {
        var (exitCode, output, errors) = await ForeignProgram.RunAsync(
            "node",
            [ForeignProgram.NodeProgram("tests", "Peers", "node", "contract_peer.js"), Path.Combine(Repository.Root, "protos"), .. _setting.Connection],
            new JsonArray([.. RpcFaults.All.Select(r =>
            {
                var asked = _setting.Ask(_calls[r.Method]);
                asked["gzip"] = true;
                return asked;
            })]).ToJsonString());
        Assert.True(exitCode == 0, errors + output);
        RpcFaultTests.AssertTold(RpcFaults.All, r => r.Answered, [.. JsonNode.Parse(output)!.AsArray().Select(n => n!)]);
    }

    [Fact]
    public async Task Response_ComesPackedToWhoeverTakesItSo()
    {
        var before = Gateway.Entries().Count;
        var seen = await WirePeer.SendAsync(_setting, RpcFaults.All.Select(r => WirePeer.Request(
            _setting,
            _calls[r.Method],
            [.. Messages(_calls[r.Method]).SelectMany(m => WirePeer.Frame(WirePeer.Pack(m), packed: true))],
            ("grpc-encoding", "gzip"),
            ("grpc-accept-encoding", "gzip"))));

        var (entries, at) = (Gateway.Entries().Skip(before).ToList(), 0);
        foreach (var (rpc, answer) in RpcFaults.All.Zip(seen))
        {
            Assert.Equal((rpc.Method, rpc.Answered.Code == "OK" ? StatusCode.OK : null), (rpc.Method, answer.Status));
            Assert.Equal((rpc.Method, "gzip"), (rpc.Method, answer.Encoding));
            Assert.NotEmpty(answer.Messages);
            Assert.All(answer.Messages, m => Assert.True(m.Packed, rpc.Method));
            if (!rpc.IsLogged)
                continue;
            var entry = entries[at++];
            Assert.Equal((rpc.Method, rpc.Event, rpc.Ends), (rpc.Method, entry.EventCase, entry.Outcome));
            Assert.Equal(entry.ResponseHmac.ToByteArray(), HMACSHA256.HashData(answer.Nonce, answer.Messages[0].Bytes));
        }
    }

    [Fact]
    public async Task BadlyPackedOrHalfARequest_IsRefusedAndLeavesNothing()
    {
        var before = Gateway.Entries().Count;
        (string What, Func<RpcFaults, Told> Told, bool Packed, int? Length, (string, string)[] Headers)[] faults =
        [
            ("a compression that nobody offers", r => r.UnknownCompression, true, null, [("grpc-encoding", "br")]),
            ("packed, it does not say how", r => r.BadCompression, true, null, []),
            ("packed as identity", r => r.BadCompression, true, null, [("grpc-encoding", "identity")]),
            ("not the gzip that it says it is", r => r.BadCompression, true, null, [("grpc-encoding", "gzip")]),
            ("shorter than it says", r => r.CutShort, false, 100_000, []),
        ];
        var rows = faults.SelectMany(fault => RpcFaults.All.Select(rpc => (Fault: fault, Rpc: rpc))).ToList();
        var seen = await WirePeer.SendAsync(_setting, rows.Select(row => WirePeer.Request(
            _setting,
            _calls[row.Rpc.Method],
            WirePeer.Frame([0xFF, .. Messages(_calls[row.Rpc.Method])[0]], row.Fault.Packed, row.Fault.Length),
            row.Fault.Headers)));

        Assert.Equal(
            rows.Select(row => (row.Rpc.Method, row.Fault.What, row.Fault.Told(row.Rpc).Code)),
            rows.Zip(seen, (row, answer) => (row.Rpc.Method, row.Fault.What, Spelled(answer.Status))));
        Assert.All(seen, answer => Assert.Empty(answer.Messages));
        Assert.Equal(before, Gateway.Entries().Count);
    }

    private static IReadOnlyList<byte[]> Messages(ContractCall call) => [call.Request.ToByteArray(), .. call.Then.Select(m => m.ToByteArray())];

    private static string Spelled(StatusCode? code) => code switch
    {
        StatusCode.Unimplemented => "UNIMPLEMENTED",
        StatusCode.Internal => "INTERNAL",
        _ => code?.ToString() ?? "none",
    };
}
