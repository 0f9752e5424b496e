using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exchange.Cli.Pki;
using Exchange.Gateway.Identity;

namespace Exchange.Gateway.Tests.Identity.Revocation;

/// <summary>Which bytes count as a revocation list, and that no others do.</summary>
public sealed class CrlReaderTests
{
    private readonly ManualClock _clock = new(new DateTimeOffset(2031, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly DevAuthority _root;
    private readonly X509Certificate2 _client;

    public CrlReaderTests()
    {
        _root = DevAuthority.Root("Root", _clock);
        _client = _root.Client("politie", TwoPartners.PolitieOin);
    }

    private HandMadeCrl Plain => new(_root.Certificate);

    [Fact]
    public void Read_ListOfTheFramework_TellsWhatItHolds()
    {
        var list = Read(_root.RevocationList([_client], number: 7, from: _clock.Now, until: _clock.Now.AddDays(1)));

        Assert.Equal(_root.Certificate.SubjectName.RawData, list.Issuer.ToArray());
        Assert.Equal((_clock.Now, _clock.Now.AddDays(1)), (list.ThisUpdate, list.NextUpdate));
        Assert.Equal(7, list.Number);
        Assert.Equal([Crl.SerialOf(_client.SerialNumberBytes.Span)], list.Revoked);
        Assert.True(list.IsSignedBy(_root.Certificate));
        Assert.Equal([_root.Certificate], list.Signers);
        Assert.Empty(Read(_root.RevocationList([])).Revoked);
    }

    [Fact]
    public void Read_PlainListMadeByHand_IsTheBaseThatTheRefusalsDifferFrom() => Assert.True(Read(Plain.Encode()).IsSignedBy(_root.Certificate));

    [Fact]
    public void Read_TimesBeyond2049_AreGeneralizedTimes()
    {
        var until = new DateTimeOffset(2051, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(until, Read((Plain with { Until = until }).Encode()).NextUpdate);
    }

    [Fact]
    public void Read_OtherVersionThanTwo_Refused()
    {
        AssertRefused("version", Plain with { Version = null });
        AssertRefused("version", Plain with { Version = 0 });
        AssertRefused("version", Plain with { Version = 2 });
    }

    [Fact]
    public void Read_WithoutAnEndOrEndedBeforeItBegan_Refused()
    {
        AssertRefused("next", Plain with { Until = null });
        AssertRefused("ends before", Plain with { Until = Plain.From });
    }

    [Fact]
    public void Read_AlgorithmThatIsTwoOrWeakOrOdd_Refused()
    {
        AssertRefused("two signature", Plain with { OuterAlgorithm = "1.2.840.10045.4.3.3" });
        foreach (var algorithm in new[] { "1.2.840.10045.4.1", "1.2.840.113549.1.1.5", "1.2.840.113549.1.1.4", "1.2.840.113549.1.1.10" })
            AssertRefused("does not count", Plain with { InnerAlgorithm = algorithm, OuterAlgorithm = algorithm });
        AssertRefused("DER", Plain with { NullParameters = true });
    }

    [Fact]
    public void Read_DeltaOrPartOrAnothersList_RefusedEvenIfNotCritical()
    {
        foreach (var critical in new[] { true, false })
        {
            AssertRefused("changed since", Plain with { Extensions = [new X509Extension("2.5.29.27", [0x02, 0x01, 0x01], critical)] });
            AssertRefused("part", Plain with { Extensions = [new X509Extension("2.5.29.28", [0x30, 0x03, 0x84, 0x01, 0xFF], critical)] });
            AssertRefused("another CA", Plain with { Entries = [(5, [new X509Extension("2.5.29.29", [0x30, 0x00], critical)])] });
        }
    }

    [Fact]
    public void Read_CriticalExtensionThatIsNotKnown_Refused()
    {
        const string Odd = "1.3.6.1.4.1.99999.1";
        AssertRefused("critical", Plain with { Extensions = [new X509Extension(Odd, [0x05, 0x00], true)] });
        AssertRefused("critical", Plain with { Entries = [(5, [new X509Extension(Odd, [0x05, 0x00], true)])] });
        AssertRefused("critical", Plain with { Entries = [(5, []), (6, [new X509Extension("2.5.29.21", [0x0A, 0x01, 0x01], false), new X509Extension(Odd, [], true)])] });

        Assert.NotNull(Read((Plain with { Extensions = [new X509Extension(Odd, [0x05, 0x00], false)] }).Encode()));
        Assert.Equal(["05"], Read((Plain with { Entries = [(5, [new X509Extension("2.5.29.21", [0x0A, 0x01, 0x06], true)])] }).Encode()).Revoked);
    }

    [Fact]
    public void Read_ExtensionTwice_Refused()
    {
        var number = new X509Extension("2.5.29.20", [0x02, 0x01, 0x01], false);
        AssertRefused("twice", Plain with { Extensions = [number, number] });
    }

    [Fact]
    public void Read_BytesAfterIt_Refused() => AssertRefused("DER", Plain with { After = [0x00] });

    [Fact]
    public void Read_CutShortAnywhere_RefusedWithoutThrowing()
    {
        var whole = Whole();
        for (var length = 0; length < whole.Length; length++)
            Assert.False(CrlReader.TryRead(whole.AsMemory(0, length), out _, out _), $"cut at {length}");
    }

    [Fact]
    public void Read_AnyBitTurned_NeverCountsWithoutTellingTheSame()
    {
        var whole = Whole();
        var original = Read(whole);
        Assert.True(original.IsSignedBy(_root.Certificate));
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var turned = whole.ToArray();
            turned[bit / 8] ^= (byte)(1 << (bit % 8));
            if (CrlReader.TryRead(turned, out var list, out _) && list.IsSignedBy(_root.Certificate))
                Assert.Fail($"counts with bit {bit} turned");
        }
    }

    [Fact]
    public void Read_AnyByteReplacedByAnyOther_NeverThrows()
    {
        var whole = Whole();
        for (var place = 0; place < whole.Length; place++)
        {
            var kept = whole[place];
            foreach (var other in new byte[] { 0x00, 0x01, 0x02, 0x03, 0x17, 0x18, 0x30, 0x31, 0x7F, 0x80, 0x81, 0x84, 0xA0, 0xFF })
            {
                whole[place] = other;
                _ = CrlReader.TryRead(whole, out _, out _);
            }
            whole[place] = kept;
        }
    }

    [Fact]
    public void Read_RandomBytesAndCertificates_Refused()
    {
        Assert.False(CrlReader.TryRead(_client.RawData, out _, out _));
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = RandomNumberGenerator.GetBytes(RandomNumberGenerator.GetInt32(200));
            if (bytes.Length > 1)
                (bytes[0], bytes[1]) = (0x30, (byte)(bytes.Length - 2));
            Assert.False(CrlReader.TryRead(bytes, out _, out var fault));
            Assert.NotEmpty(fault);
        }
    }

    [Theory]
    [InlineData("nistP256", "SHA256")]
    [InlineData("nistP384", "SHA384")]
    [InlineData("nistP521", "SHA512")]
    public void IsSignedBy_EcdsaOfItsCa_YesAndOfANamesakeNo(string curve, string hash)
    {
        using var key = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        using var namesake = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        var authority = Authority(new CertificateRequest("CN=Ca", key, HashAlgorithmName.SHA256));
        var list = Read(new CertificateRevocationListBuilder().Build(authority, 1, _clock.Now.AddDays(1), new HashAlgorithmName(hash), thisUpdate: _clock.Now));

        Assert.True(list.IsSignedBy(authority));
        Assert.False(list.IsSignedBy(Authority(new CertificateRequest("CN=Ca", namesake, HashAlgorithmName.SHA256))));
        Assert.False(list.IsSignedBy(Authority(new CertificateRequest("CN=Other", key, HashAlgorithmName.SHA256))));
    }

    [Theory]
    [InlineData("SHA256", 2048, true)]
    [InlineData("SHA384", 3072, true)]
    [InlineData("SHA512", 2048, true)]
    [InlineData("SHA256", 1024, false)]
    public void IsSignedBy_RsaOfItsCa_FromTwoThousandBits(string hash, int bits, bool counts)
    {
        using var key = RSA.Create(bits);
        using var namesake = RSA.Create(bits);
        var authority = Authority(new CertificateRequest("CN=Ca", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        var list = Read(new CertificateRevocationListBuilder().Build(
            authority, 1, _clock.Now.AddDays(1), new HashAlgorithmName(hash), RSASignaturePadding.Pkcs1, _clock.Now));

        Assert.Equal(counts, list.IsSignedBy(authority));
        Assert.False(list.IsSignedBy(Authority(new CertificateRequest("CN=Ca", namesake, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))));
        Assert.False(list.IsSignedBy(_root.Certificate));
    }

    [Fact]
    public void IsSignedBy_CaThatMayNotSignLists_No()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var usual = Authority(new CertificateRequest("CN=Ca", key, HashAlgorithmName.SHA256));
        var list = Read(new CertificateRevocationListBuilder().Build(usual, 1, _clock.Now.AddDays(1), HashAlgorithmName.SHA256, thisUpdate: _clock.Now));

        Assert.True(list.IsSignedBy(usual));
        Assert.False(list.IsSignedBy(Authority(new CertificateRequest("CN=Ca", key, HashAlgorithmName.SHA256), X509KeyUsageFlags.KeyCertSign)));
    }

    [Theory]
    [InlineData("ec", "-sha256")]
    [InlineData("rsa", "-sha512")]
    public async Task Read_ListOfOpenSsl_TellsWhatItHolds(string kind, string digest)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/openssl"), "There is no openssl on this machine.");
        var folder = Directory.CreateTempSubdirectory("exchange-crl-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "ca.cnf"), """
                [ca]
                default_ca = this
                [this]
                database = index.txt
                crlnumber = crlnumber
                default_crl_days = 30
                crl_extensions = extensions
                [extensions]
                authorityKeyIdentifier = keyid
                [req]
                distinguished_name = name
                x509_extensions = authority
                prompt = no
                [name]
                CN = Openssl CA
                [authority]
                basicConstraints = critical,CA:true
                keyUsage = critical,keyCertSign,cRLSign
                subjectKeyIdentifier = hash
                """, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "crlnumber"), "1000\n", TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "index.txt"),
                "R\t351231235959Z\t260101000000Z,keyCompromise\t0FA1\tunknown\t/CN=one\nV\t351231235959Z\t\t0FA2\tunknown\t/CN=two\n",
                TestContext.Current.CancellationToken);
            string[] newKey = kind == "ec" ? ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"] : ["-newkey", "rsa:2048"];
            await OpenSslAsync(folder, ["req", "-x509", "-config", "ca.cnf", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", .. newKey]);
            await OpenSslAsync(folder, "ca", "-config", "ca.cnf", "-gencrl", "-keyfile", "ca.key", "-cert", "ca.pem", "-md", digest[1..], "-out", "list.pem");
            using var authority = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(folder.FullName, "ca.pem"));
            var pem = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "list.pem"), TestContext.Current.CancellationToken);

            var list = Read(Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data]));

            Assert.True(list.IsSignedBy(authority));
            Assert.Equal(["0FA1"], list.Revoked);
            Assert.Equal(0x1000, list.Number);
            Assert.Equal(TimeSpan.FromDays(30), list.NextUpdate - list.ThisUpdate);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task OpenSslAsync(DirectoryInfo folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/openssl", arguments)
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardError = true,
        })!;
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, errors);
    }

    private static Crl Read(byte[] der)
    {
        Assert.True(CrlReader.TryRead(der, out var list, out var fault), fault);
        return list;
    }

    private static void AssertRefused(string word, HandMadeCrl list)
    {
        Assert.False(CrlReader.TryRead(list.Encode(), out var read, out var fault));
        Assert.Null(read);
        Assert.Contains(word, fault, StringComparison.Ordinal);
    }

    private byte[] Whole() => _root.RevocationList([_client, _root.Client("om", TwoPartners.OmOin)]);

    private X509Certificate2 Authority(CertificateRequest request, X509KeyUsageFlags usage = X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(_clock.Now.AddDays(-1), _clock.Now.AddDays(1));
    }
}
