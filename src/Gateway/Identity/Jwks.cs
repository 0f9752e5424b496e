using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Exchange.Gateway.Identity;

/// <summary>An organisation's public keys, for its tokens or its requests, from a JWKS file (RFC 7517).</summary>
internal static class Jwks
{
    private const int MostKeys = 16;
    private const int CoordinateLength = 32;

    /// <summary>The EC P-256 keys of the set that are for signatures; keys of other kinds are left out.</summary>
    /// <exception cref="IdentityConfigurationException">There is none, there are too many, or one is a private key.</exception>
    public static IReadOnlyList<ECDsaSecurityKey> Load(string path, string oin, string of = "TokenIssuers")
    {
        var setting = $"{of}, OIN {oin}: Jwks";
        return ConfiguredFile.Read(setting, path, "a JSON Web Key Set", file =>
        {
            try
            {
                return Parse(File.ReadAllText(file), setting);
            }
            catch (JsonException fault)
            {
                throw new FormatException("no JSON", fault);
            }
        });
    }

    private static List<ECDsaSecurityKey> Parse(string json, string setting)
    {
        // The package's reader takes the last of two members of one name; a set with two readings is no set.
        using (JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false })) { }
        var set = new JsonWebKeySet(json);
        if (set.Keys.Count > MostKeys)
            throw new IdentityConfigurationException($"{setting} holds {set.Keys.Count} keys: leave at most {MostKeys}.");
        if (set.Keys.Any(key => key.HasPrivateKey || key.Kty == "oct"))
            throw new IdentityConfigurationException(
                $"{setting} holds a private key: replace that key at its owner, and publish only its public half.");
        var keys = set.Keys
            .Where(key => key.Kty == "EC" && key.Crv == "P-256" && IsNullOr(key.Use, "sig") && IsNullOr(key.Alg, "ES256"))
            .Select(PublicKey).ToList();
        if (keys.Count == 0)
            throw new IdentityConfigurationException(
                $"{setting} holds no EC P-256 key for signatures: add the one with which is signed (ES256).");
        return keys;
    }

    private static bool IsNullOr(string? value, string only) => string.IsNullOrEmpty(value) || value == only;

    private static ECDsaSecurityKey PublicKey(JsonWebKey key)
    {
        var point = new ECPoint { X = Base64UrlEncoder.DecodeBytes(key.X), Y = Base64UrlEncoder.DecodeBytes(key.Y) };
        if (point.X.Length != CoordinateLength || point.Y.Length != CoordinateLength)
            throw new FormatException("a coordinate of P-256 has 32 bytes");
        // Creating it checks that the point is on the curve.
        return new ECDsaSecurityKey(ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point })) { KeyId = key.Kid };
    }
}
