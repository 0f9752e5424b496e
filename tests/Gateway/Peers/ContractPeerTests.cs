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
    private RunningGateway _gateway = null!;
    private Person _coordinator = null!;
    private ContractCalls _calls = null!;
    private string _caseId = "";

    public static TheoryData<string> Peers => ["node", "python"];

    public async ValueTask InitializeAsync()
    {
        _gateway = await RunningGateway.StartAsync();
        _coordinator = _gateway.Person("oov", "o.coordinator", "coordinator");
        _caseId = (await _gateway.ImportAsync(Consent.CaseState.Signal, Samples.Sections(_gateway.Covenant))).Id.Value;
        var meeting = await _coordinator.PlanAsync("casusoverleg", "voorportaal", _gateway.Time.GetUtcNow().AddMinutes(-1), [_coordinator], _caseId);
        var dossier = await _coordinator.GetAsync(_coordinator.Asking("casusoverleg", _caseId, meeting: "meldpunt"));
        _calls = new ContractCalls(
            _gateway, _coordinator, _caseId, dossier.Sections.Single(s => s.Category == "signals").SectionId, meeting.MeetingId, await CaseworkAsync());
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [MemberData(nameof(Peers))]
    public async Task EveryRpc_IsAnsweredWithItsEvidenceAndRefusedWithItsReason(string peer)
    {
        var before = _gateway.Entries().Count;
        var calls = _calls.All;
        var seen = await RunAsync(peer, [.. calls.Select(_calls.Ask)]);
        Assert.Equal(calls.Count, seen.Count);
        var entries = _gateway.Entries().Skip(before).ToList();
        Assert.Equal(calls.Count, entries.Count);
        for (var i = 0; i < calls.Count; i++)
        {
            // Answers and refusals alike say which entry tells of them.
            var receipt = Receipt.Parser.ParseFrom(Convert.FromHexString((string)seen[i]["receipt"]!));
            Assert.Equal((calls[i].Method, before + i), (calls[i].Method, receipt.Index));
            Assert.Equal(MerkleHash.Leaf(Samples.Log(_gateway).Read(_gateway.Partnership, receipt.Index).First().Leaf.Span), receipt.LeafHash.ToByteArray());
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
        Assert.Equal(_caseId, (string?)dossier["caseId"]);
        Assert.Contains(dossier["sections"]!.AsArray(), s => (string?)s!["identity"]?["surname"] == Samples.Surname);
    }

    [Theory]
    [MemberData(nameof(Peers))]
    public async Task CompressedRequest_IsSignedOverWhatItUnpacksTo(string peer)
    {
        var contribute = _calls.All.First(c => c.Request is ContributeRequest);
        ((ContributeRequest)contribute.Request).Contribution.Signals.Narrative = string.Concat(Enumerable.Repeat("Verzonnen melding. ", 200));
        var asked = _calls.Ask(contribute);
        asked["gzip"] = true;
        var seen = Assert.Single(await RunAsync(peer, [asked]));
        Assert.Equal("OK", (string?)seen["code"]);
        Assert.Equal(Convert.ToHexStringLower(_gateway.Entries()[^1].ResponseHmac.Span), (string?)seen["hmacs"]![0]);
    }

    [Theory]
    [MemberData(nameof(Peers))]
    public async Task CancelledCall_LeavesTheChannelUsable(string peer)
    {
        var (cancelled, next) = (_calls.Ask(Dossier), _calls.Ask(Dossier));
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
        await using var other = new SqliteConnection($"Data Source={Path.Combine(_gateway.DataFolder, "exchange.db")};Pooling=False");
        await other.OpenAsync(cancellation);
        await using (var hold = other.CreateCommand())
        {
            hold.CommandText = "BEGIN IMMEDIATE";
            await hold.ExecuteNonQueryAsync(cancellation);
        }

        var asked = _calls.Ask(Dossier);
        asked["timeout"] = 0.5;
        var seen = Assert.Single(await RunAsync(peer, [asked]));
        Assert.Equal("DEADLINE_EXCEEDED", (string?)seen["code"]);
        Assert.Empty(seen["responses"]!.AsArray());
    }

    [Fact]
    public async Task Node_WatchesWhatIsAsked()
    {
        var watching = _calls.Ask(_calls.Watching);
        watching["messages"] = 1;
        var before = _gateway.Entries().Count;
        var seen = Assert.Single(await RunAsync("node", [watching]));
        Assert.Equal("CANCELLED", (string?)seen["code"]);
        Assert.Single(Assert.Single(seen["responses"]!.AsArray())!["requests"]!.AsArray());

        // Whoever hangs up gets no trailer: the nonce came first.
        Assert.Equal(32, Convert.FromHexString((string)seen["initialNonce"]!).Length);
        Assert.Equal(Outcome.Released, _gateway.Entries()[before].Outcome);
    }

    [Fact]
    public async Task Node_StreamsReflectionBothWaysAndWatchesHealth()
    {
        var reflection = _calls.Ask(Reflection, new ServerReflectionRequest { ListServices = "" });
        reflection["request"] = new JsonArray(
            reflection["request"]!.DeepClone(),
            new JsonObject { ["fileContainingSymbol"] = "exchange.v1.DossierService" },
            new JsonObject { ["fileContainingSymbol"] = "no.such.Symbol" });
        var watch = _calls.Ask("grpc.health.v1.Health/Watch", new HealthCheckRequest { Service = "exchange.v1.DossierService" });
        watch["messages"] = 1;
        var before = _gateway.Entries().Count;
        var seen = await RunAsync("node", [reflection, watch, _calls.Ask("grpc.health.v1.Health/Check", new HealthCheckRequest { Service = "no.such.Service" })]);

        Assert.Equal(["OK", "CANCELLED", "NOT_FOUND"], seen.Select(s => (string)s["code"]!));
        var answers = seen[0]["responses"]!.AsArray();
        Assert.Superset(
            Services.Select(s => s.FullName).ToHashSet(),
            answers[0]!["listServicesResponse"]!["service"]!.AsArray().Select(s => (string)s!["name"]!).ToHashSet());
        Assert.NotEmpty(answers[1]!["fileDescriptorResponse"]!["fileDescriptorProto"]!.AsArray());
        Assert.Equal(5, (int)answers[2]!["errorResponse"]!["errorCode"]!);
        Assert.Equal("SERVING", (string?)Assert.Single(seen[1]["responses"]!.AsArray())!["status"]);
        Assert.Equal(before, _gateway.Entries().Count); // about nobody
    }

    [Fact]
    public void EveryRpcOfTheContract_IsCalledByAForeignClient()
    {
        Assert.Contains(Services, s => s.FullName == "exchange.v1.DossierService");

        // Both peers of this class call what is in the list; what a source watches is answered to each by a test of its own.
        var answered = _calls.All.Append(_calls.Watching).Where(c => c.Refusal is null).Select(c => c.Method).ToHashSet();
        var refused = _calls.All.Where(c => c.Refusal is not null).Select(c => c.Method).ToHashSet();
        var missing = Services.SelectMany(s => s.Methods).Select(m => $"{m.Service.FullName}/{m.Name}")
            .Where(m => !(answered.Contains(m) && refused.Contains(m)));
        Assert.Empty(missing);
    }

    // Every service that the public contract has, whichever file it is in.
    private static IReadOnlyList<ServiceDescriptor> Services { get; } =
    [
        .. typeof(DossierService).Assembly.GetTypes()
            .Where(t => t.Namespace == "Exchange.V1")
            .Select(t => t.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
            .OfType<ServiceDescriptor>(),
    ];

    // A case of the coordinator's colleagues, of which a recipient asked something, with a document.
    private async Task<Casework> CaseworkAsync()
    {
        var worker = _gateway.Person("oov", "o.worker", "caseworker");
        var recipient = _gateway.Person("politie", "p.duo", "regisseur");
        var sections = Samples.Sections(_gateway.Covenant)
            .Select(s => s.Section.Category == "signals" ? (s.Source, s.Section with { Handling = Consent.Handling.AskSource }) : s).ToList();
        var known = (await _gateway.ImportAsync(
            sections, new Dossiers.TeamMember("oov", "o.worker", Consent.Relation.Lead), new Dossiers.TeamMember("politie", "p.duo", Consent.Relation.Duo))).Id.Value;
        await new SourceService.SourceServiceClient(_gateway.Channel(recipient.Controller)).AskSourcesAsync(
            new AskSourcesRequest { Partnership = RunningGateway.PartnershipName, ActingRole = recipient.Role, Purpose = "regie", CaseId = known },
            recipient.Headers(),
            cancellationToken: TestContext.Current.CancellationToken);
        var asked = await new SourceService.SourceServiceClient(_gateway.Channel(worker.Controller)).ListRequestsAsync(
            new ListRequestsRequest { Partnership = RunningGateway.PartnershipName, ActingRole = worker.Role },
            worker.Headers(),
            cancellationToken: TestContext.Current.CancellationToken);
        var request = Assert.Single(asked.Requests);
        var header = new AttachDocumentRequest
        {
            Partnership = RunningGateway.PartnershipName,
            ActingRole = worker.Role,
            IdempotencyKey = Exchange.Dossiers.RandomId.Create(),
            SectionId = request.SectionId,
            Name = "brief.pdf",
            MediaType = "application/pdf",
            Size = 1,
            Sha256 = Google.Protobuf.ByteString.CopyFrom(System.Security.Cryptography.SHA256.HashData([7])),
        };
        using var upload = worker.Dossiers.AttachDocument(worker.Headers(header), cancellationToken: TestContext.Current.CancellationToken);
        await upload.RequestStream.WriteAsync(header, TestContext.Current.CancellationToken);
        await upload.RequestStream.WriteAsync(
            new AttachDocumentRequest { Chunk = Google.Protobuf.ByteString.CopyFrom(7) }, TestContext.Current.CancellationToken);
        await upload.RequestStream.CompleteAsync();
        return new Casework(
            worker,
            _gateway.Person("oov", "o.stranger", "caseworker"),
            _gateway.Person("oov", "o.privacy", "privacyCoordinator"),
            known,
            request.SectionId,
            request.RequestId,
            (await upload.ResponseAsync).DocumentId);
    }

    private ContractCall Dossier => _calls.All.First(c => c.Request is GetBasisdossierRequest);

    private async Task<IReadOnlyList<JsonNode>> RunAsync(string peer, JsonArray calls)
    {
        var pki = Path.Combine(_gateway.Folder, "pki");
        string[] connection =
        [
            $"localhost:{_gateway.Address.Port}", Path.Combine(pki, "ca.pem"),
            Path.Combine(pki, "clients", _coordinator.Controller + ".pem"), Path.Combine(pki, "clients", _coordinator.Controller + ".key"),
        ];
        var (exitCode, output, errors) = peer == "node"
            ? await ForeignProgram.RunAsync(
                "node", [ForeignProgram.NodeProgram("tests", "Peers", "node", "contract_peer.js"), Path.Combine(Repository.Root, "protos"), .. connection], calls.ToJsonString())
            : await ForeignProgram.RunAsync(ForeignProgram.Python, [ForeignProgram.PythonPeer("contract_peer.py"), await PythonPeer.MakeStubsAsync(_gateway), .. connection], calls.ToJsonString());
        Assert.True(exitCode == 0, errors + output);
        return [.. JsonNode.Parse(output)!.AsArray().Select(n => n!)];
    }
}
