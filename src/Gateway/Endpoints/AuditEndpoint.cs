using Exchange.Commands;
using Exchange.Gateway.Contract;
using Exchange.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Exchange.Gateway.Endpoints;

/// <summary><c>exchange.v1.AuditService</c>: admits, translates, hands on, answers.</summary>
[BindServiceMethod(typeof(AuditEndpoint), nameof(Bind))]
internal sealed class AuditEndpoint(
    CallReader calls,
    SearchLog searchLog,
    OpenEntryName openEntryName,
    ListDisclosures listDisclosures,
    CountEntries countEntries,
    GetLogEntry getLogEntry,
    GetLogHead getLogHead,
    GetLogProof getLogProof,
    GetLogConsistency getLogConsistency,
    ListNotifications listNotifications)
    : AuditService.AuditServiceBase
{
    public static void Bind(ServiceBinderBase binder, AuditService.AuditServiceBase? service) => AuditService.BindService(new ReadableRequests(binder), service);

    public override async Task<SearchResponse> Search(SearchRequest request, ServerCallContext context)
    {
        var caller = await calls.AdmitAsync(request, request.Partnership, request.ActingRole, RequestRules.Check(request), context);
        var outcome = await searchLog.HandleAsync(
            caller,
            new LogSearchRequest(LogEntries.Filter(request.Filter), request.PageSize, request.PageToken),
            page => Answers.Encode(new SearchResponse { Entries = { page.Items.Select(LogEntries.Entry) }, NextPageToken = page.NextPageToken }),
            context.CancellationToken);
        return outcome.Answer(context);
    }

    public override async Task<OpenEntryNameResponse> OpenEntryName(OpenEntryNameRequest request, ServerCallContext context)
    {
        var caller = await calls.AdmitAsync(request, request.Partnership, request.ActingRole, RequestRules.Check(request), context);
        var outcome = await openEntryName.HandleAsync(
            caller,
            request.Index,
            request.Reason,
            cases => Answers.Encode(new OpenEntryNameResponse { CaseIds = { cases.Select(c => c.Value) } }),
            context.CancellationToken);
        return outcome.Answer(context);
    }

    public override async Task<ListDisclosuresResponse> ListDisclosures(ListDisclosuresRequest request, ServerCallContext context)
    {
        var caller = await calls.AdmitAsync(request, request.Partnership, request.ActingRole, RequestRules.Check(request), context);
        var outcome = await listDisclosures.HandleAsync(
            caller,
            new DisclosuresRequest(
                request.Source, request.From?.ToDateTimeOffset(), request.Until?.ToDateTimeOffset(), request.PageSize, request.PageToken),
            page => Answers.Encode(new ListDisclosuresResponse { Disclosures = { page.Disclosures.Select(LogEntries.Disclosure) }, NextPageToken = page.NextPageToken }),
            context.CancellationToken);
        return outcome.Answer(context);
    }

    public override async Task<CountEntriesResponse> CountEntries(CountEntriesRequest request, ServerCallContext context)
    {
        var caller = await calls.AdmitAsync(request, request.Partnership, request.ActingRole, RequestRules.Check(request), context);
        var outcome = await countEntries.HandleAsync(
            caller,
            LogEntries.Day(request.From),
            LogEntries.Day(request.Until),
            counts => Answers.Encode(new CountEntriesResponse { Counts = { counts.Select(LogEntries.Count) } }),
            context.CancellationToken);
        return outcome.Answer(context);
    }

    public override async Task<GetEntryResponse> GetEntry(GetEntryRequest request, ServerCallContext context)
    {
        var caller = await calls.AdmitAsync(request, request.Partnership, request.ActingRole, RequestRules.Check(request), context);
        var outcome = await getLogEntry.HandleAsync(
            caller,
            request.Index,
            found => Answers.Encode(new GetEntryResponse
            {
                Entry = LogEntries.Entry(found.Item),
                Leaf = ByteString.CopyFrom(found.Leaf.Span),
                LeafHash = ByteString.CopyFrom(found.LeafHash.Span),
            }),
            context.CancellationToken);
        return outcome.Answer(context);
    }

    public override async Task<GetHeadResponse> GetHead(GetHeadRequest request, ServerCallContext context)
    {
        var caller = await calls.AdmitAsync(request, request.Partnership, request.ActingRole, RequestRules.Check(request), context);
        var outcome = await getLogHead.HandleAsync(
            caller,
            head => Answers.Encode(new GetHeadResponse
            {
                TreeSize = head.TreeSize,
                RootHash = ByteString.CopyFrom(head.RootHash.Span),
                Checkpoint = head.Checkpoint,
            }),
            context.CancellationToken);
        return outcome.Answer(context);
    }

    public override async Task<GetInclusionProofResponse> GetInclusionProof(GetInclusionProofRequest request, ServerCallContext context)
    {
        var caller = await calls.AdmitAsync(request, request.Partnership, request.ActingRole, RequestRules.Check(request), context);
        var outcome = await getLogProof.HandleAsync(
            caller,
            request.Index,
            request.TreeSize,
            proof => Answers.Encode(new GetInclusionProofResponse
            {
                Index = proof.Index,
                TreeSize = proof.TreeSize,
                Path = { proof.Path.Select(hash => ByteString.CopyFrom(hash.Span)) },
                Checkpoint = proof.Checkpoint,
            }),
            context.CancellationToken);
        return outcome.Answer(context);
    }

    public override async Task<GetConsistencyProofResponse> GetConsistencyProof(GetConsistencyProofRequest request, ServerCallContext context)
    {
        var caller = await calls.AdmitAsync(request, request.Partnership, request.ActingRole, RequestRules.Check(request), context);
        var outcome = await getLogConsistency.HandleAsync(
            caller,
            request.FirstSize,
            request.TreeSize,
            proof => Answers.Encode(new GetConsistencyProofResponse
            {
                FirstSize = proof.FirstSize,
                TreeSize = proof.TreeSize,
                Path = { proof.Path.Select(hash => ByteString.CopyFrom(hash.Span)) },
                Checkpoint = proof.Checkpoint,
            }),
            context.CancellationToken);
        return outcome.Answer(context);
    }

    public override async Task<ListNotificationsResponse> ListNotifications(ListNotificationsRequest request, ServerCallContext context)
    {
        var caller = await calls.AdmitAsync(request, request.Partnership, request.ActingRole, RequestRules.Check(request), context);
        var outcome = await listNotifications.HandleAsync(
            caller,
            new NotificationsRequest(request.PageSize, request.PageToken),
            page => Answers.Encode(Lists.Response(page)),
            context.CancellationToken);
        return outcome.Answer(context);
    }
}
