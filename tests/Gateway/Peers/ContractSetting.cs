using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Exchange.Gateway.Tests.Harness;
using Exchange.V1;
using Google.Protobuf;

namespace Exchange.Gateway.Tests.Peers;

/// <summary>A gateway of which every RPC of the contract can be answered: a signal at the Meldpunt, a meeting, and a case that colleagues work on.</summary>
internal sealed class ContractSetting : IAsyncDisposable
{
    private ContractSetting(RunningGateway gateway, Person coordinator, string caseId, string spareSectionId, ContractCalls calls) =>
        (Gateway, Coordinator, CaseId, SpareSectionId, Calls) = (gateway, coordinator, caseId, spareSectionId, calls);

    public RunningGateway Gateway { get; }

    /// <summary>Whose organisation calls.</summary>
    public Person Coordinator { get; }

    /// <summary>The signal.</summary>
    public string CaseId { get; }

    /// <summary>A section of the signal that no call of <see cref="Calls"/> names.</summary>
    public string SpareSectionId { get; }

    public ContractCalls Calls { get; }

    /// <summary>What a peer connects with: address, CA, certificate and key.</summary>
    public string[] Connection
    {
        get
        {
            var pki = Path.Combine(Gateway.Folder, "pki");
            return
            [
                $"localhost:{Gateway.Address.Port}", Path.Combine(pki, "ca.pem"),
                Path.Combine(pki, "clients", Coordinator.Controller + ".pem"), Path.Combine(pki, "clients", Coordinator.Controller + ".key"),
            ];
        }
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<ContractSetting> StartAsync(Action<JsonObject>? configure = null)
    {
        var gateway = await RunningGateway.StartAsync(configure: configure);
        var coordinator = gateway.Person("oov", "o.coordinator", "coordinator");
        var spare = Samples.Section(gateway.Covenant, "oov", "signals", ("narrative", new Dossiers.TextValue("Verzonnen, en te veel.")));
        var signal = (await gateway.ImportAsync(Consent.CaseState.Signal, [.. Samples.Sections(gateway.Covenant), ("oov", spare)])).Id.Value;
        var meeting = await coordinator.PlanAsync("casusoverleg", "voorportaal", gateway.Time.GetUtcNow().AddMinutes(-1), [coordinator], signal);
        var dossier = await coordinator.GetAsync(coordinator.Asking("casusoverleg", signal, meeting: "meldpunt"));
        var sections = dossier.Sections.Where(s => s.Category == "signals").Select(s => s.SectionId).ToList();
        var calls = new ContractCalls(gateway, coordinator, signal, sections[0], meeting.MeetingId, await CaseworkAsync(gateway), await Amendment.AgreedAsync(gateway, Amendment.Text("2030.1")));
        return new ContractSetting(gateway, coordinator, signal, sections[1], calls);
    }

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();

    // A case of the coordinator's colleagues, of which a recipient asked something, with a document.
    private static async Task<Casework> CaseworkAsync(RunningGateway gateway)
    {
        var worker = gateway.Person("oov", "o.worker", "caseworker");
        var recipient = gateway.Person("politie", "p.duo", "regisseur");
        var sections = Samples.Sections(gateway.Covenant)
            .Select(s => s.Section.Category == "signals" ? (s.Source, s.Section with { Handling = Consent.Handling.AskSource }) : s).ToList();
        var known = (await gateway.ImportAsync(
            sections, new Dossiers.TeamMember("oov", "o.worker", Consent.Relation.Lead), new Dossiers.TeamMember("politie", "p.duo", Consent.Relation.Duo))).Id.Value;
        await new SourceService.SourceServiceClient(gateway.Channel(recipient.Controller)).AskSourcesAsync(
            new AskSourcesRequest { Partnership = RunningGateway.PartnershipName, ActingRole = recipient.Role, Purpose = "regie", CaseId = known },
            recipient.Headers(),
            cancellationToken: Stop);
        var asked = await new SourceService.SourceServiceClient(gateway.Channel(worker.Controller)).ListRequestsAsync(
            new ListRequestsRequest { Partnership = RunningGateway.PartnershipName, ActingRole = worker.Role }, worker.Headers(), cancellationToken: Stop);
        var request = Assert.Single(asked.Requests);
        var stranger = gateway.Person("oov", "o.stranger", "caseworker");
        var meeting = await gateway.Person("oov", "o.secretaris", "secretary").PlanAsync("regie", "itat", gateway.Time.GetUtcNow().AddMinutes(-1), [stranger], known);
        var header = new AttachDocumentRequest
        {
            Partnership = RunningGateway.PartnershipName,
            ActingRole = worker.Role,
            IdempotencyKey = Exchange.Dossiers.RandomId.Create(),
            SectionId = request.SectionId,
            Name = "brief.pdf",
            MediaType = "application/pdf",
            Size = 1,
            Sha256 = ByteString.CopyFrom(SHA256.HashData([7])),
        };
        using var upload = worker.Dossiers.AttachDocument(worker.Headers(header), cancellationToken: Stop);
        await upload.RequestStream.WriteAsync(header, Stop);
        await upload.RequestStream.WriteAsync(new AttachDocumentRequest { Chunk = ByteString.CopyFrom(7) }, Stop);
        await upload.RequestStream.CompleteAsync();
        return new Casework(
            worker,
            stranger,
            gateway.Person("oov", "o.privacy", "privacyCoordinator"),
            known,
            request.SectionId,
            request.RequestId,
            (await upload.ResponseAsync).DocumentId,
            meeting.MeetingId,
            meeting.Agenda.Single().Alias);
    }
}
