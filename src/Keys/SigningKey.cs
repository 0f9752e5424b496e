using System.Security.Cryptography;

namespace Exchange.Keys;

/// <summary>A key that signs the heads of a partnership's log: ECDSA on the curve P-256 with SHA-256. It gives its public part and
/// signatures, and nothing else of itself.</summary>
public sealed class SigningKey
{
    private readonly ReadOnlyMemory<byte> _scalar;

    internal SigningKey(KeyName name, ReadOnlyMemory<byte> scalar)
    {
        (Name, _scalar) = (name, scalar);
        using var ecdsa = Open();
        PublicKey = ecdsa.ExportSubjectPublicKeyInfo();
    }

    /// <summary>The public key as SubjectPublicKeyInfo (RFC 5280 §4.1.2.7), in DER.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    internal KeyName Name { get; }

    /// <summary>Signs: a DER-encoded Ecdsa-Sig-Value (RFC 3279 §2.2.3) over the SHA-256 of the data.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        using var ecdsa = Open();
        return ecdsa.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    /// <summary>A private scalar, as random as the curve has them: 32 bytes.</summary>
    internal static byte[] NewScalar()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return ecdsa.ExportParameters(includePrivateParameters: true).D!;
    }

    internal byte[] Scalar() => _scalar.ToArray();

    private ECDsa Open() => ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = _scalar.ToArray() });
}
