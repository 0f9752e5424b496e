using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Exchange.Gateway.Identity;

/// <summary>The signatures that a revocation list may have: ECDSA, or RSA PKCS #1 v1.5, over SHA-2 (RFC 4055, RFC 5758).</summary>
internal static class CrlSignature
{
    /// <summary>Whether an algorithm is an ECDSA one; null when it is none that counts.</summary>
    public static bool? IsEcdsa(string algorithm) => algorithm switch
    {
        "1.2.840.10045.4.3.2" or "1.2.840.10045.4.3.3" or "1.2.840.10045.4.3.4" => true,
        "1.2.840.113549.1.1.11" or "1.2.840.113549.1.1.12" or "1.2.840.113549.1.1.13" => false,
        _ => null,
    };

    /// <summary>Whether the CA's key made this signature over these bytes.</summary>
    public static bool Verifies(string algorithm, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature, X509Certificate2 issuer)
    {
        try
        {
            if (IsEcdsa(algorithm) == true)
            {
                using var ecdsa = issuer.GetECDsaPublicKey();
                return ecdsa?.KeySize >= 256 && ecdsa.VerifyData(signed, signature, Hash(algorithm), DSASignatureFormat.Rfc3279DerSequence);
            }
            using var rsa = issuer.GetRSAPublicKey();
            return rsa?.KeySize >= 2048 && rsa.VerifyData(signed, signature, Hash(algorithm), RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException)
        {
            return false; // the CA's key cannot be used
        }
    }

    private static HashAlgorithmName Hash(string algorithm) => algorithm switch
    {
        "1.2.840.10045.4.3.2" or "1.2.840.113549.1.1.11" => HashAlgorithmName.SHA256,
        "1.2.840.10045.4.3.3" or "1.2.840.113549.1.1.12" => HashAlgorithmName.SHA384,
        "1.2.840.10045.4.3.4" or "1.2.840.113549.1.1.13" => HashAlgorithmName.SHA512,
        _ => throw new CryptographicException("no signature of a list"),
    };
}
