using static Exchange.Audit.V1.Entry.EventOneofCase;
using Event = Exchange.Audit.V1.Entry.EventOneofCase;
using Outcome = Exchange.Audit.V1.Outcome;

namespace Exchange.Gateway.Tests.Peers.Faults;

/// <summary>What a client is told of a call.</summary>
/// <param name="Code">The gRPC code.</param>
/// <param name="Reason">The reason in its rich error; empty where gRPC itself answers, or nothing is wrong.</param>
internal sealed record Told(string Code, string Reason = "");

/// <summary>What must come of one RPC under every fault. A row says where it differs from the RPCs of the contract at large.</summary>
/// <param name="Method">The RPC, as <c>package.Service/Method</c>.</param>
/// <param name="Event">What the entry tells of, also when the call is refused; none when the log is silent about it.</param>
/// <param name="Ends">How the entry ends when nothing is wrong.</param>
internal sealed record RpcFaults(string Method, Event Event, Outcome Ends)
{
    private static readonly Told Ok = new("OK");

    /// <summary>When nothing is wrong.</summary>
    public Told Answered { get; init; } = Ok;

    /// <summary>When it is made again, under its key if it has one, after it was done.</summary>
    public Told Again { get; init; } = Ok;

    /// <summary>Whether making it again does nothing.</summary>
    public bool IsDoneOnce => Ends == Outcome.Done && Event != SourcesAsked;

    /// <summary>When the deadline passes while the log waits; null where nothing is waited for.</summary>
    public Told? Late { get; init; } = new("DEADLINE_EXCEEDED");

    /// <summary>When the client hangs up while the log waits; null as above.</summary>
    public Told? Cancelled { get; init; } = new("CANCELLED");

    /// <summary>When the log cannot be written.</summary>
    public Told LogGone { get; init; } = new("UNAVAILABLE", "LOG_UNAVAILABLE");

    /// <summary>When the records cannot be read and the log can be written.</summary>
    public Told RecordsGone { get; init; } = new("UNAVAILABLE", "STORE_UNAVAILABLE");

    /// <summary>When the content of documents cannot be read or written.</summary>
    public Told DocumentsGone { get; init; } = Ok;

    /// <summary>When the keys cannot be read and none is in memory: nobody can seal who called, so nothing can be logged.</summary>
    public Told KeysGone { get; init; } = new("UNAVAILABLE", "LOG_UNAVAILABLE");

    /// <summary>When no token comes.</summary>
    public Told NoToken { get; init; } = new("UNAUTHENTICATED", "TOKEN_MISSING");

    /// <summary>When the header with the token comes twice.</summary>
    public Told TwoTokens { get; init; } = new("UNAUTHENTICATED", "TOKEN_INVALID");

    /// <summary>When a message is compressed in a way that the gateway does not offer.</summary>
    public Told UnknownCompression { get; init; } = new("UNIMPLEMENTED");

    /// <summary>When a message is said to be compressed and no way is named, or it is not what it is said to be.</summary>
    public Told BadCompression { get; init; } = new("INTERNAL");

    /// <summary>When a few bytes unpack to more than a message may have.</summary>
    public Told Bomb { get; init; } = new("RESOURCE_EXHAUSTED");

    /// <summary>When a message has more bytes than a message may have.</summary>
    public Told TooLarge { get; init; } = new("RESOURCE_EXHAUSTED");

    /// <summary>When a message ends before its length.</summary>
    public Told CutShort { get; init; } = new("INTERNAL");

    /// <summary>When the bytes of a message are no protobuf.</summary>
    public Told NoProtobuf { get; init; } = new("INVALID_ARGUMENT", "REQUEST_UNREADABLE");

    /// <summary>Every RPC that the gateway serves: a new one gets a row here.</summary>
    public static IReadOnlyList<RpcFaults> All { get; } =
    [
        new("exchange.v1.DossierService/OpenCase", CaseOpened, Outcome.Done),
        new("exchange.v1.DossierService/Contribute", SectionContributed, Outcome.Done),
        new("exchange.v1.DossierService/ListCases", CasesListed, Outcome.Released),
        new("exchange.v1.DossierService/DescribeAccess", AccessDescribed, Outcome.Released),
        new("exchange.v1.DossierService/PreviewContribution", ContributionPreviewed, Outcome.Released),
        new("exchange.v1.DossierService/GetBasisdossier", DossierRead, Outcome.Released),
        new("exchange.v1.DossierService/ListOwnContributions", OwnContributionsListed, Outcome.Released),
        new("exchange.v1.DossierService/CorrectContribution", SectionContributed, Outcome.Done),
        new("exchange.v1.DossierService/WithdrawContribution", SectionWithdrawn, Outcome.Done),
        new("exchange.v1.DossierService/BreakGlass", GlassBroken, Outcome.Done),
        new("exchange.v1.DossierService/ReportRecognition", RecognitionReported, Outcome.Done),
        new("exchange.v1.DossierService/AttachDocument", DocumentAttached, Outcome.Done)
        {
            DocumentsGone = new("UNAVAILABLE", "STORE_UNAVAILABLE"),
        },

        // Its entry and its first message go before what cannot be read.
        new("exchange.v1.DossierService/GetDocument", DocumentRead, Outcome.Released)
        {
            DocumentsGone = new("UNAVAILABLE", "STORE_UNAVAILABLE"),
        },
        new("exchange.v1.MeetingService/Plan", MeetingPlanned, Outcome.Done),
        new("exchange.v1.MeetingService/Close", MeetingClosed, Outcome.Done) { Again = new("FAILED_PRECONDITION", "MEETING_NOT_OPEN") },
        new("exchange.v1.SourceService/AskSources", SourcesAsked, Outcome.Done),
        new("exchange.v1.SourceService/ListRequests", SourceRequestsRead, Outcome.Released),

        // The clients of these tests hang up on what does not end.
        new("exchange.v1.SourceService/WatchRequests", SourceRequestsRead, Outcome.Released) { Answered = new("CANCELLED"), DocumentsGone = new("CANCELLED") },
        new("exchange.v1.SourceService/AnswerRequest", SourceAnswered, Outcome.Done),
        OfTheLog("Search", LogSearched),
        OfTheLog("OpenEntryName", LogNameOpened),
        OfTheLog("ListDisclosures", LogDisclosuresListed),
        OfTheLog("CountEntries", LogCounted),
        OfTheLog("GetEntry", LogEntryRead),
        OfTheLog("GetHead", LogHeadRead),
        OfTheLog("GetInclusionProof", LogProofRead),
        OfTheLog("GetConsistencyProof", LogConsistencyRead),
        new("exchange.v1.AuditService/ListNotifications", NotificationsRead, Outcome.Released),
        new("exchange.v1.CovenantService/Propose", CovenantProposed, Outcome.Done),
        new("exchange.v1.CovenantService/Sign", CovenantSigned, Outcome.Repeated), // of what was activated already, perhaps
        new("exchange.v1.CovenantService/Get", CovenantRead, Outcome.Released),
        new("exchange.v1.CovenantService/ListVersions", CovenantsListed, Outcome.Released),

        // The last: what was admitted before it is not appended after it.
        new("exchange.v1.CovenantService/Activate", CovenantActivated, Outcome.Done) { Again = new("FAILED_PRECONDITION", "COVENANT_ALREADY_ACTIVATED") },
        Tool("grpc.health.v1.Health/Check"),
        Tool("grpc.health.v1.Health/List"),
        Tool("grpc.health.v1.Health/Watch", new("CANCELLED")) with { Late = new("DEADLINE_EXCEEDED"), Cancelled = new("CANCELLED") },

        // Reflection waits for the next question of whoever does not hang up.
        Tool("grpc.reflection.v1.ServerReflection/ServerReflectionInfo") with { Late = new("DEADLINE_EXCEEDED"), Cancelled = new("CANCELLED") },
        Tool("grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo") with { Late = new("DEADLINE_EXCEEDED"), Cancelled = new("CANCELLED") },
    ];

    /// <summary>Whether it is of the contract, and so on the log.</summary>
    public bool IsLogged => Event != Event.None;

    // What looks at the log needs no records.
    private static RpcFaults OfTheLog(string name, Event told) => new("exchange.v1.AuditService/" + name, told, Outcome.Released) { RecordsGone = Ok };

    // About nobody: no token, no entry, no records.
    private static RpcFaults Tool(string method, Told? answered = null) => new(method, Event.None, Outcome.Unspecified)
    {
        Answered = answered ?? Ok,
        Late = null,
        Cancelled = null,
        LogGone = answered ?? Ok,
        RecordsGone = answered ?? Ok,
        DocumentsGone = answered ?? Ok,
        KeysGone = answered ?? Ok,
        NoToken = answered ?? Ok,
        TwoTokens = answered ?? Ok,
    };
}
