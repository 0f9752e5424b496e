using Exchange.Commands;
using Exchange.Gateway.Contract;
using Exchange.V1;
using Grpc.Core;

namespace Exchange.Gateway.Endpoints;

/// <summary><c>exchange.v1.CovenantService</c>: admits, translates, hands on, answers.</summary>
[BindServiceMethod(typeof(CovenantEndpoint), nameof(Bind))]
internal sealed class CovenantEndpoint(
    CallReader calls, ProposeCovenant proposeCovenant, SignCovenant signCovenant, ActivateCovenant activateCovenant, ReadCovenants readCovenants)
    : CovenantService.CovenantServiceBase
{
    public static void Bind(ServiceBinderBase binder, CovenantService.CovenantServiceBase? service) => CovenantService.BindService(new ReadableRequests(binder), service);

    public override async Task<ProposeResponse> Propose(ProposeRequest request, ServerCallContext context)
    {
        var caller = await calls.AdmitAsync(request, request.Partnership, request.ActingRole, RequestRules.Check(request), context);
        var outcome = await proposeCovenant.HandleAsync(
            caller,
            new CovenantProposal(request.Text.Memory, CovenantFit.FindMisfits),
            proposed => Answers.Encode(Covenants.Proposed(proposed)),
            bytes => ProposeResponse.Parser.ParseFrom(bytes.Span),
            context.CancellationToken);
        return outcome.Answer(context);
    }

    public override async Task<SignResponse> Sign(SignRequest request, ServerCallContext context)
    {
        var caller = await calls.AdmitAsync(
            request, request.Partnership, request.ActingRole, RequestRules.Check(request), context, request.Digest.Memory);
        var outcome = await signCovenant.HandleAsync(
            caller,
            new CovenantSignature(request.Digest.Memory, request.Signature),
            standing => Answers.Encode(new SignResponse { Version = Covenants.Version(standing) }),
            bytes => SignResponse.Parser.ParseFrom(bytes.Span),
            context.CancellationToken);
        return outcome.Answer(context);
    }

    public override async Task<ActivateResponse> Activate(ActivateRequest request, ServerCallContext context)
    {
        var caller = await calls.AdmitAsync(request, request.Partnership, request.ActingRole, RequestRules.Check(request), context);
        var outcome = await activateCovenant.HandleAsync(
            caller,
            request.Digest.Memory,
            standing => Answers.Encode(new ActivateResponse { Version = Covenants.Version(standing) }),
            bytes => ActivateResponse.Parser.ParseFrom(bytes.Span),
            context.CancellationToken);
        return outcome.Answer(context);
    }

    public override async Task<GetResponse> Get(GetRequest request, ServerCallContext context)
    {
        var caller = await calls.AdmitAsync(
            request, request.Partnership, request.ActingRole, RequestRules.Check(request), context, request.Digest.Memory);
        var outcome = await readCovenants.GetAsync(
            caller, request.Digest.Memory, text => Answers.Encode(Covenants.Text(text)), context.CancellationToken);
        return outcome.Answer(context);
    }

    public override async Task<ListVersionsResponse> ListVersions(ListVersionsRequest request, ServerCallContext context)
    {
        var caller = await calls.AdmitAsync(request, request.Partnership, request.ActingRole, RequestRules.Check(request), context);
        var outcome = await readCovenants.ListAsync(caller, versions => Answers.Encode(Covenants.List(versions)), context.CancellationToken);
        return outcome.Answer(context);
    }
}
