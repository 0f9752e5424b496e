using Exchange.Commands;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Exchange.Gateway.Identity;

/// <summary>
/// Who calls: the organisation by the client certificate of the connection, the person by the one bearer token of the call.
/// No header stands in for the certificate: mutual TLS ends in this process.
/// </summary>
internal sealed class CallerIdentification(TokenValidator tokens, TimeProvider clock)
{
    private const string Scheme = "Bearer ";

    public async ValueTask<Identification> IdentifyAsync(HttpContext context)
    {
        var certificate = context.Connection.ClientCertificate;
        if (certificate is null) return Unaccepted("A client certificate is needed.");
        var facts = CertificateFacts.Of(certificate);
        if (!facts.IsCurrent(clock.GetUtcNow())) return Unaccepted("The client certificate is not valid at this time.");
        if (facts.Oin is not { } oin)
            return Unaccepted("The client certificate's subject must have one serialNumber, the OIN of 20 digits.");

        var (token, refusal) = BearerToken(context.Request.Headers.Authorization);
        return new Identification(oin, refusal is null ? await tokens.ValidateAsync(token, oin, certificate) : refusal);
    }

    private static (string Token, Refusal? Refusal) BearerToken(StringValues authorization)
    {
        // Two headers, or one that a proxy joined from two: whose token is it?
        if (authorization.Count > 1) return ("", new Refusal(RefusalReason.TokenInvalid, "The call has more than one 'authorization'."));
        var value = authorization.ToString();
        var token = value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? value[Scheme.Length..].Trim(' ') : "";
        return token.Length > 0
            ? (token, null)
            : ("", new Refusal(RefusalReason.TokenMissing, "The call needs 'authorization: Bearer' with a token."));
    }

    private static Identification Unaccepted(string message) => new(null, new Refusal(RefusalReason.CertificateNotAccepted, message));
}
