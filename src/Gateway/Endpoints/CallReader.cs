using System.Diagnostics;
using Exchange.Commands;
using Exchange.Gateway.Contract;
using Exchange.Gateway.Errors;
using Exchange.Gateway.Identity;
using Google.Protobuf;
using Grpc.Core;

namespace Exchange.Gateway.Endpoints;

/// <summary>The first hop of every RPC: who calls, in which partnership and role, in what form, and may it be looked at?</summary>
internal sealed class CallReader(CallerIdentification identification, Admission admission)
{
    /// <summary>Admits a call, or ends it with the refusal.</summary>
    public async Task<Admitted> AdmitAsync<TRequest>(
        TRequest request, string partnership, string actingRole, IReadOnlyList<FieldViolation> violations, ServerCallContext context)
        where TRequest : class, IMessage<TRequest>
    {
        var who = await identification.IdentifyAsync(context.GetHttpContext());
        var admitted = await admission.AdmitAsync(new Call(
            context.Method.TrimStart('/'),
            who.Oin,
            who.Caller,
            partnership,
            actingRole,
            violations,
            UnknownFields.Find(request),
            Activity.Current?.TraceId.ToHexString() ?? ""));
        return admitted.OrThrow();
    }
}
