using System.Security.Cryptography.X509Certificates;
using Exchange.Audit.V1;

namespace Exchange.Gateway.Identity;

/// <summary>What became of a client certificate.</summary>
/// <param name="Refusal">Why it does not count; null when it does.</param>
/// <param name="Until">As long as nothing is read anew, it stays so until after this moment.</param>
/// <param name="Intermediates">The CAs between the certificate and the root.</param>
internal sealed record Judgement(HandshakeRefusal? Refusal, DateTimeOffset Until, IReadOnlyList<X509Certificate2> Intermediates);
