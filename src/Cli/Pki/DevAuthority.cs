using System.Net;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Exchange.Cli.Pki;

/// <summary>
/// A certificate authority for development: it issues whatever it is asked to, broken things too, and must be in no trust
/// bundle outside a developer's machine. Keys are EC P-256.
/// </summary>
internal sealed class DevAuthority
{
    /// <summary>How long certificates and revocation lists last: nobody renews them in a demo that runs for days.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(365);

    // So that a machine whose clock lags a little takes what was just made
    private static readonly TimeSpan Head = TimeSpan.FromHours(1);

    private readonly TimeProvider _clock;

    private DevAuthority(X509Certificate2 certificate, TimeProvider clock)
    {
        Certificate = certificate;
        _clock = clock;
    }

    /// <summary>The CA's certificate, with its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>A CA that was made before.</summary>
    /// <param name="certificate">Its certificate, with the key.</param>
    /// <param name="clock">The clock.</param>
    public static DevAuthority Of(X509Certificate2 certificate, TimeProvider clock) => new(certificate, clock);

    /// <summary>A root of its own.</summary>
    public static DevAuthority Root(string name, TimeProvider clock)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = AuthorityRequest(name, key);
        var now = clock.GetUtcNow();
        return new DevAuthority(request.CreateSelfSigned(now - Head, now + Life), clock);
    }

    /// <summary>An intermediate CA under this one.</summary>
    public DevAuthority Intermediate(string name) => new(Issue(key => AuthorityRequest(name, key), null, null), _clock);

    /// <summary>A client certificate with an OIN in its subject.</summary>
    /// <param name="name">The subject's common name.</param>
    /// <param name="oin">The subject's serialNumber.</param>
    /// <param name="from">When it begins; an hour ago when not given.</param>
    /// <param name="until">When it ends; a year from now when not given.</param>
    /// <param name="alter">Changes the request before it is signed, to make what a client should not have.</param>
    public X509Certificate2 Client(
        string name, string oin, DateTimeOffset? from = null, DateTimeOffset? until = null, Action<CertificateRequest>? alter = null)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCountryOrRegion("NL");
        subject.AddOrganizationName(name);
        subject.AddCommonName(name);
        subject.Add("2.5.4.5", oin, System.Formats.Asn1.UniversalTagNumber.PrintableString);
        return Client(subject.Build(), from, until, alter);
    }

    /// <summary>A client certificate with any subject.</summary>
    public X509Certificate2 Client(
        X500DistinguishedName subject,
        DateTimeOffset? from = null,
        DateTimeOffset? until = null,
        Action<CertificateRequest>? alter = null) =>
        Issue(key =>
        {
            var request = LeafRequest(subject, key, "1.3.6.1.5.5.7.3.2");
            alter?.Invoke(request);
            return request;
        }, from, until);

    /// <summary>A server certificate for this machine's loopback names.</summary>
    public X509Certificate2 LoopbackServer() => Issue(key =>
    {
        var request = LeafRequest(new X500DistinguishedName("CN=localhost"), key, "1.3.6.1.5.5.7.3.1");
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request;
    }, null, null);

    /// <summary>This CA's revocation list, in DER.</summary>
    /// <param name="revoked">What it took back.</param>
    /// <param name="number">The CRL number.</param>
    /// <param name="from">When it was made; an hour ago when not given.</param>
    /// <param name="until">When the next one comes; a year from now when not given.</param>
    public byte[] RevocationList(
        IEnumerable<X509Certificate2> revoked, int number = 1, DateTimeOffset? from = null, DateTimeOffset? until = null)
    {
        var list = new CertificateRevocationListBuilder();
        foreach (var certificate in revoked)
            list.AddEntry(certificate, from ?? _clock.GetUtcNow() - Head);
        return Sign(list, number, from ?? _clock.GetUtcNow() - Head, until);
    }

    /// <summary>The revocation list that comes after another, with one more certificate on it.</summary>
    /// <param name="pem">The list until now, in PEM.</param>
    /// <param name="certificate">What is taken back.</param>
    /// <exception cref="CryptographicException">That is no revocation list.</exception>
    public byte[] Revoke(string pem, X509Certificate2 certificate)
    {
        var list = CertificateRevocationListBuilder.LoadPem(pem, out var number);
        list.RemoveEntry(certificate.SerialNumberBytes.Span);
        list.AddEntry(certificate, _clock.GetUtcNow());
        return Sign(list, number + 1, _clock.GetUtcNow(), null);
    }

    private byte[] Sign(CertificateRevocationListBuilder list, BigInteger number, DateTimeOffset from, DateTimeOffset? until) =>
        list.Build(Certificate, number, until ?? _clock.GetUtcNow() + Life, HashAlgorithmName.SHA256, thisUpdate: from);

    private static CertificateRequest AuthorityRequest(string name, ECDsa key)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }

    private static CertificateRequest LeafRequest(X500DistinguishedName subject, ECDsa key, string purpose)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], false));
        return request;
    }

    private X509Certificate2 Issue(Func<ECDsa, CertificateRequest> make, DateTimeOffset? from, DateTimeOffset? until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var own = Certificate.GetECDsaPrivateKey()!;
        var request = make(key);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, true, false));
        var now = _clock.GetUtcNow();
        // By name and generator, because the other overload refuses the periods that tests of refusals need.
        using var issued = request.Create(
            Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(own), from ?? now - Head, until ?? now + Life, SerialNumber());
        return issued.CopyWithPrivateKey(key);
    }

    private static byte[] SerialNumber()
    {
        var number = RandomNumberGenerator.GetBytes(16);
        number[0] = (byte)(number[0] & 0x3F | 0x40); // positive, and never shorter
        return number;
    }
}
