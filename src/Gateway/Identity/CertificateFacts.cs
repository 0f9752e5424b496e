using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Exchange.Gateway.Identity;

/// <summary>What a certificate is asked again and again, worked out once.</summary>
internal sealed class CertificateFacts
{
    private static readonly ConditionalWeakTable<X509Certificate2, CertificateFacts> Known = [];

    private CertificateFacts(X509Certificate2 certificate)
    {
        Oin = Identity.Oin.Of(certificate);
        Digest = SHA256.HashData(certificate.RawData);
        Thumbprint = Base64Url.EncodeToString(Digest);
    }

    /// <summary>The organisation's number, or null when the certificate has no usable one.</summary>
    public string? Oin { get; }

    /// <summary>SHA-256 of the certificate's DER.</summary>
    public byte[] Digest { get; }

    /// <summary>The digest as <c>x5t#S256</c> has it.</summary>
    public string Thumbprint { get; }

    public static CertificateFacts Of(X509Certificate2 certificate) =>
        Known.GetValue(certificate, static known => new CertificateFacts(known));
}
