using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Exchange.Gateway.Identity;

/// <summary>
/// The only way in: TLS 1.2 or 1.3, HTTP/2, and a client certificate that the trust bundle accepts, or no connection.
/// </summary>
internal sealed class MutualTls
{
    // TLS 1.2 takes part with forward secrecy and authenticated encryption only, as HTTP/2 asks (RFC 9113, 9.2.2).
    private static readonly TlsCipherSuite[] Suites =
    [
        TlsCipherSuite.TLS_AES_256_GCM_SHA384, TlsCipherSuite.TLS_AES_128_GCM_SHA256, TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    ];

    private readonly TrustBundle _trust;
    private readonly SslStreamCertificateContext _certificate;
    private readonly CipherSuitesPolicy? _suites =
        OperatingSystem.IsLinux() || OperatingSystem.IsMacOS() ? new CipherSuitesPolicy(Suites) : null;

    public MutualTls(SslStreamCertificateContext certificate, TrustBundle trust)
    {
        _certificate = certificate;
        _trust = trust;
    }

    /// <summary>Reads the gateway's certificate, its intermediates and its key from the files that the options name.</summary>
    /// <exception cref="IdentityConfigurationException">A file cannot be used, or the key is not the certificate's.</exception>
    public static MutualTls Load(IdentityOptions options, TrustBundle trust)
    {
        var sent = ConfiguredFile.Read("ServerCertificate", options.ServerCertificate, "the gateway's certificate in PEM", file =>
        {
            var read = new X509Certificate2Collection();
            read.ImportFromPemFile(file);
            return read.Count > 0 ? read : throw new FormatException("no certificate");
        });
        var certificate = ConfiguredFile.Read("ServerKey", options.ServerKey, "the unencrypted private key, in PEM, of ServerCertificate",
            file => X509Certificate2.CreateFromPemFile(options.ServerCertificate, file));
        sent.RemoveAt(0);
        // Offline: the intermediates are those of the file, and none is fetched from where a certificate points.
        return new MutualTls(SslStreamCertificateContext.Create(certificate, sent, offline: true), trust);
    }

    /// <summary>Makes this listener a mutual TLS one.</summary>
    public void Configure(ListenOptions listener)
    {
        listener.Protocols = HttpProtocols.Http2;
        listener.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(Handshake()) });
    }

    private SslServerAuthenticationOptions Handshake() => new()
    {
        ServerCertificateContext = _certificate,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        CipherSuitesPolicy = _suites,
        ApplicationProtocols = [SslApplicationProtocol.Http2],
        ClientCertificateRequired = true,
        CertificateChainPolicy = _trust.NewPolicy(),
        RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            errors == SslPolicyErrors.None
            && certificate is X509Certificate2 presented
            && _trust.Accepts(presented, chain?.ChainPolicy.ExtraStore),
        // A resumed session would bring back a certificate that was judged some time ago.
        AllowTlsResume = false,
        AllowRenegotiation = false,
    };
}
