using System.Security.Cryptography.X509Certificates;
using Exchange.Commands;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Exchange.Gateway.Identity;

/// <summary>
/// Who calls: the organisation by the client certificate of the connection, the person by the one bearer token of the call.
/// No header stands in for the certificate: mutual TLS ends in this process.
/// </summary>
internal sealed class CallerIdentification(TokenValidator tokens, CurrentTrust trust, RefusedHandshakes refused)
{
    private const string Scheme = "Bearer ";

    public async ValueTask<Identification> IdentifyAsync(HttpContext context)
    {
        var (certificate, unaccepted) = Certificate(context);
        if (unaccepted is not null) return new Identification(null, unaccepted);
        if (CertificateFacts.Of(certificate!).Oin is not { } oin)
            return new Identification(null, Unaccepted("The client certificate's subject must have one serialNumber, the OIN of 20 digits."));

        var (token, refusal) = BearerToken(context.Request.Headers.Authorization);
        return new Identification(oin, refusal is null ? await tokens.ValidateAsync(token, oin, certificate!) : refusal);
    }

    /// <summary>Why no call counts over this connection any more; null when calls do.</summary>
    public Refusal? RefusesConnection(HttpContext context) => Certificate(context).Refusal;

    private static (ReadOnlyMemory<char> Token, Refusal? Refusal) BearerToken(StringValues authorization)
    {
        // Two headers, or one that a proxy joined from two: whose token is it?
        if (authorization.Count > 1) return (default, new Refusal(RefusalReason.TokenInvalid, "The call has more than one 'authorization'."));
        var value = authorization.ToString();
        var token = value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? value.AsMemory(Scheme.Length).Trim(' ') : default;
        return token.Length > 0
            ? (token, null)
            : (default, new Refusal(RefusalReason.TokenMissing, "The call needs 'authorization: Bearer' with a token."));
    }

    private (X509Certificate2? Certificate, Refusal? Refusal) Certificate(HttpContext context)
    {
        if (context.Connection.ClientCertificate is not { } certificate)
            return (null, Unaccepted("A client certificate is needed."));
        // A connection can outlive what its handshake was judged by.
        if (trust.Value.Judge(certificate, context.Features.Get<Handshake>()?.Intermediates).Refusal is not { } reason)
            return (certificate, null);
        refused.Count(reason);
        return (certificate, Unaccepted("The client certificate does not count any more: it ended, was revoked, or its CA is not trusted now."));
    }

    private static Refusal Unaccepted(string message) => new(RefusalReason.CertificateNotAccepted, message);
}
