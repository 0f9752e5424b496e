using System.Security.Cryptography.X509Certificates;
using Exchange.Audit.V1;

namespace Exchange.Gateway.Identity;

/// <summary>The way from a client certificate to a root of the trust bundle.</summary>
/// <param name="Refusal">Why there is none; null when there is.</param>
/// <param name="Links">The certificate, the CAs above it and the root, in that order.</param>
internal sealed record CertificatePath(HandshakeRefusal? Refusal, IReadOnlyList<X509Certificate2> Links);
