using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Exchange.Gateway.Tests.Harness;
using Exchange.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Exchange.Gateway.Tests.Peers;

/// <summary>A call that a foreign client is to make, and what must come of it.</summary>
/// <param name="Method">The RPC, as <c>package.Service/Method</c>.</param>
/// <param name="Request">The request.</param>
/// <param name="Signed">Whether it is signed.</param>
/// <param name="Refusal">The reason with which it is refused; null when it is answered.</param>
/// <param name="Fields">The fields that are told to be at fault.</param>
internal sealed record ContractCall(string Method, IMessage Request, bool Signed = false, string? Refusal = null, params string[] Fields)
{
    /// <summary>Who calls, at the organisation whose certificate the client has; null for the coordinator.</summary>
    public Person? As { get; init; }

    /// <summary>What follows on the request, of a method that takes a stream.</summary>
    public IReadOnlyList<IMessage> Then { get; init; } = [];
}

/// <summary>A case that colleagues of the coordinator work on, with what the calls about it name.</summary>
/// <param name="Worker">Who leads it.</param>
/// <param name="Stranger">A colleague who has no part in it.</param>
/// <param name="Reviewer">Who oversees their organisation.</param>
/// <param name="CaseId">The case.</param>
/// <param name="SectionId">A section of the organisation's own.</param>
/// <param name="RequestId">What a recipient asked of it.</param>
/// <param name="DocumentId">A document attached to it.</param>
/// <param name="MeetingId">A meeting of many, which the stranger attends.</param>
/// <param name="Alias">By which the case is known there.</param>
internal sealed record Casework(
    Person Worker, Person Stranger, Person Reviewer, string CaseId, string SectionId, string RequestId, string DocumentId, string MeetingId, string Alias);

/// <summary>Every RPC of the contract, answered and refused, for clients in other languages: a new RPC is added here.</summary>
internal sealed class ContractCalls(
    RunningGateway gateway, Person coordinator, string caseId, string sectionId, string meetingId, Casework casework, Amendment amendment)
{
    private const string Dossiers = "exchange.v1.DossierService/", Meetings = "exchange.v1.MeetingService/";
    private const string Sources = "exchange.v1.SourceService/", Log = "exchange.v1.AuditService/";
    private const string Covenants = "exchange.v1.CovenantService/";
    private const string Ground = "AVG art. 6(1)(e), Gemeentewet art. 172";
    private const string Nothing = "AAAAAAAAAAAAAAAAAAAAAA";

    /// <summary>The calls, in an order in which each can be answered.</summary>
    public IReadOnlyList<ContractCall> All =>
    [
        new(Dossiers + "OpenCase", Open("999990020"), Signed: true),
        new(Dossiers + "OpenCase", Open("999990021"), Signed: true, "FIELD_INVALID", "subject.bsn"),
        new(Dossiers + "OpenCase", Open("999990020"), Signed: false, "SIGNATURE_MISSING"),
        new(Dossiers + "Contribute", Contribute(caseId), Signed: true),
        new(Dossiers + "Contribute", Contribute(Nothing), Signed: true, "CASE_NOT_FOUND"),
        new(Dossiers + "ListCases", List("casusoverleg")),
        new(Dossiers + "ListCases", List("nieuwsgierigheid"), Signed: false, "PURPOSE_UNKNOWN"),
        new(Dossiers + "DescribeAccess", Describe(caseId)),
        new(Dossiers + "DescribeAccess", Describe(Nothing), Signed: false, "CASE_NOT_FOUND"),
        new(Dossiers + "PreviewContribution", Preview("signals")),
        new(Dossiers + "PreviewContribution", Preview("sterrenbeeld"), Signed: false, "CATEGORY_UNKNOWN"),
        new(Dossiers + "GetBasisdossier", coordinator.Asking("casusoverleg", caseId, meeting: "meldpunt")),
        new(Dossiers + "GetBasisdossier", coordinator.Asking("casusoverleg", Nothing, meeting: "meldpunt"), Signed: false, "CASE_NOT_FOUND"),
        new(Dossiers + "ListOwnContributions", ListOwn(0)),
        new(Dossiers + "ListOwnContributions", ListOwn(-1), Signed: false, "FIELD_INVALID", "page_size"),
        new(Dossiers + "CorrectContribution", Correct(sectionId), Signed: true),
        new(Dossiers + "CorrectContribution", Correct(Nothing), Signed: true, "SECTION_NOT_FOUND"),
        new(Dossiers + "WithdrawContribution", Withdraw(2), Signed: true),
        new(Dossiers + "WithdrawContribution", Withdraw(2), Signed: true, "SECTION_WITHDRAWN"),
        new(Meetings + "Plan", Plan("voorportaal")),
        new(Meetings + "Plan", Plan("borreltafel"), Signed: false, "FORUM_UNKNOWN"),
        new(Meetings + "Close", Close(meetingId)),
        new(Meetings + "Close", Close(meetingId), Signed: false, "MEETING_NOT_OPEN"),
        new(Sources + "AskSources", Ask(casework.CaseId)) { As = casework.Worker },
        new(Sources + "AskSources", Ask(Nothing), Signed: false, "CASE_NOT_FOUND") { As = casework.Worker },
        new(Sources + "ListRequests", ListRequests(0)) { As = casework.Worker },
        new(Sources + "ListRequests", ListRequests(-1), Signed: false, "FIELD_INVALID", "page_size") { As = casework.Worker },
        new(Sources + "WatchRequests", Watch("AAAA"), Signed: false, "PAGE_TOKEN_INVALID") { As = casework.Worker },
        new(Sources + "AnswerRequest", Answer(casework.RequestId), Signed: true) { As = casework.Worker },
        new(Sources + "AnswerRequest", Answer(Nothing), Signed: true, "REQUEST_NOT_FOUND") { As = casework.Worker },
        new(Dossiers + "BreakGlass", BreakGlass(casework.CaseId), Signed: true) { As = casework.Stranger },
        new(Dossiers + "BreakGlass", BreakGlass(Nothing), Signed: true, "CASE_NOT_FOUND") { As = casework.Stranger },
        new(Dossiers + "ReportRecognition", Report(casework.Alias)) { As = casework.Stranger },
        new(Dossiers + "ReportRecognition", Report("NIETBEST"), Signed: false, "CASE_NOT_FOUND") { As = casework.Stranger },
        new(Dossiers + "AttachDocument", Attach, Signed: true) { As = casework.Worker, Then = [Chunk([1, 2, 3, 4])] },
        new(Dossiers + "AttachDocument", Attach, Signed: true, "DOCUMENT_MISMATCH") { As = casework.Worker, Then = [Chunk([1, 2])] },
        new(Dossiers + "GetDocument", GetDocument(casework.DocumentId)) { As = casework.Worker },
        new(Dossiers + "GetDocument", GetDocument(Nothing), Signed: false, "DOCUMENT_NOT_FOUND") { As = casework.Worker },
        new(Log + "Search", new SearchRequest { Partnership = RunningGateway.PartnershipName, ActingRole = casework.Reviewer.Role }) { As = casework.Reviewer },
        new(Log + "Search", new SearchRequest { Partnership = RunningGateway.PartnershipName, ActingRole = coordinator.Role }, Signed: false, "ACT_NOT_ALLOWED"),
        new(Log + "OpenEntryName", OpenName(casework.Reviewer.Role, 0)) { As = casework.Reviewer },
        new(Log + "OpenEntryName", OpenName(casework.Reviewer.Role, 1_000_000), Signed: false, "ENTRY_NOT_FOUND") { As = casework.Reviewer },
        new(Log + "ListDisclosures", Disclosures(casework.Reviewer.Partner)) { As = casework.Reviewer },
        new(Log + "ListDisclosures", Disclosures("sterrenwacht"), Signed: false, "PARTNER_UNKNOWN") { As = casework.Reviewer },
        new(Log + "CountEntries", Counts(casework.Reviewer.Role, 1)) { As = casework.Reviewer },
        new(Log + "CountEntries", Counts(casework.Reviewer.Role, 32), Signed: false, "FIELD_INVALID", "until", "until") { As = casework.Reviewer },
        new(Log + "GetEntry", GetEntry(0)) { As = casework.Reviewer },
        new(Log + "GetEntry", GetEntry(1_000_000), Signed: false, "ENTRY_NOT_FOUND") { As = casework.Reviewer },
        new(Log + "GetHead", new GetHeadRequest { Partnership = RunningGateway.PartnershipName, ActingRole = casework.Reviewer.Role }) { As = casework.Reviewer },
        new(Log + "GetHead", new GetHeadRequest { Partnership = RunningGateway.PartnershipName, ActingRole = coordinator.Role }, Signed: false, "ACT_NOT_ALLOWED"),
        new(Log + "GetInclusionProof", Proof(casework.Reviewer.Role)) { As = casework.Reviewer },
        new(Log + "GetInclusionProof", Proof(coordinator.Role), Signed: false, "ACT_NOT_ALLOWED"),
        new(Log + "GetConsistencyProof", Consistency(casework.Reviewer.Role, 1)) { As = casework.Reviewer },
        new(Log + "GetConsistencyProof", Consistency(casework.Reviewer.Role, 0), Signed: false, "FIELD_INVALID", "first_size") { As = casework.Reviewer },
        new(Log + "ListNotifications", Notifications(casework.Reviewer.Role)) { As = casework.Reviewer },
        new(Log + "ListNotifications", Notifications(coordinator.Role), Signed: false, "ACT_NOT_ALLOWED"),
        new(Covenants + "Propose", Amendment.Proposing(Amendment.Text("2031.1"))) { As = amendment.Jurist },
        new(Covenants + "Propose", Amendment.Proposing([0xFF]), Signed: false, "COVENANT_INVALID", "text") { As = amendment.Jurist },
        new(Covenants + "Sign", amendment.Signing(amendment.Jurist)) { As = amendment.Jurist },
        new(Covenants + "Sign", amendment.Signing(amendment.Jurist, new byte[32]), Signed: false, "COVENANT_NOT_FOUND") { As = amendment.Jurist },
        new(Covenants + "Get", Amendment.Getting(amendment.Jurist.Role, amendment.Digest)) { As = amendment.Jurist },
        new(Covenants + "Get", Amendment.Getting(coordinator.Role, amendment.Digest), Signed: false, "ACT_NOT_ALLOWED"),
        new(Covenants + "ListVersions", Amendment.Listing(casework.Reviewer.Role)) { As = casework.Reviewer },
        new(Covenants + "ListVersions", Amendment.Listing(coordinator.Role), Signed: false, "ACT_NOT_ALLOWED"),
        new(Covenants + "Activate", Amendment.Activating(amendment.Digest)) { As = amendment.Colleague },
        new(Covenants + "Activate", Amendment.Activating(amendment.Digest), Signed: false, "COVENANT_ALREADY_ACTIVATED") { As = amendment.Colleague },
    ];

    /// <summary>What a source keeps open; the first message comes at once.</summary>
    public ContractCall Watching => new(Sources + "WatchRequests", Watch("")) { As = casework.Worker };

    /// <summary>A call as a peer reads it.</summary>
    public JsonObject Ask(ContractCall call)
    {
        var asked = Ask(call.Method, call.Request, call.Signed);
        asked["token"] = (call.As ?? coordinator).Token();
        if (call.Then.Count > 0)
            asked["request"] = new JsonArray([asked["request"]!.DeepClone(), .. call.Then.Select(Json)]);
        return asked;
    }

    /// <summary>The same, for a call that is none of the contract's own.</summary>
    public JsonObject Ask(string method, IMessage request, bool signed = false)
    {
        var asked = new JsonObject { ["method"] = method, ["request"] = Json(request), ["token"] = coordinator.Token() };
        if (signed)
        {
            asked["signing_key"] = Path.Combine(gateway.Folder, "pki", "signing", coordinator.Controller + ".key");
            asked["kid"] = gateway.Pki.Parties[coordinator.Controller].Requests.KeyId;
        }

        return asked;
    }

    private static JsonNode Json(IMessage message) => JsonNode.Parse(JsonFormatter.Default.Format(message))!;

    private AskSourcesRequest Ask(string @case) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = casework.Worker.Role,
        Purpose = "regie",
        CaseId = @case,
    };

    private static OpenEntryNameRequest OpenName(string role, long index) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = role,
        Index = index,
        Reason = "Een verzoek om inzage van de betrokkene.",
    };

    private ListDisclosuresRequest Disclosures(string source) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = casework.Reviewer.Role,
        Source = source,
    };

    private static CountEntriesRequest Counts(string role, int lastDay) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = role,
        From = new Date { Year = 2026, Month = 3, Day = 1 },
        Until = new Date { Year = 2026, Month = 3, Day = lastDay },
    };

    private ListRequestsRequest ListRequests(int pageSize) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = casework.Worker.Role,
        PageSize = pageSize,
    };

    private WatchRequestsRequest Watch(string token) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = casework.Worker.Role,
        ResumeToken = token,
    };

    private AnswerRequestRequest Answer(string request) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = casework.Worker.Role,
        IdempotencyKey = Exchange.Dossiers.RandomId.Create(),
        RequestId = request,
        Refuse = new Refuse(),
    };

    private BreakGlassRequest BreakGlass(string @case) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = casework.Stranger.Role,
        IdempotencyKey = Exchange.Dossiers.RandomId.Create(),
        CaseId = @case,
        Purpose = "casusoverleg",
        Reason = "Er is nu gevaar.",
        Minutes = 5,
    };

    private ReportRecognitionRequest Report(string alias) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = casework.Stranger.Role,
        IdempotencyKey = Exchange.Dossiers.RandomId.Create(),
        Alias = alias,
        MeetingId = casework.MeetingId,
        Purpose = "casusoverleg",
        Reason = "Door het ongeval in de tekst.",
    };

    private AttachDocumentRequest Attach => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = casework.Worker.Role,
        IdempotencyKey = Exchange.Dossiers.RandomId.Create(),
        SectionId = casework.SectionId,
        Name = "brief.pdf",
        MediaType = "application/pdf",
        Size = 4,
        Sha256 = ByteString.CopyFrom(SHA256.HashData([1, 2, 3, 4])),
    };

    private static AttachDocumentRequest Chunk(byte[] bytes) => new() { Chunk = ByteString.CopyFrom(bytes) };

    private GetDocumentRequest GetDocument(string document) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = casework.Worker.Role,
        Purpose = "regie",
        CaseId = casework.CaseId,
        DocumentId = document,
    };

    private GetEntryRequest GetEntry(long index) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = casework.Reviewer.Role,
        Index = index,
    };

    private static GetConsistencyProofRequest Consistency(string role, long firstSize) =>
        new() { Partnership = RunningGateway.PartnershipName, ActingRole = role, FirstSize = firstSize, TreeSize = 2 };

    private static GetInclusionProofRequest Proof(string role) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = role,
        Index = 0,
        TreeSize = 1,
    };

    private static ListNotificationsRequest Notifications(string role) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = role,
    };

    private OpenCaseRequest Open(string bsn) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = coordinator.Role,
        Purpose = "casusoverleg",
        IdempotencyKey = Exchange.Dossiers.RandomId.Create(),
        Subject = new IdentitySection { FirstNames = "Zoë", Surname = Samples.Surname, Bsn = bsn },
        Ground = Ground,
        KeepUntil = KeepUntil,
    };

    private ContributeRequest Contribute(string @case) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = coordinator.Role,
        Purpose = "casusoverleg",
        IdempotencyKey = Exchange.Dossiers.RandomId.Create(),
        CaseId = @case,
        MeetingId = "meldpunt",
        Contribution = Signals,
    };

    private CorrectContributionRequest Correct(string section) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = coordinator.Role,
        IdempotencyKey = Exchange.Dossiers.RandomId.Create(),
        SectionId = section,
        ExpectedVersion = 1,
        Contribution = Signals,
    };

    private WithdrawContributionRequest Withdraw(int version) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = coordinator.Role,
        IdempotencyKey = Exchange.Dossiers.RandomId.Create(),
        SectionId = sectionId,
        ExpectedVersion = version,
        Reason = "Verkeerde persoon",
    };

    private ListCasesRequest List(string purpose) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = coordinator.Role,
        Purpose = purpose,
        MeetingId = "meldpunt",
    };

    private DescribeAccessRequest Describe(string @case) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = coordinator.Role,
        Purpose = "casusoverleg",
        CaseId = @case,
        MeetingId = "meldpunt",
    };

    private PreviewContributionRequest Preview(string category) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = coordinator.Role,
        Purpose = "casusoverleg",
        CaseId = caseId,
        MeetingId = "meldpunt",
        Category = category,
        Ground = Ground,
    };

    private ListOwnContributionsRequest ListOwn(int pageSize) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = coordinator.Role,
        PageSize = pageSize,
    };

    private PlanRequest Plan(string forum)
    {
        // Whole seconds, and ones that are not: both sides must write the same moment.
        var starts = DateTimeOffset.FromUnixTimeMilliseconds(gateway.Time.GetUtcNow().ToUnixTimeMilliseconds());
        return new PlanRequest
        {
            Partnership = RunningGateway.PartnershipName,
            ActingRole = coordinator.Role,
            Purpose = "casusoverleg",
            IdempotencyKey = Exchange.Dossiers.RandomId.Create(),
            Forum = forum,
            StartsAt = Timestamp.FromDateTimeOffset(starts),
            EndsAt = Timestamp.FromDateTimeOffset(starts.AddHours(2)),
            Attendees = { new Attendee { Partner = coordinator.Partner, Actor = coordinator.Actor } },
            Agenda = { caseId },
        };
    }

    private CloseRequest Close(string meeting) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = coordinator.Role,
        Purpose = "casusoverleg",
        MeetingId = meeting,
    };

    private static Contribution Signals => new()
    {
        Signals = new SignalsSection { Kind = "gedrag", Narrative = "Verzonnen." },
        Ground = Ground,
        KeepUntil = KeepUntil,
    };

    private static Date KeepUntil => new() { Year = 2099, Month = 1, Day = 1 };
}
