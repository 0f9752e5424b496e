using Microsoft.IdentityModel.Tokens;

namespace Exchange.Gateway.Signing;

/// <summary>A public key with which an organisation signs requests.</summary>
internal sealed class SigningKey(ECDsaSecurityKey key)
{
    /// <summary>Its name in the organisation's key set.</summary>
    public string Id { get; } = key.KeyId;

    /// <summary>As SubjectPublicKeyInfo.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; } = key.ECDsa.ExportSubjectPublicKeyInfo();

    /// <summary>Whether this key made the ES256 signature.</summary>
    public bool Verifies(byte[] input, byte[] signature)
    {
        // The factory's providers may be used by several threads, which the key itself may not.
        var provider = key.CryptoProviderFactory.CreateForVerifying(key, SecurityAlgorithms.EcdsaSha256);
        try
        {
            return provider.Verify(input, signature);
        }
        finally
        {
            key.CryptoProviderFactory.ReleaseSignatureProvider(provider);
        }
    }
}
