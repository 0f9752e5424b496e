using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exchange.Cli.Pki;
using Exchange.Gateway.Identity;

namespace Exchange.Gateway.Tests.Identity;

public sealed class TrustBundleTests
{
    private const string Subject = $"SERIALNUMBER={TwoPartners.PolitieOin}";
    private readonly ManualClock _clock = new(new DateTimeOffset(2031, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly DevAuthority _root;
    private readonly TrustBundle _trust;

    public TrustBundleTests()
    {
        _root = DevAuthority.Root("Root", _clock);
        _trust = new TrustBundle([_root.Certificate], _clock);
    }

    [Fact]
    public void Accepts_IssuedUnderTheRoot_Yes() => Assert.True(Accepts(Client(_root)));

    [Fact]
    public void Accepts_IssuedByAnother_No()
    {
        Assert.False(Accepts(Client(DevAuthority.Root("Other", _clock))));
        // The same name, so that only the signature tells them apart
        Assert.False(Accepts(Client(DevAuthority.Root("Root", _clock))));
    }

    [Fact]
    public void Accepts_AnothersRootSentAlong_No()
    {
        var other = DevAuthority.Root("Root", _clock);

        Assert.False(Accepts(Client(other), [other.Certificate]));
    }

    [Fact]
    public void Accepts_SelfSigned_No()
    {
        Assert.False(Accepts(Request().CreateSelfSigned(_clock.Now.AddDays(-1), _clock.Now.AddDays(1))));
    }

    [Fact]
    public void Accepts_IntermediateSentAlongOrInTheBundle_YesAndOtherwiseNo()
    {
        var intermediate = DevAuthority.Root("Root", _clock).Intermediate("Elsewhere");
        var issuing = Chained();

        Assert.False(Accepts(Client(issuing)));
        Assert.True(Accepts(Client(issuing), [issuing.Certificate]));
        Assert.True(Accepts(new TrustBundle([_root.Certificate, issuing.Certificate], _clock), Client(issuing)));
        Assert.False(Accepts(Client(intermediate), [intermediate.Certificate]));
    }

    [Fact]
    public void Accepts_IntermediateInTheBundleWithoutItsRoot_No()
    {
        var elsewhere = DevAuthority.Root("Elsewhere", _clock).Intermediate("Issuing elsewhere");
        var trust = new TrustBundle([_root.Certificate, elsewhere.Certificate], _clock);

        Assert.False(Accepts(trust, Client(elsewhere)));
        Assert.False(Accepts(trust, Client(elsewhere), [elsewhere.Certificate]));
    }

    [Fact]
    public void Accepts_IssuedByAPartnersOwnCertificate_No()
    {
        var partner = Client(_root);
        var forged = Request().Create(
            partner.SubjectName, X509SignatureGenerator.CreateForECDsa(partner.GetECDsaPrivateKey()!), _clock.Now.AddDays(-1), _clock.Now.AddDays(1), [1]);

        Assert.False(Accepts(forged, [partner]));
    }

    [Theory]
    [InlineData(-2, -1, false)]
    [InlineData(1, 2, false)]
    [InlineData(-1, 1, true)]
    public void Accepts_OutsideItsPeriod_No(int from, int until, bool accepted) =>
        Assert.Equal(accepted, Accepts(_root.Client("p", TwoPartners.PolitieOin, _clock.Now.AddDays(from), _clock.Now.AddDays(until))));

    [Fact]
    public void Accepts_RootOrIntermediateOver_No()
    {
        var issuing = Chained();
        var client = issuing.Client("p", TwoPartners.PolitieOin, _clock.Now.AddDays(-1), _clock.Now.AddDays(3650));
        Assert.True(Accepts(client, [issuing.Certificate]));

        _clock.Advance(TimeSpan.FromDays(366));

        Assert.False(Accepts(client, [issuing.Certificate]));
    }

    [Fact]
    public void Accepts_AServersCertificate_No() => Assert.False(Accepts(_root.LoopbackServer()));

    [Fact]
    public void Accepts_UsageOtherThanClientAuthentication_No()
    {
        Assert.False(Altered<X509EnhancedKeyUsageExtension>());
        Assert.False(Altered(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.4")], true)));
        Assert.False(Altered(new X509EnhancedKeyUsageExtension([new Oid("2.5.29.37.0")], false)));
        Assert.True(Altered(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], true)));
    }

    [Fact]
    public void Accepts_KeyThatMayNotSign_No()
    {
        Assert.False(Altered<X509KeyUsageExtension>());
        Assert.False(Altered(new X509KeyUsageExtension(X509KeyUsageFlags.KeyAgreement, true)));
        Assert.False(Altered(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign, true)));
        Assert.True(Altered(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyAgreement, true)));
    }

    [Fact]
    public void Accepts_ACa_No()
    {
        Assert.False(Accepts(_root.Certificate));
        Assert.False(Altered(new X509BasicConstraintsExtension(true, false, 0, true)));
    }

    [Fact]
    public void Accepts_UsageSaidTwice_No()
    {
        // The framework makes no such certificate: it is issued with a stand-in, renamed, and signed again.
        var keyUsage = new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true).RawData;
        var extendedUsage = new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false).RawData;

        Assert.True(Accepts(SignedAgain(keyUsage, standIn: 0x10, name: 0x10)));
        Assert.False(Accepts(SignedAgain(keyUsage, standIn: 0x10, name: 0x0F)));
        Assert.False(Accepts(SignedAgain(extendedUsage, standIn: 0x10, name: 0x25)));
    }

    [Fact]
    public void Accepts_UnknownCriticalExtension_No()
    {
        Assert.False(With(new X509Extension("1.3.6.1.4.1.99999.1", [0x05, 0x00], critical: true)));
        Assert.True(With(new X509Extension("1.3.6.1.4.1.99999.1", [0x05, 0x00], critical: false)));
    }

    [Theory]
    [InlineData(1024, false)]
    [InlineData(2048, true)]
    public void Accepts_RsaKey_FromTwoThousandBits(int bits, bool accepted)
    {
        using var key = RSA.Create(bits);
        var request = new CertificateRequest(Subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        AddUsages(request);

        Assert.Equal(accepted, Accepts(Issue(request)));
    }

    [Fact]
    public void Accepts_SignedOverSha1_No()
    {
        Assert.True(Accepts(Issue(Request())));
        Assert.False(Accepts(Issue(Request(), new Sha1Generator(_root.Certificate.GetECDsaPrivateKey()!))));
    }

    [Fact]
    public void New_WithoutRoot_SaysWhatToAdd()
    {
        Assert.Contains("root", Assert.Throws<IdentityConfigurationException>(() => new TrustBundle([], _clock)).Message, StringComparison.Ordinal);
        Assert.Contains("root", Assert.Throws<IdentityConfigurationException>(() => new TrustBundle([Chained().Certificate], _clock)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void New_WithACertificateThatIsNoCa_SaysWhich()
    {
        var fault = Assert.Throws<IdentityConfigurationException>(() => new TrustBundle([_root.Certificate, Client(_root)], _clock));

        Assert.Contains("no CA", fault.Message, StringComparison.Ordinal);
    }

    private static X509Certificate2 Client(DevAuthority authority) => authority.Client("politie", TwoPartners.PolitieOin);

    private bool Accepts(X509Certificate2 certificate, X509Certificate2Collection? sent = null) => Accepts(_trust, certificate, sent);

    private static bool Accepts(TrustBundle trust, X509Certificate2 certificate, X509Certificate2Collection? sent = null)
    {
        var path = trust.FindPath(certificate, sent);
        Assert.Equal(path.Refusal is null, path.Links.Count > 0);
        return path.Refusal is null;
    }

    // A root that may have a CA under it
    private DevAuthority Chained() => _root.Intermediate("Issuing");

    private bool Altered<T>(T? instead = null)
        where T : X509Extension
    {
        var request = Request();
        if (request.CertificateExtensions.OfType<T>().SingleOrDefault() is { } usual) request.CertificateExtensions.Remove(usual);
        if (instead is not null) request.CertificateExtensions.Add(instead);
        return Accepts(Issue(request));
    }

    private bool With(X509Extension extension)
    {
        var request = Request();
        request.CertificateExtensions.Add(extension);
        return Accepts(Issue(request));
    }

    private X509Certificate2 SignedAgain(byte[] value, byte standIn, byte name)
    {
        var request = Request();
        request.CertificateExtensions.Add(new X509Extension($"2.5.29.{standIn}", value, critical: false));
        var issued = new AsnReader(Issue(request).RawData, AsnEncodingRules.DER).ReadSequence();
        var signed = issued.ReadEncodedValue().ToArray();
        signed[signed.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x06, 0x03, 0x55, 0x1D, standIn]) + 4] = name;
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(signed);
            writer.WriteEncodedValue(issued.ReadEncodedValue().Span);
            using var key = _root.Certificate.GetECDsaPrivateKey()!;
            writer.WriteBitString(key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        }
        return X509CertificateLoader.LoadCertificate(writer.Encode());
    }

    private static CertificateRequest Request()
    {
        var request = new CertificateRequest(Subject, ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
        AddUsages(request);
        return request;
    }

    private static void AddUsages(CertificateRequest request)
    {
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false));
    }

    private X509Certificate2 Issue(CertificateRequest request, X509SignatureGenerator? generator = null) => request.Create(
        _root.Certificate.SubjectName,
        generator ?? X509SignatureGenerator.CreateForECDsa(_root.Certificate.GetECDsaPrivateKey()!),
        _clock.Now.AddDays(-1), _clock.Now.AddDays(1), [1]);

    /// <summary>Signs as old CAs did; the framework's own generator no longer wants to.</summary>
    private sealed class Sha1Generator(ECDsa key) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm)
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence()) writer.WriteObjectIdentifier("1.2.840.10045.4.1");
            return writer.Encode();
        }

#pragma warning disable CA5350 // a weak signature is what this makes
        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) =>
            key.SignData(data, HashAlgorithmName.SHA1, DSASignatureFormat.Rfc3279DerSequence);
#pragma warning restore CA5350

        protected override PublicKey BuildPublicKey() => new(key);
    }
}
