using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Exchange.Cli.Pki;

/// <summary>The client's side of mutual TLS, trusting one development CA.</summary>
internal static class DevConnection
{
    /// <summary>A handler for HTTP or gRPC clients.</summary>
    /// <param name="authority">The CA that the server's certificate must come from.</param>
    /// <param name="certificate">The client certificate with its key; none, to be refused.</param>
    /// <param name="intermediates">Sent along with it.</param>
    /// <param name="clock">By which the server's certificate must be valid now; the machine's when not given.</param>
    public static SocketsHttpHandler Handler(
        X509Certificate2 authority,
        X509Certificate2? certificate,
        X509Certificate2Collection? intermediates = null,
        TimeProvider? clock = null)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTime = (clock ?? TimeProvider.System).GetUtcNow().UtcDateTime,
            VerificationTimeIgnored = false,
        };
        policy.CustomTrustStore.Add(authority);
        var handler = new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = policy } };
        if (certificate is not null)
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, intermediates, offline: true);
        return handler;
    }
}
