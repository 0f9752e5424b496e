using System.Text.Json;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Harness;

/// <summary>An answer that a test can read again from its bytes.</summary>
internal sealed record Answer<T>(T Value);

/// <summary>Somebody at a partner who calls. What the gateway makes of certificate and token is taken as proved.</summary>
internal sealed record Person(Installation Installation, string Partner, string Actor, string Role, IReadOnlyList<string> Roles)
{
    public string Trace { get; init; } = "";

    public string Controller => Installation.Covenant.Partners[Partner].Controller;

    public string Oin => Installation.Covenant.Controllers[Controller].Oin;

    public Attendee Attendee => new(Partner, Actor);

    public Call Call(string method = "exchange.v1.DossierService/GetBasisdossier") =>
        new(method, Oin, new Caller(Oin, Partner, Actor, Roles), Installation.PartnershipName, Role, [], false, Trace);

    public TeamMember As(Relation relation) => new(Partner, Actor, relation);

    public async Task<Admitted> AdmittedAsync()
    {
        var outcome = await Installation.Get<Admission>().AdmitAsync(Call());
        return outcome.Value ?? throw new InvalidOperationException(outcome.Refusal!.Message);
    }

    /// <summary>Asks for a basisdossier. The exact bytes of the answer are in <see cref="Encoded{T}.Bytes"/>.</summary>
    public Task<Outcome<Released<Encoded<BasisdossierPage>>>> GetAsync(BasisdossierRequest request) => GetUntilAsync(request, CancellationToken.None);

    /// <inheritdoc cref="GetAsync(BasisdossierRequest)"/>
    public async Task<Outcome<Released<Encoded<BasisdossierPage>>>> GetUntilAsync(BasisdossierRequest request, CancellationToken cancellation) =>
        await Installation.Get<GetBasisdossier>().HandleAsync(
            await AdmittedAsync(),
            request,
            page =>
            {
                var bytes = PageJson.Write(page);
                return new Encoded<Encoded<BasisdossierPage>>(new(page, bytes), bytes);
            },
            cancellation);

    /// <inheritdoc cref="GetAsync(BasisdossierRequest)"/>
    public Task<Outcome<Released<Encoded<BasisdossierPage>>>> GetAsync(string purpose, CaseReference reference, params string[] categories) =>
        GetAsync(new BasisdossierRequest(purpose, reference, categories, 0, ""));

    public async Task<Outcome<Released<Answer<ContributionReceipt>>>> ContributeAsync(
        string purpose, CaseReference reference, OfferedSection section, string? key = null, string bytes = "") =>
        await Installation.Get<Contribute>().HandleAsync(
            await AdmittedAsync(),
            new ContributionRequest(purpose, reference, section, Signed(bytes), Key("Contribute", key, bytes)),
            Encode<ContributionReceipt>,
            Decode<ContributionReceipt>,
            CancellationToken.None);

    public async Task<Outcome<Released<Answer<ContributionReceipt>>>> CorrectAsync(
        SectionId section, OfferedSection offered, int? expected = null, string? key = null, string bytes = "") =>
        await Installation.Get<CorrectContribution>().HandleAsync(
            await AdmittedAsync(),
            new CorrectionRequest(section, expected, offered, Signed(bytes), Key("CorrectContribution", key, bytes)),
            Encode<ContributionReceipt>,
            Decode<ContributionReceipt>,
            CancellationToken.None);

    public async Task<Outcome<Released<Answer<ContributionReceipt>>>> WithdrawAsync(
        SectionId section, string reason = "Vergissing", int? expected = null, string? key = null, string bytes = "") =>
        await Installation.Get<WithdrawContribution>().HandleAsync(
            await AdmittedAsync(),
            new WithdrawalRequest(section, expected, reason, Signed(bytes), Key("WithdrawContribution", key, bytes)),
            Encode<ContributionReceipt>,
            Decode<ContributionReceipt>,
            CancellationToken.None);

    /// <summary>Attaches a document that comes in pieces of a length.</summary>
    public Task<Outcome<Released<Answer<DocumentId>>>> AttachAsync(
        SectionId section,
        byte[] content,
        string name = "brief.pdf",
        string? key = null,
        long? size = null,
        byte[]? sha256 = null,
        IAsyncEnumerable<Outcome<DocumentPiece>>? stream = null) =>
        AttachUntilAsync(
            section,
            size ?? content.Length,
            sha256 ?? System.Security.Cryptography.SHA256.HashData(content),
            name,
            key,
            stream ?? content.Chunk(50_000).Select(piece => (Outcome<DocumentPiece>)new DocumentPiece(piece)).ToAsyncEnumerable(),
            CancellationToken.None);

    /// <inheritdoc cref="AttachAsync"/>
    public async Task<Outcome<Released<Answer<DocumentId>>>> AttachUntilAsync(
        SectionId section,
        long size,
        byte[] sha256,
        string name,
        string? key,
        IAsyncEnumerable<Outcome<DocumentPiece>> stream,
        CancellationToken cancellation) =>
        await Installation.Get<AttachDocument>().HandleAsync(
            await AdmittedAsync(),
            new AttachmentRequest(
                section,
                size,
                new DocumentDescription(name, "application/pdf", sha256),
                Signed(name),
                Key("AttachDocument", key, name)),
            stream,
            Encode<DocumentId>,
            Decode<DocumentId>,
            cancellation);

    /// <summary>Asks for a document. Its content is read by whoever enumerates it.</summary>
    public async Task<Outcome<Released<OpenedDocument<DocumentHeading>>>> ReadDocumentAsync(string purpose, CaseReference reference, DocumentId document) =>
        await Installation.Get<GetDocument>().HandleAsync(
            await AdmittedAsync(),
            new DocumentRequest(purpose, reference, document),
            heading => new Encoded<DocumentHeading>(heading, JsonSerializer.SerializeToUtf8Bytes(heading)),
            CancellationToken.None);

    public async Task<Outcome<Released<Answer<CaseId>>>> OpenCaseAsync(
        string purpose, OfferedSection subject, IReadOnlyList<TeamMember>? team = null, string? key = null, string bytes = "") =>
        await Installation.Get<OpenCase>().HandleAsync(
            await AdmittedAsync(),
            new OpenCaseRequest(purpose, subject, team ?? [], Signed(bytes), Key("OpenCase", key, bytes)),
            Encode<CaseId>,
            Decode<CaseId>,
            CancellationToken.None);

    public async Task<Outcome<Released<Answer<Meeting>>>> PlanAsync(
        string purpose, string forum, DateTimeOffset startsAt, IReadOnlyList<Attendee> attendees, IReadOnlyList<CaseId> agenda, string? key = null, string bytes = "") =>
        await Installation.Get<PlanMeeting>().HandleAsync(
            await AdmittedAsync(),
            new PlanMeetingRequest(purpose, forum, startsAt, startsAt.AddHours(2), attendees, agenda, Key("Plan", key, bytes)),
            Encode<Meeting>,
            Decode<Meeting>,
            CancellationToken.None);

    public async Task<Outcome<Released<Answer<DateTimeOffset>>>> CloseAsync(
        string purpose, MeetingId meeting, params IReadOnlyList<(CaseId Case, CaseState State)> outcomes) =>
        await Installation.Get<CloseMeeting>().HandleAsync(
            await AdmittedAsync(),
            new CloseMeetingRequest(purpose, meeting, outcomes),
            Encode<DateTimeOffset>,
            Decode<DateTimeOffset>,
            CancellationToken.None);

    /// <summary>Asks for a page of cases.</summary>
    public async Task<Outcome<Released<Answer<CaseListPage>>>> ListAsync(string purpose, MeetingId? meeting = null, int pageSize = 0, string token = "") =>
        await Installation.Get<ListCases>().HandleAsync(
            await AdmittedAsync(), new CaseListRequest(purpose, meeting, pageSize, token), Show, CancellationToken.None);

    /// <summary>Asks for every page of cases.</summary>
    public async Task<IReadOnlyList<CaseItem>> ListAllAsync(string purpose, MeetingId? meeting = null, int pageSize = 0)
    {
        var cases = new List<CaseItem>();
        var token = "";
        do
        {
            var outcome = await ListAsync(purpose, meeting, pageSize, token);
            Assert.Null(outcome.Refusal);
            cases.AddRange(outcome.Value!.Message.Value.Cases);
            token = outcome.Value.Message.Value.NextPageToken;
        }
        while (token.Length > 0);
        return cases;
    }

    public async Task<Outcome<Released<Answer<AccessDescription>>>> DescribeAsync(string purpose, CaseReference reference) =>
        await Installation.Get<DescribeAccess>().HandleAsync(await AdmittedAsync(), new AccessRequest(purpose, reference), Show, CancellationToken.None);

    public async Task<Outcome<Released<Answer<ContributionAudience>>>> PreviewAsync(string purpose, CaseReference reference, OfferedTerms terms) =>
        await Installation.Get<PreviewContribution>().HandleAsync(
            await AdmittedAsync(), new PreviewRequest(purpose, reference, terms), Show, CancellationToken.None);

    public async Task<Outcome<Released<Answer<OwnContributionsPage>>>> OwnAsync(int pageSize = 0, string token = "", params string[] categories) =>
        await Installation.Get<ListOwnContributions>().HandleAsync(
            await AdmittedAsync(), new OwnContributionsRequest(categories, pageSize, token), Show, CancellationToken.None);

    /// <summary>Asks the sources of a case to agree.</summary>
    public async Task<Outcome<Released<Answer<string>>>> AskAsync(string purpose, CaseReference reference, params string[] categories) =>
        await Installation.Get<AskSources>().HandleAsync(
            await AdmittedAsync(), new SourcesRequest(purpose, reference, categories), Show("asked"), CancellationToken.None);

    /// <summary>Asks for a page of what is asked of the person's partner.</summary>
    public async Task<Outcome<Released<Answer<RequestsPage>>>> RequestsPageAsync(int pageSize = 0, string token = "", params RequestState[] states) =>
        await Installation.Get<ListRequests>().HandleAsync(
            await AdmittedAsync(), new RequestListRequest(states, pageSize, token), Show, CancellationToken.None);

    /// <summary>What is asked of the person's partner: the first page.</summary>
    public async Task<IReadOnlyList<ReceivedRequest>> RequestsAsync(params RequestState[] states)
    {
        var outcome = await RequestsPageAsync(0, "", states);
        Assert.Null(outcome.Refusal);
        return outcome.Value!.Message.Value.Requests;
    }

    /// <summary>Answers a request; without a moment it is refused.</summary>
    public async Task<Outcome<Released<Answer<ReceivedRequest>>>> AnswerAsync(
        RequestId request, DateTimeOffset? until, string reason = "", string? key = null, string bytes = "") =>
        await Installation.Get<AnswerRequest>().HandleAsync(
            await AdmittedAsync(),
            new SourceAnswerRequest(request, until, reason, Signed(bytes), Key("AnswerRequest", key, bytes)),
            Encode<ReceivedRequest>,
            Decode<ReceivedRequest>,
            CancellationToken.None);

    /// <summary>Breaks the glass on a case.</summary>
    public async Task<Outcome<Released<Answer<DateTimeOffset>>>> BreakGlassAsync(
        string purpose, CaseId @case, int minutes = 60, string reason = "Iemand staat voor de deur.", string? key = null, string bytes = "") =>
        await Installation.Get<BreakGlass>().HandleAsync(
            await AdmittedAsync(),
            new BreakGlassRequest(purpose, @case, reason, TimeSpan.FromMinutes(minutes), Signed(bytes), Key("BreakGlass", key, bytes)),
            Encode<DateTimeOffset>,
            Decode<DateTimeOffset>,
            CancellationToken.None);

    /// <summary>Reports that somebody was recognised.</summary>
    public async Task<Outcome<Released<Answer<DateTimeOffset>>>> ReportAsync(string purpose, CaseReference reference, string reason, string? key = null) =>
        await Installation.Get<ReportRecognition>().HandleAsync(
            await AdmittedAsync(),
            new RecognitionRequest(purpose, reference, reason, Key("ReportRecognition", key, reason)),
            Encode<DateTimeOffset>,
            Decode<DateTimeOffset>,
            CancellationToken.None);

    public async Task<Outcome<Released<Answer<NotificationsPage>>>> NotificationsAsync(int pageSize = 0, string token = "") =>
        await Installation.Get<ListNotifications>().HandleAsync(
            await AdmittedAsync(), new NotificationsRequest(pageSize, token), Show, CancellationToken.None);

    private static Encoded<Answer<T>> Show<T>(T value) => new(new Answer<T>(value), "shown"u8.ToArray());

    // What the gateway makes of a signature is taken as proved too.
    private static SignedRequest Signed(string bytes) => new(System.Text.Encoding.UTF8.GetBytes(bytes), "e30..c2lnbmF0dXJl", "key-1", new byte[] { 1, 2, 3 });

    private static Idempotency Key(string method, string? key, string bytes) =>
        Idempotency.Of(method, key ?? RandomId.Create(), System.Text.Encoding.UTF8.GetBytes(bytes));

    private static Encoded<Answer<T>> Encode<T>(T value) => new(new Answer<T>(value), JsonSerializer.SerializeToUtf8Bytes(value));

    private static Answer<T> Decode<T>(ReadOnlyMemory<byte> bytes) => new(JsonSerializer.Deserialize<T>(bytes.Span)!);
}
