using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Exchange.Gateway.Identity;

/// <summary>
/// Mutual TLS towards partners' own systems: the certificate by which they know the gateway, and whom to take for which partner. The
/// host's name, the issuer and the OIN must all be right, or nothing is said.
/// </summary>
internal sealed class PartnerTls(SslStreamCertificateContext certificate, TrustBundle trust)
{
    /// <summary>Reads the files.</summary>
    /// <exception cref="IdentityConfigurationException">A file cannot be used, or the key is not the certificate's.</exception>
    public static PartnerTls Load(string trustBundle, string clientCertificate, string clientKey, TimeProvider clock)
    {
        var trust = TrustBundle.Load(trustBundle, clock, "Sources:TrustBundle", TrustBundle.ServerAuthentication);
        var sent = ConfiguredFile.Read("Sources:ClientCertificate", clientCertificate, "the gateway's client certificate in PEM", file =>
        {
            var read = new X509Certificate2Collection();
            read.ImportFromPemFile(file);
            return read.Count > 0 ? read : throw new FormatException("no certificate");
        });
        var certificate = ConfiguredFile.Read("Sources:ClientKey", clientKey, "the unencrypted private key, in PEM, of Sources:ClientCertificate",
            file => X509Certificate2.CreateFromPemFile(clientCertificate, file));
        sent.RemoveAt(0);
        return new PartnerTls(SslStreamCertificateContext.Create(certificate, sent, offline: true), trust);
    }

    /// <summary>How to connect to the system of an organisation.</summary>
    /// <param name="oin">The organisation's number, which the system's certificate must carry.</param>
    public SslClientAuthenticationOptions To(string oin) => new()
    {
        ClientCertificateContext = certificate,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        CertificateChainPolicy = trust.NewPolicy(),

        // That policy holds the time at which it was made; the certificate is judged by the time of each connection.
        RemoteCertificateValidationCallback = (_, presented, chain, errors) =>
            (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == SslPolicyErrors.None
            && presented is X509Certificate2 server
            && Oin.Of(server) == oin
            && Counts(server, chain?.ChainPolicy.ExtraStore),

        // A resumed session would bring back a certificate that was judged some time ago.
        AllowTlsResume = false,
        AllowRenegotiation = false,
    };

    private bool Counts(X509Certificate2 server, X509Certificate2Collection? sent)
    {
        var path = trust.FindPath(server, sent);
        foreach (var link in path.Links)
            link.Dispose();
        return path.Refusal is null;
    }
}
