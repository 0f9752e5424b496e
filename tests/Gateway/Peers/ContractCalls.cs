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
internal sealed record ContractCall(string Method, IMessage Request, bool Signed = false, string? Refusal = null, params string[] Fields);

/// <summary>Every RPC of the contract, answered and refused, for clients in other languages: a new RPC is added here.</summary>
internal sealed class ContractCalls(RunningGateway gateway, Person coordinator, string caseId, string sectionId, string meetingId)
{
    private const string Dossiers = "exchange.v1.DossierService/", Meetings = "exchange.v1.MeetingService/";
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
    ];

    /// <summary>A call as a peer reads it.</summary>
    public JsonObject Ask(ContractCall call) => Ask(call.Method, call.Request, call.Signed);

    /// <summary>The same, for a call that is none of the contract's own.</summary>
    public JsonObject Ask(string method, IMessage request, bool signed = false)
    {
        var asked = new JsonObject
        {
            ["method"] = method,
            ["request"] = JsonNode.Parse(JsonFormatter.Default.Format(request)),
            ["token"] = coordinator.Token(),
        };
        if (signed)
        {
            asked["signing_key"] = Path.Combine(gateway.Folder, "pki", "signing", coordinator.Controller + ".key");
            asked["kid"] = gateway.Pki.Parties[coordinator.Controller].Requests.KeyId;
        }

        return asked;
    }

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
