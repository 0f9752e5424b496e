using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Numerics;
using System.Security.Cryptography.X509Certificates;

namespace Exchange.Gateway.Identity;

/// <summary>
/// One complete revocation list of one CA (RFC 5280, 5), as <see cref="CrlReader"/> read it. It says nothing until
/// <see cref="IsSignedBy"/> has shown whose it is.
/// </summary>
internal sealed class Crl
{
    // By the digest of the CA's certificate: a CA that was renewed under the same key has two.
    private readonly ConcurrentDictionary<string, (X509Certificate2 Issuer, bool Signed)> _judged = new(StringComparer.Ordinal);

    /// <summary>The issuer's name, as encoded.</summary>
    public required ReadOnlyMemory<byte> Issuer { get; init; }

    /// <summary>From when it tells.</summary>
    public required DateTimeOffset ThisUpdate { get; init; }

    /// <summary>When the CA has published another.</summary>
    public required DateTimeOffset NextUpdate { get; init; }

    /// <summary>The CRL number; 0 when it has none.</summary>
    public required BigInteger Number { get; init; }

    /// <summary>The serial numbers of the revoked certificates, as <see cref="SerialOf(ReadOnlySpan{byte})"/> writes them.</summary>
    public required FrozenSet<string> Revoked { get; init; }

    /// <summary>The object identifier of the signature's algorithm.</summary>
    public required string Algorithm { get; init; }

    /// <summary>The exact bytes that are signed.</summary>
    public required ReadOnlyMemory<byte> Signed { get; init; }

    /// <summary>The signature over them.</summary>
    public required ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>The CAs that were found to have signed it.</summary>
    public IEnumerable<X509Certificate2> Signers => _judged.Values.Where(judged => judged.Signed).Select(judged => judged.Issuer);

    /// <summary>A serial number as it is compared: in hexadecimal, without zeros in front.</summary>
    public static string SerialOf(ReadOnlySpan<byte> number) => Convert.ToHexString(number.TrimStart((byte)0));

    /// <summary>Whether this CA, which may sign CRLs, made the list.</summary>
    public bool IsSignedBy(X509Certificate2 issuer) => _judged.GetOrAdd(
        CertificateFacts.Of(issuer).Thumbprint,
        _ => (issuer, MaySignLists(issuer)
            && issuer.SubjectName.RawData.AsSpan().SequenceEqual(Issuer.Span)
            && CrlSignature.Verifies(Algorithm, Signed.Span, Signature.Span, issuer))).Signed;

    /// <summary>Whether it came after another of the same CA, or is the same.</summary>
    public bool IsAtLeastAsNewAs(Crl other) => (ThisUpdate, Number).CompareTo((other.ThisUpdate, other.Number)) >= 0;

    /// <summary>The moment after which it counts no more, however long its CA meant it to.</summary>
    public DateTimeOffset Until(TimeSpan maxAge) => NextUpdate - ThisUpdate < maxAge ? NextUpdate : ThisUpdate + maxAge;

    // RFC 5280, 6.3.3 (f)
    private static bool MaySignLists(X509Certificate2 issuer) =>
        issuer.Extensions.OfType<X509KeyUsageExtension>().All(usage => usage.KeyUsages.HasFlag(X509KeyUsageFlags.CrlSign));
}
