using System.Diagnostics;
using Exchange.Commands;
using Exchange.Gateway.Contract;
using Exchange.Gateway.Errors;
using Exchange.Gateway.Identity;
using Exchange.Gateway.Signing;
using Google.Protobuf;
using Grpc.Core;

namespace Exchange.Gateway.Endpoints;

/// <summary>The first hop of every RPC: who calls, in which partnership and role, in what form, and may it be looked at?</summary>
internal sealed class CallReader(CallerIdentification identification, SignatureVerifier signatures, Admission admission)
{
    /// <summary>
    /// Admits a call, or ends it with the refusal; one that names a proposed version of the covenant also of an organisation that only
    /// this version knows.
    /// </summary>
    public async Task<Admitted> AdmitAsync<TRequest>(
        TRequest request,
        string partnership,
        string actingRole,
        IReadOnlyList<FieldViolation> violations,
        ServerCallContext context,
        ReadOnlyMemory<byte>? proposed = null)
        where TRequest : class, IMessage<TRequest>
    {
        var call = await ReadAsync(request, partnership, actingRole, violations, context);
        return (await admission.AdmitAsync(call with { Proposed = proposed })).OrThrow();
    }

    /// <summary>Admits a call or says why not: at its begin, and again while it streams.</summary>
    public async Task<Outcome<Admitted>> TryAdmitAsync<TRequest>(
        TRequest request, string partnership, string actingRole, IReadOnlyList<FieldViolation> violations, ServerCallContext context)
        where TRequest : class, IMessage<TRequest> =>
        await admission.AdmitAsync(await ReadAsync(request, partnership, actingRole, violations, context));

    /// <summary>
    /// Admits a call whose request must be signed, or ends it with the refusal. The endpoint's method is <see cref="SignedAttribute"/>;
    /// of a stream of requests it is the first message that is signed.
    /// </summary>
    public async Task<SignedCall> AdmitSignedAsync<TRequest>(
        TRequest request, string partnership, string actingRole, IReadOnlyList<FieldViolation> violations, ServerCallContext context)
        where TRequest : class, IMessage<TRequest>
    {
        var call = await ReadAsync(request, partnership, actingRole, violations, context);
        var http = context.GetHttpContext();
        Outcome<SignedRequest> signature = call.Caller.Value is { } caller
            ? signatures.Verify(
                caller.Oin, request.Descriptor.FullName, http.Features.Get<ReceivedMessage>(), http.Request.Headers[SignatureVerifier.Header])
            : call.Caller.Refusal!;
        return (await admission.AdmitSignedAsync(call, signature)).OrThrow();
    }

    private async Task<Call> ReadAsync<TRequest>(
        TRequest request, string partnership, string actingRole, IReadOnlyList<FieldViolation> violations, ServerCallContext context)
        where TRequest : class, IMessage<TRequest>
    {
        var who = await identification.IdentifyAsync(context.GetHttpContext());
        return new Call(
            context.Method.TrimStart('/'),
            who.Oin,
            who.Caller,
            partnership,
            actingRole,
            violations,
            UnknownFields.Find(request),
            // Without telemetry and logging nobody made one.
            (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToHexString());
    }
}
