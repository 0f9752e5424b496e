using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exchange.Audit.V1;

namespace Exchange.Gateway.Identity;

/// <summary>
/// The CAs that may vouch for partners, and the whole rule by which a certificate counts: issued under one of them, valid now, meant
/// for client authentication (for a partner's own system: server authentication), no CA itself, with a key and signatures that are
/// strong enough. Whether it was revoked is for <see cref="Trust"/> to say.
/// </summary>
internal sealed class TrustBundle
{
    /// <summary>What a partner's client certificate must be meant for.</summary>
    public static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");

    /// <summary>What the certificate of a partner's own system must be meant for.</summary>
    public static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    // RSA with MD5 and SHA-1, DSA and ECDSA with SHA-1: forgeable, so no signature
    private static readonly string[] WeakSignatures =
        ["1.2.840.113549.1.1.4", "1.2.840.113549.1.1.5", "1.2.840.10040.4.3", "1.2.840.10045.4.1"];

    private const X509ChainStatusFlags Strange =
        X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.NotSignatureValid
        | X509ChainStatusFlags.Cyclic | X509ChainStatusFlags.ExplicitDistrust;

    private readonly X509Certificate2Collection _roots = [];
    private readonly X509Certificate2Collection _intermediates = [];
    private readonly TimeProvider _clock;
    private readonly Oid _purpose;

    /// <exception cref="IdentityConfigurationException">A certificate is no CA, or there is no root.</exception>
    public TrustBundle(X509Certificate2Collection authorities, TimeProvider clock, Oid? purpose = null)
    {
        _clock = clock;
        _purpose = purpose ?? ClientAuthentication;
        foreach (var authority in authorities)
        {
            if (!IsAuthority(authority))
                throw new IdentityConfigurationException(
                    $"The trust bundle holds '{authority.Subject}', which is no CA: leave only CA certificates in it.");
            // Only a root ends a chain; an intermediate under a root that is not here vouches for nobody.
            (IsSelfIssued(authority) ? _roots : _intermediates).Add(authority);
        }
        if (_roots.Count == 0)
            throw new IdentityConfigurationException(
                "The trust bundle holds no root: add the self-signed CA certificate that the chains end in.");
    }

    /// <summary>Reads the bundle from a PEM file.</summary>
    /// <exception cref="IdentityConfigurationException">The file cannot be used.</exception>
    public static TrustBundle Load(string path, TimeProvider clock, string setting = "TrustBundle", Oid? purpose = null)
    {
        var authorities = ConfiguredFile.Read(setting, path, "CA certificates in PEM", file =>
        {
            var read = new X509Certificate2Collection();
            read.ImportFromPemFile(file);
            return read;
        });
        return new TrustBundle(authorities, clock, purpose);
    }

    /// <summary>Every CA in it.</summary>
    public IEnumerable<X509Certificate2> Authorities => _roots.Concat(_intermediates);

    /// <summary>How chains are built: our roots only, by our clock, and without a look at the network.</summary>
    /// <remarks>A certificate may name any address to fetch its issuer from; following it would let a stranger steer us.</remarks>
    public X509ChainPolicy NewPolicy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTime = _clock.GetUtcNow().UtcDateTime,
            VerificationTimeIgnored = false,
        };
        policy.CustomTrustStore.AddRange(_roots);
        policy.ExtraStore.AddRange(_intermediates);
        policy.ApplicationPolicy.Add(_purpose);
        return policy;
    }

    /// <summary>The way from this certificate to a root, if it counts now.</summary>
    /// <param name="certificate">The certificate that the other side proved to hold the key of.</param>
    /// <param name="sent">What the other side sent along: tried as links, never trusted.</param>
    public CertificatePath FindPath(X509Certificate2 certificate, IEnumerable<X509Certificate2>? sent = null)
    {
        using var chain = new X509Chain { ChainPolicy = NewPolicy() };
        foreach (var link in sent ?? [])
            chain.ChainPolicy.ExtraStore.Add(link);
        try
        {
            if (!chain.Build(certificate))
                return new CertificatePath(Why(chain), []);
            // The root's own signature proves nothing, so it may be old.
            if (!IsForPurpose(certificate) || !HasStrongKey(certificate)
                || chain.ChainElements.SkipLast(1).Any(link => WeakSignatures.Contains(link.Certificate.SignatureAlgorithm.Value)))
                return new CertificatePath(HandshakeRefusal.Unsuitable, []);
            return new CertificatePath(null, [.. chain.ChainElements.Select(link => X509CertificateLoader.LoadCertificate(link.Certificate.RawData))]);
        }
        catch (CryptographicException)
        {
            return new CertificatePath(HandshakeRefusal.UntrustedIssuer, []);
        }
        finally
        {
            foreach (var link in chain.ChainElements) link.Certificate.Dispose();
        }
    }

    // What a stranger's certificate lacks besides does not matter.
    private static HandshakeRefusal Why(X509Chain chain)
    {
        var status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        if ((status & Strange) != 0 || status == X509ChainStatusFlags.NoError) return HandshakeRefusal.UntrustedIssuer;
        return status == X509ChainStatusFlags.NotTimeValid ? HandshakeRefusal.Expired : HandshakeRefusal.Unsuitable;
    }

    private static bool IsAuthority(X509Certificate2 certificate) =>
        SaysCa(certificate)
        && certificate.Extensions.OfType<X509KeyUsageExtension>().All(usage => usage.KeyUsages.HasFlag(X509KeyUsageFlags.KeyCertSign));

    private static bool SaysCa(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority);

    private static bool IsSelfIssued(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    private bool IsForPurpose(X509Certificate2 certificate)
    {
        // A chain policy lets a certificate without key usages pass; here each must be said, and said once.
        return certificate.Extensions.OfType<X509KeyUsageExtension>().ToList() is [var usage]
            && usage.KeyUsages.HasFlag(X509KeyUsageFlags.DigitalSignature)
            && !usage.KeyUsages.HasFlag(X509KeyUsageFlags.KeyCertSign)
            && certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().ToList() is [var purposes]
            && purposes.EnhancedKeyUsages.OfType<Oid>().Any(purpose => purpose.Value == _purpose.Value)
            && !SaysCa(certificate);
    }

    private static bool HasStrongKey(X509Certificate2 certificate)
    {
        try
        {
            using var rsa = certificate.GetRSAPublicKey();
            using var ecdsa = certificate.GetECDsaPublicKey();
            return rsa?.KeySize >= 2048 || ecdsa?.KeySize >= 256;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
