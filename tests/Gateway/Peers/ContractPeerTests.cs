using System.Reflection;
using System.Text.Json.Nodes;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Gateway.Tests.Harness;
using Exchange.V1;
using Google.Protobuf.Reflection;
using Grpc.Health.V1;
using Grpc.Reflection.V1;
using Microsoft.Data.Sqlite;

namespace Exchange.Gateway.Tests.Peers;

/// <summary>The whole contract, called by clients that share nothing with ours: Debian's grpcio in Python, grpc-js in Node.</summary>
public sealed class ContractPeerTests : IAsyncLifetime
{
    private const string Reflection = "grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
    private ContractSetting _setting = null!;

    private RunningGateway Gateway => _setting.Gateway;

    private ContractCalls Calls => _setting.Calls;

    public static TheoryData<string> Peers => ["node", "python"];

    public async ValueTask InitializeAsync() => _setting = await ContractSetting.StartAsync();

    public ValueTask DisposeAsync() => _setting.DisposeAsync();

    [Theory]
    [MemberData(nameof(Peers))]
    public async Task EveryRpc_IsAnsweredWithItsEvidenceAndRefusedWithItsReason(string peer)
    {
        var before = Gateway.Entries().Count;
        var calls = Calls.All;
        var seen = await RunAsync(peer, [.. calls.Select(Calls.Ask)]);
        Assert.Equal(calls.Count, seen.Count);
        var entries = Gateway.Entries().Skip(before).ToList();
        Assert.Equal(calls.Count, entries.Count);
        for (var i = 0; i < calls.Count; i++)
        {
            // Answers and refusals alike say which entry tells of them.
            var receipt = Receipt.Parser.ParseFrom(Convert.FromHexString((string)seen[i]["receipt"]!));
            Assert.Equal((calls[i].Method, before + i), (calls[i].Method, receipt.Index));
            Assert.Equal(MerkleHash.Leaf(Samples.Log(Gateway).Read(Gateway.Partnership, receipt.Index).First().Leaf.Span), receipt.LeafHash.ToByteArray());
            if (calls[i].Refusal is { } reason)
            {
                Assert.Equal((calls[i].Method, reason), (calls[i].Method, (string?)seen[i]["error"]?["reason"]));
                Assert.Equal("exchange", (string?)seen[i]["error"]!["domain"]);
                Assert.Equal(calls[i].Fields, seen[i]["error"]!["fields"]!.AsArray().Select(f => (string)f!));
                Assert.Equal(0, (int)seen[i]["nonceBytes"]!);
                Assert.Equal((Outcome.Refused, reason), (entries[i].Outcome, entries[i].Reason));
                continue;
            }

            // The peer reckoned the HMAC over the bytes as they came, by the nonce in the trailer; of a document over the first message.
            Assert.Equal((calls[i].Method, "OK", 32), (calls[i].Method, (string?)seen[i]["code"], (int)seen[i]["nonceBytes"]!));
            var hmacs = seen[i]["hmacs"]!.AsArray();
            Assert.Equal(calls[i].Request is GetDocumentRequest ? 2 : 1, hmacs.Count);
            Assert.Equal(Convert.ToHexStringLower(entries[i].ResponseHmac.Span), (string?)hmacs[0]);
        }

        var dossier = seen[calls.ToList().FindIndex(c => c.Request is GetBasisdossierRequest)]["responses"]![0]!;
        Assert.Equal(_setting.CaseId, (string?)dossier["caseId"]);
        Assert.Contains(dossier["sections"]!.AsArray(), s => (string?)s!["identity"]?["surname"] == Samples.Surname);
    }

    [Theory]
    [MemberData(nameof(Peers))]
    public async Task CompressedRequest_IsSignedOverWhatItUnpacksTo(string peer)
    {
        var contribute = Calls.All.First(c => c.Request is ContributeRequest);
        ((ContributeRequest)contribute.Request).Contribution.Signals.Narrative = string.Concat(Enumerable.Repeat("Verzonnen melding. ", 200));
        var asked = Calls.Ask(contribute);
        asked["gzip"] = true;
        var seen = Assert.Single(await RunAsync(peer, [asked]));
        Assert.Equal("OK", (string?)seen["code"]);
        Assert.Equal(Convert.ToHexStringLower(Gateway.Entries()[^1].ResponseHmac.Span), (string?)seen["hmacs"]![0]);
    }

    [Theory]
    [MemberData(nameof(Peers))]
    public async Task CancelledCall_LeavesTheChannelUsable(string peer)
    {
        var (cancelled, next) = (Calls.Ask(Dossier), Calls.Ask(Dossier));
        cancelled["cancel"] = true;
        var seen = await RunAsync(peer, [cancelled, next]);
        Assert.Equal(["CANCELLED", "OK"], seen.Select(s => (string)s["code"]!));
        Assert.Empty(seen[0]["responses"]!.AsArray());
    }

    [Theory]
    [MemberData(nameof(Peers))]
    public async Task Deadline_EndsTheCallThatTheLogKeepsWaiting(string peer)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var other = new SqliteConnection($"Data Source={Path.Combine(Gateway.DataFolder, "exchange.db")};Pooling=False");
        await other.OpenAsync(cancellation);
        await using (var hold = other.CreateCommand())
        {
            hold.CommandText = "BEGIN IMMEDIATE";
            await hold.ExecuteNonQueryAsync(cancellation);
        }

        var asked = Calls.Ask(Dossier);
        asked["timeout"] = 0.5;
        var seen = Assert.Single(await RunAsync(peer, [asked]));
        Assert.Equal("DEADLINE_EXCEEDED", (string?)seen["code"]);
        Assert.Empty(seen["responses"]!.AsArray());
    }

    [Fact]
    public async Task Node_WatchesWhatIsAsked()
    {
        var watching = Calls.Ask(Calls.Watching);
        watching["messages"] = 1;
        var before = Gateway.Entries().Count;
        var seen = Assert.Single(await RunAsync("node", [watching]));
        Assert.Equal("CANCELLED", (string?)seen["code"]);
        Assert.Single(Assert.Single(seen["responses"]!.AsArray())!["requests"]!.AsArray());

        // Whoever hangs up gets no trailer: the nonce came first.
        Assert.Equal(32, Convert.FromHexString((string)seen["initialNonce"]!).Length);
        Assert.Equal(Outcome.Released, Gateway.Entries()[before].Outcome);
    }

    [Fact]
    public async Task Node_StreamsReflectionBothWaysAndWatchesHealth()
    {
        var reflection = Calls.Ask(Reflection, new ServerReflectionRequest { ListServices = "" });
        reflection["request"] = new JsonArray(
            reflection["request"]!.DeepClone(),
            new JsonObject { ["fileContainingSymbol"] = "exchange.v1.DossierService" },
            new JsonObject { ["fileContainingSymbol"] = "no.such.Symbol" });
        var watch = Calls.Ask("grpc.health.v1.Health/Watch", new HealthCheckRequest { Service = "exchange.v1.DossierService" });
        watch["messages"] = 1;
        var before = Gateway.Entries().Count;
        var seen = await RunAsync("node", [reflection, watch, Calls.Ask("grpc.health.v1.Health/Check", new HealthCheckRequest { Service = "no.such.Service" })]);

        Assert.Equal(["OK", "CANCELLED", "NOT_FOUND"], seen.Select(s => (string)s["code"]!));
        var answers = seen[0]["responses"]!.AsArray();
        Assert.Superset(
            Services.Select(s => s.FullName).ToHashSet(),
            answers[0]!["listServicesResponse"]!["service"]!.AsArray().Select(s => (string)s!["name"]!).ToHashSet());
        Assert.NotEmpty(answers[1]!["fileDescriptorResponse"]!["fileDescriptorProto"]!.AsArray());
        Assert.Equal(5, (int)answers[2]!["errorResponse"]!["errorCode"]!);
        Assert.Equal("SERVING", (string?)Assert.Single(seen[1]["responses"]!.AsArray())!["status"]);
        Assert.Equal(before, Gateway.Entries().Count); // about nobody
    }

    [Fact]
    public void EveryRpcOfTheContract_IsCalledByAForeignClient()
    {
        Assert.Contains(Services, s => s.FullName == "exchange.v1.DossierService");

        // Both peers of this class call what is in the list; what a source watches is answered to each by a test of its own.
        var answered = Calls.All.Append(Calls.Watching).Where(c => c.Refusal is null).Select(c => c.Method).ToHashSet();
        var refused = Calls.All.Where(c => c.Refusal is not null).Select(c => c.Method).ToHashSet();
        var missing = Services.SelectMany(s => s.Methods).Select(m => $"{m.Service.FullName}/{m.Name}")
            .Where(m => !(answered.Contains(m) && refused.Contains(m)));
        Assert.Empty(missing);
    }

    /// <summary>Every service that the public contract has, whichever file it is in.</summary>
    internal static IReadOnlyList<ServiceDescriptor> Services { get; } =
    [
        .. typeof(DossierService).Assembly.GetTypes()
            .Where(t => t.Namespace == "Exchange.V1")
            .Select(t => t.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
            .OfType<ServiceDescriptor>(),
    ];

    private ContractCall Dossier => Calls.All.First(c => c.Request is GetBasisdossierRequest);

    private async Task<IReadOnlyList<JsonNode>> RunAsync(string peer, JsonArray calls)
    {
        var (exitCode, output, errors) = peer == "node"
            ? await ForeignProgram.RunAsync(
                "node", [ForeignProgram.NodeProgram("tests", "Peers", "node", "contract_peer.js"), Path.Combine(Repository.Root, "protos"), .. _setting.Connection], calls.ToJsonString())
            : await ForeignProgram.RunAsync(ForeignProgram.Python, [ForeignProgram.PythonPeer("contract_peer.py"), await PythonPeer.MakeStubsAsync(Gateway), .. _setting.Connection], calls.ToJsonString());
        Assert.True(exitCode == 0, errors + output);
        return [.. JsonNode.Parse(output)!.AsArray().Select(n => n!)];
    }
}
