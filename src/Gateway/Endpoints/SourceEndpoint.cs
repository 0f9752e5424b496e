using Exchange.Commands;
using Exchange.Dossiers;
using Exchange.Gateway.Contract;
using Exchange.Gateway.Errors;
using Exchange.Gateway.Signing;
using Exchange.V1;
using Grpc.Core;

namespace Exchange.Gateway.Endpoints;

/// <summary><c>exchange.v1.SourceService</c>: admits, translates, hands on, answers.</summary>
[BindServiceMethod(typeof(SourceEndpoint), nameof(Bind))]
internal sealed class SourceEndpoint(
    CallReader calls,
    AskSources askSources,
    ListRequests listRequests,
    WatchRequests watchRequests,
    AnswerRequest answerRequest,
    IHostApplicationLifetime lifetime)
    : SourceService.SourceServiceBase
{
    public static void Bind(ServiceBinderBase binder, SourceService.SourceServiceBase? service) => SourceService.BindService(new ReadableRequests(binder), service);

    public override async Task<AskSourcesResponse> AskSources(AskSourcesRequest request, ServerCallContext context)
    {
        var caller = await calls.AdmitAsync(request, request.Partnership, request.ActingRole, RequestRules.Check(request), context);
        var outcome = await askSources.HandleAsync(
            caller,
            new SourcesRequest(
                request.Purpose,
                References.Case(request),
                request.Categories),
            Answers.Encode(new AskSourcesResponse()),
            context.CancellationToken);
        return outcome.Answer(context);
    }

    public override async Task<ListRequestsResponse> ListRequests(ListRequestsRequest request, ServerCallContext context)
    {
        var caller = await calls.AdmitAsync(request, request.Partnership, request.ActingRole, RequestRules.Check(request), context);
        var outcome = await listRequests.HandleAsync(
            caller,
            new RequestListRequest([.. request.States.Select(Vocabulary.RequestState)], request.PageSize, request.PageToken),
            page => Answers.Encode(Lists.Response(page)),
            context.CancellationToken);
        return outcome.Answer(context);
    }

    public override async Task WatchRequests(
        WatchRequestsRequest request, IServerStreamWriter<WatchRequestsResponse> responses, ServerCallContext context)
    {
        var violations = RequestRules.Check(request);
        var caller = await calls.AdmitAsync(request, request.Partnership, request.ActingRole, violations, context);
        Commands.Receipt? last = null;
        var refusal = await watchRequests.HandleAsync<WatchRequestsResponse>(
            caller,
            request.ResumeToken,
            () => calls.TryAdmitAsync(request, request.Partnership, request.ActingRole, violations, context),
            page => Answers.Encode(Lists.Message(page, last)),
            async released =>
            {
                if (last is null)
                    await context.BeginStreamAsync(released.Nonce);
                last = released.Receipt;
                await responses.WriteAsync(released.Message);
            },
            lifetime.ApplicationStopping,
            context.CancellationToken);
        if (last is not null)
            context.ResponseTrailers.Add(Receipts.Trailer(last));
        if (refusal is not null)
            throw RichError.ToRpcException(refusal);
    }

    [Signed]
    public override async Task<AnswerRequestResponse> AnswerRequest(AnswerRequestRequest request, ServerCallContext context)
    {
        var (caller, signed) = await calls.AdmitSignedAsync(request, request.Partnership, request.ActingRole, RequestRules.Check(request), context);
        var outcome = await answerRequest.HandleAsync(
            caller,
            new SourceAnswerRequest(
                new RequestId(request.RequestId),
                request.Grant?.Until.ToDateTimeOffset(),
                request.Reason,
                signed,
                Idempotency.Of(context.Method, request.IdempotencyKey, signed.Message.Span)),
            answered => Answers.Encode(new AnswerRequestResponse { Request = Lists.Request(answered) }),
            bytes => AnswerRequestResponse.Parser.ParseFrom(bytes.Span),
            context.CancellationToken);
        return outcome.Answer(context);
    }
}
