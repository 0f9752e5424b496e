using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Exchange.Audit.V1;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Exchange.Gateway.Identity;

/// <summary>
/// The only way in: TLS 1.2 or 1.3, HTTP/2 or 1.1, and a client certificate that is trusted, or no connection.
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

    private readonly CurrentTrust _trust;
    private readonly RefusedHandshakes _refused;
    private readonly TimeSpan _within;
    private volatile SslStreamCertificateContext _certificate;
    private readonly CipherSuitesPolicy? _suites =
        OperatingSystem.IsLinux() || OperatingSystem.IsMacOS() ? new CipherSuitesPolicy(Suites) : null;

    /// <param name="certificate">The gateway's own certificate, with what is sent along.</param>
    /// <param name="trust">Whom to let in.</param>
    /// <param name="refused">Where those who are not let in are counted.</param>
    /// <param name="within">How long a handshake may take.</param>
    public MutualTls(SslStreamCertificateContext certificate, CurrentTrust trust, RefusedHandshakes refused, TimeSpan within)
    {
        _certificate = certificate;
        _trust = trust;
        _refused = refused;
        _within = within;
    }

    /// <summary>Reads the gateway's certificate, its intermediates and its key from the files that the options name.</summary>
    /// <exception cref="IdentityConfigurationException">A file cannot be used, or the key is not the certificate's.</exception>
    public static SslStreamCertificateContext LoadCertificate(IdentityOptions options)
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
        return SslStreamCertificateContext.Create(certificate, sent, offline: true);
    }

    /// <summary>Handshakes show another certificate from now on; connections that are open keep theirs.</summary>
    public void Replace(SslStreamCertificateContext certificate) => _certificate = certificate;

    /// <summary>Makes this listener a mutual TLS one.</summary>
    public void Configure(ListenOptions listener)
    {
        listener.Protocols = HttpProtocols.Http1AndHttp2; // gRPC takes the second only, REST clients speak either
        listener.Use(next => connection => CountRefusalAsync(next, connection));
        listener.UseHttps(new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = _within,
            OnConnection = context => ValueTask.FromResult(Begin(context.Connection.Features.GetRequiredFeature<Handshake>())),
        });
        listener.Use(next => connection =>
        {
            connection.Features.GetRequiredFeature<Handshake>().IsComplete = true;
            return next(connection);
        });
    }

    // Around the whole handshake, because it can end in many ways and only the last of them is told to the callback below.
    private async Task CountRefusalAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        var handshake = new Handshake();
        connection.Features.Set(handshake);
        try
        {
            await next(connection);
        }
        finally
        {
            if (handshake is { Began: true, IsComplete: false })
                _refused.Count(handshake.Refusal ?? HandshakeRefusal.Protocol);
        }
    }

    private SslServerAuthenticationOptions Begin(Handshake handshake)
    {
        handshake.Began = true;
        var trust = _trust.Value;
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = _certificate,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CipherSuitesPolicy = _suites,
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
            ClientCertificateRequired = true,
            CertificateChainPolicy = trust.Bundle.NewPolicy(),
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) => Accepts(trust, handshake, certificate, chain, errors),
            // A resumed session would bring back a certificate that was judged some time ago.
            AllowTlsResume = false,
            AllowRenegotiation = false,
        };
    }

    private static bool Accepts(Trust trust, Handshake handshake, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 presented)
        {
            handshake.Refusal = HandshakeRefusal.NoCertificate;
            return false;
        }
        var judgement = trust.Judge(presented, chain?.ChainPolicy.ExtraStore);
        handshake.Intermediates = judgement.Intermediates;
        handshake.Refusal = judgement.Refusal ?? (errors == SslPolicyErrors.None ? null : HandshakeRefusal.Unsuitable);
        return handshake.Refusal is null;
    }
}
