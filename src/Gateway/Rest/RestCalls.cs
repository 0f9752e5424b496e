using System.Diagnostics;
using Exchange.Commands;
using Exchange.Gateway.Identity;

namespace Exchange.Gateway.Rest;

/// <summary>
/// The first hop of a REST call: the same certificate, token and covenant as over gRPC. The partnership and the role in which is acted
/// come in headers, so that every body may be what its own standard says.
/// </summary>
internal sealed class RestCalls(CallerIdentification identification, Admission admission)
{
    /// <summary>The header that names the partnership.</summary>
    public const string PartnershipHeader = "exchange-partnership";

    /// <summary>The header that names the acting role.</summary>
    public const string RoleHeader = "exchange-acting-role";

    /// <summary>Admits a call or says why not.</summary>
    /// <param name="context">The request.</param>
    /// <param name="method">What is called, as the log names it.</param>
    /// <param name="violations">What is wrong with the body's form.</param>
    /// <param name="hasUnknownFields">Whether the body has members that nobody knows.</param>
    public async Task<Outcome<Admitted>> AdmitAsync(
        HttpContext context, string method, IReadOnlyList<FieldViolation> violations, bool hasUnknownFields)
    {
        var who = await identification.IdentifyAsync(context);
        return await admission.AdmitAsync(new Call(
            method,
            who.Oin,
            who.Caller,
            context.Request.Headers[PartnershipHeader].ToString(),
            context.Request.Headers[RoleHeader].ToString(),
            violations,
            hasUnknownFields,
            TraceId));
    }

    /// <summary>The trace of the current call.</summary>
    public static string TraceId => (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToHexString();
}
