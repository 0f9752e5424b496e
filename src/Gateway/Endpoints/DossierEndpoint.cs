using Exchange.Commands;
using Exchange.Dossiers;
using Exchange.Gateway.Contract;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Signing;
using Exchange.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Exchange.Gateway.Endpoints;

/// <summary>
/// <c>exchange.v1.DossierService</c>: admits, translates, hands on, answers. <see cref="BasisdossierEndpoint"/> has
/// <c>GetBasisdossier</c>.
/// </summary>
[BindServiceMethod(typeof(DossierEndpoint), nameof(Bind))]
internal sealed class DossierEndpoint(
    CallReader calls,
    OpenCase openCase,
    Contribute contribute,
    CorrectContribution correctContribution,
    WithdrawContribution withdrawContribution,
    AttachDocument attachDocument,
    GetDocument getDocument,
    ListCases listCases,
    DescribeAccess describeAccess,
    PreviewContribution previewContribution,
    ListOwnContributions listOwnContributions,
    BreakGlass breakGlass,
    ReportRecognition reportRecognition)
    : DossierService.DossierServiceBase
{
    public static void Bind(ServiceBinderBase binder, DossierService.DossierServiceBase? service) => DossierService.BindService(new ReadableRequests(binder), service);

    [Signed]
    public override async Task<OpenCaseResponse> OpenCase(V1.OpenCaseRequest request, ServerCallContext context)
    {
        var (caller, signed) = await calls.AdmitSignedAsync(request, request.Partnership, request.ActingRole, RequestRules.Check(request), context);
        var outcome = await openCase.HandleAsync(
            caller,
            new Commands.OpenCaseRequest(
                request.Purpose,
                Offers.Subject(request),
                [.. request.Team.Select(m => new Dossiers.TeamMember(m.Partner, m.Actor, Vocabulary.Relation(m.Relation)))],
                signed,
                Idempotency.Of(context.Method, request.IdempotencyKey, signed.Message.Span)),
            opened => Answers.Encode(new OpenCaseResponse { CaseId = opened.Value }),
            bytes => OpenCaseResponse.Parser.ParseFrom(bytes.Span),
            context.CancellationToken);
        return outcome.Answer(context);
    }

    [Signed]
    public override async Task<ContributeResponse> Contribute(ContributeRequest request, ServerCallContext context)
    {
        var (caller, signed) = await calls.AdmitSignedAsync(request, request.Partnership, request.ActingRole, RequestRules.Check(request), context);
        var outcome = await contribute.HandleAsync(
            caller,
            new ContributionRequest(
                request.Purpose,
                References.Case(request),
                Offers.Section(request.Contribution),
                signed,
                Idempotency.Of(context.Method, request.IdempotencyKey, signed.Message.Span)),
            receipt => Answers.Encode(new ContributeResponse { SectionId = receipt.Section.Value, Version = receipt.Version }),
            bytes => ContributeResponse.Parser.ParseFrom(bytes.Span),
            context.CancellationToken);
        return outcome.Answer(context);
    }

    [Signed]
    public override async Task<CorrectContributionResponse> CorrectContribution(CorrectContributionRequest request, ServerCallContext context)
    {
        var (caller, signed) = await calls.AdmitSignedAsync(request, request.Partnership, request.ActingRole, RequestRules.Check(request), context);
        var outcome = await correctContribution.HandleAsync(
            caller,
            new CorrectionRequest(
                new SectionId(request.SectionId),
                Expected(request.ExpectedVersion),
                Offers.Section(request.Contribution),
                signed,
                Idempotency.Of(context.Method, request.IdempotencyKey, signed.Message.Span)),
            receipt => Answers.Encode(new CorrectContributionResponse { SectionId = receipt.Section.Value, Version = receipt.Version }),
            bytes => CorrectContributionResponse.Parser.ParseFrom(bytes.Span),
            context.CancellationToken);
        return outcome.Answer(context);
    }

    [Signed]
    public override async Task<WithdrawContributionResponse> WithdrawContribution(WithdrawContributionRequest request, ServerCallContext context)
    {
        var (caller, signed) = await calls.AdmitSignedAsync(request, request.Partnership, request.ActingRole, RequestRules.Check(request), context);
        var outcome = await withdrawContribution.HandleAsync(
            caller,
            new WithdrawalRequest(
                new SectionId(request.SectionId),
                Expected(request.ExpectedVersion),
                request.Reason,
                signed,
                Idempotency.Of(context.Method, request.IdempotencyKey, signed.Message.Span)),
            receipt => Answers.Encode(new WithdrawContributionResponse { SectionId = receipt.Section.Value, Version = receipt.Version }),
            bytes => WithdrawContributionResponse.Parser.ParseFrom(bytes.Span),
            context.CancellationToken);
        return outcome.Answer(context);
    }

    [Signed]
    [LargestRequest(Contract.Documents.MaxRequestBytes)]
    public override async Task<AttachDocumentResponse> AttachDocument(IAsyncStreamReader<AttachDocumentRequest> requests, ServerCallContext context)
    {
        // A stream without messages is a first message without fields.
        var request = await requests.MoveNext(context.CancellationToken) ? requests.Current : new AttachDocumentRequest();
        var (caller, signed) = await calls.AdmitSignedAsync(request, request.Partnership, request.ActingRole, RequestRules.Check(request), context);
        var outcome = await attachDocument.HandleAsync(
            caller,
            new AttachmentRequest(
                new SectionId(request.SectionId),
                request.Size,
                Contract.Documents.Description(request),
                signed,
                Idempotency.Of(context.Method, request.IdempotencyKey, signed.Message.Span)),
            DocumentPieces.ReadAsync(requests),
            document => Answers.Encode(new AttachDocumentResponse { DocumentId = document.Value }),
            bytes => AttachDocumentResponse.Parser.ParseFrom(bytes.Span),
            context.CancellationToken);
        return outcome.Answer(context);
    }

    public override async Task GetDocument(
        GetDocumentRequest request, IServerStreamWriter<GetDocumentResponse> responses, ServerCallContext context)
    {
        var caller = await calls.AdmitAsync(request, request.Partnership, request.ActingRole, RequestRules.Check(request), context);
        var outcome = await getDocument.HandleAsync(
            caller,
            new DocumentRequest(request.Purpose, References.Case(request), new DocumentId(request.DocumentId)),
            heading => Answers.Encode(Contract.Documents.Header(heading)),
            context.CancellationToken);
        var released = outcome.OrThrow();
        await context.BeginStreamAsync(released.Nonce);
        context.ResponseTrailers.Add(Receipts.Trailer(released.Receipt));
        await responses.WriteAsync(released.Message.First, context.CancellationToken);
        await foreach (var piece in released.Message.Content)
            await responses.WriteAsync(Contract.Documents.Chunk(piece.OrThrow()), context.CancellationToken);
    }

    public override async Task<ListCasesResponse> ListCases(ListCasesRequest request, ServerCallContext context)
    {
        var caller = await calls.AdmitAsync(request, request.Partnership, request.ActingRole, RequestRules.Check(request), context);
        var outcome = await listCases.HandleAsync(
            caller,
            new CaseListRequest(request.Purpose, References.Meeting(request.MeetingId), request.PageSize, request.PageToken),
            page => Answers.Encode(Lists.Response(page)),
            context.CancellationToken);
        return outcome.Answer(context);
    }

    public override async Task<DescribeAccessResponse> DescribeAccess(DescribeAccessRequest request, ServerCallContext context)
    {
        var caller = await calls.AdmitAsync(request, request.Partnership, request.ActingRole, RequestRules.Check(request), context);
        var outcome = await describeAccess.HandleAsync(
            caller,
            new AccessRequest(request.Purpose, References.Case(request)),
            description => Answers.Encode(Access.Response(description)),
            context.CancellationToken);
        return outcome.Answer(context);
    }

    public override async Task<PreviewContributionResponse> PreviewContribution(PreviewContributionRequest request, ServerCallContext context)
    {
        var caller = await calls.AdmitAsync(request, request.Partnership, request.ActingRole, RequestRules.Check(request), context);
        var outcome = await previewContribution.HandleAsync(
            caller,
            new PreviewRequest(
                request.Purpose,
                References.Case(request),
                Offers.Terms(request)),
            audience => Answers.Encode(Access.Response(caller.Covenant, audience)),
            context.CancellationToken);
        return outcome.Answer(context);
    }

    public override async Task<ListOwnContributionsResponse> ListOwnContributions(ListOwnContributionsRequest request, ServerCallContext context)
    {
        var caller = await calls.AdmitAsync(request, request.Partnership, request.ActingRole, RequestRules.Check(request), context);
        var outcome = await listOwnContributions.HandleAsync(
            caller,
            new OwnContributionsRequest(request.Categories, request.PageSize, request.PageToken),
            page => Answers.Encode(Lists.Response(page)),
            context.CancellationToken);
        return outcome.Answer(context);
    }

    [Signed]
    public override async Task<BreakGlassResponse> BreakGlass(V1.BreakGlassRequest request, ServerCallContext context)
    {
        var (caller, signed) = await calls.AdmitSignedAsync(request, request.Partnership, request.ActingRole, RequestRules.Check(request), context);
        var outcome = await breakGlass.HandleAsync(
            caller,
            new Commands.BreakGlassRequest(
                request.Purpose,
                new CaseId(request.CaseId),
                request.Reason,
                TimeSpan.FromMinutes(request.Minutes),
                signed,
                Idempotency.Of(context.Method, request.IdempotencyKey, signed.Message.Span)),
            until => Answers.Encode(new BreakGlassResponse { Until = Timestamp.FromDateTimeOffset(until) }),
            bytes => BreakGlassResponse.Parser.ParseFrom(bytes.Span),
            context.CancellationToken);
        return outcome.Answer(context);
    }

    public override async Task<ReportRecognitionResponse> ReportRecognition(ReportRecognitionRequest request, ServerCallContext context)
    {
        var caller = await calls.AdmitAsync(request, request.Partnership, request.ActingRole, RequestRules.Check(request), context);
        var outcome = await reportRecognition.HandleAsync(
            caller,
            new RecognitionRequest(
                request.Purpose,
                References.Case(request),
                request.Reason,
                Idempotency.Of(context.Method, request.IdempotencyKey, request.ToByteArray())),
            at => Answers.Encode(new ReportRecognitionResponse { ReportedAt = Timestamp.FromDateTimeOffset(at) }),
            bytes => ReportRecognitionResponse.Parser.ParseFrom(bytes.Span),
            context.CancellationToken);
        return outcome.Answer(context);
    }

    private static int? Expected(int version) => version == 0 ? null : version;
}
