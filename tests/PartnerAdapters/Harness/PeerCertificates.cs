using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exchange.Cli.Pki;
using Exchange.Gateway.Identity;

namespace Exchange.PartnerAdapters.Tests.Harness;

/// <summary>A CA in a folder of its own, with a certificate for the gateway as a client and any for a partner's system.</summary>
internal sealed class PeerCertificates : IDisposable
{
    public const string PartnerOin = "00000001000000000101";
    public const string OtherOin = "00000001000000000999";
    public const string GatewayName = "exchange-gateway";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("exchange-peer-");
    private readonly DevAuthority _authority = DevAuthority.Root("Exchange test CA", TimeProvider.System);
    private int _made;

    public PeerCertificates()
    {
        File.WriteAllText(Authority, _authority.Certificate.ExportCertificatePem());
        Client = Write(_authority.Client(GatewayName, "00000001000000000300"));
    }

    public string Folder => _folder.FullName;

    public string Authority => Path.Combine(Folder, "ca.pem");

    /// <summary>The gateway's certificate and key.</summary>
    public (string Certificate, string Key) Client { get; }

    /// <summary>The certificate and key of a partner's system on localhost.</summary>
    public (string Certificate, string Key) Server(string oin = PartnerOin, DateTimeOffset? until = null) =>
        Write(_authority.Client("localhost", oin, until?.AddDays(-1), until, request =>
        {
            var usage = request.CertificateExtensions.OfType<X509EnhancedKeyUsageExtension>().Single();
            request.CertificateExtensions.Remove(usage);
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName("localhost");
            request.CertificateExtensions.Add(names.Build());
        }));

    /// <summary>How the gateway connects to the partner.</summary>
    public SslClientAuthenticationOptions Tls(string oin = PartnerOin, TimeProvider? time = null) =>
        PartnerTls.Load(Authority, Client.Certificate, Client.Key, time ?? TimeProvider.System).To(oin);

    public void Dispose() => _folder.Delete(recursive: true);

    private (string Certificate, string Key) Write(X509Certificate2 certificate)
    {
        var name = Path.Combine(Folder, $"{++_made}");
        File.WriteAllText(name + ".pem", certificate.ExportCertificatePem());
        using var key = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(name + ".key", key.ExportPkcs8PrivateKeyPem());
        return (name + ".pem", name + ".key");
    }
}
