using System.Collections.Frozen;
using Exchange.Gateway.Identity;
using Microsoft.IdentityModel.Tokens;

namespace Exchange.Gateway.Signing;

/// <summary>The keys with which organisations sign requests, pinned per OIN.</summary>
internal sealed class SigningKeys
{
    private const string Setting = "SigningKeys";
    private const int LongestId = 64;

    private readonly FrozenDictionary<(string Oin, string Id), SigningKey> _keys;

    private SigningKeys(FrozenDictionary<(string Oin, string Id), SigningKey> keys) => _keys = keys;

    /// <summary>Reads the key sets that the options name.</summary>
    /// <exception cref="IdentityConfigurationException">A file or setting cannot be used, or a key is not one organisation's alone.</exception>
    public static SigningKeys Load(IdentityOptions options)
    {
        if (options.SigningKeys.Count == 0)
            throw new IdentityConfigurationException($"{Setting} is empty: name the signing keys of at least one organisation, or nobody can contribute.");

        // A key that tokens are signed with is the identity provider's: who holds it could sign for the organisation.
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var issuer in options.TokenIssuers)
        {
            foreach (var key in Jwks.Load(issuer.Jwks, issuer.Oin))
                owners[Thumbprint(key)] = "TokenIssuers";
        }

        var keys = new Dictionary<(string, string), SigningKey>();
        foreach (var pin in options.SigningKeys)
        {
            if (!Oin.IsWellFormed(pin.Oin))
                throw new IdentityConfigurationException($"{Setting} has the OIN '{pin.Oin}': write the organisation's number of 20 digits.");
            foreach (var key in Jwks.Load(pin.Jwks, pin.Oin, Setting))
            {
                if (key.KeyId is not { Length: > 0 and <= LongestId } id || !id.All(c => c is > ' ' and <= '~'))
                {
                    throw new IdentityConfigurationException(
                        $"{Setting}, OIN {pin.Oin}: Jwks holds a key without a usable 'kid': give each one of 1 to {LongestId} visible ASCII characters.");
                }

                if (!owners.TryAdd(Thumbprint(key), Setting))
                {
                    throw new IdentityConfigurationException(
                        $"{Setting}, OIN {pin.Oin}: Jwks holds a key that is in another file, or in this one twice: a signing key has one owner and one use.");
                }

                if (!keys.TryAdd((pin.Oin, id), new SigningKey(key)))
                    throw new IdentityConfigurationException($"{Setting}, OIN {pin.Oin}: two keys have one 'kid': give each its own.");
            }
        }

        return new SigningKeys(keys.ToFrozenDictionary());
    }

    /// <summary>The organisation's key of this name, or null.</summary>
    public SigningKey? Find(string oin, string id) => _keys.GetValueOrDefault((oin, id));

    private static string Thumbprint(ECDsaSecurityKey key) => Convert.ToHexString(key.ComputeJwkThumbprint());
}
