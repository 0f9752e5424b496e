using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Cli.Call;

namespace Exchange.Cli.Pki;

/// <summary>One organisation's side of it, for development: its client certificate, its token issuer and its signing key.</summary>
/// <param name="Controller">The organisation.</param>
/// <param name="Certificate">Its client certificate, with the key.</param>
/// <param name="Issuer">The <c>iss</c> of its tokens.</param>
/// <param name="SigningKey">The key that they are signed with.</param>
/// <param name="Requests">The key that requests are signed with.</param>
internal sealed record DevParty(DevController Controller, X509Certificate2 Certificate, string Issuer, ECDsa SigningKey, RequestSigner Requests)
{
    // As other issuers write it: the usual encoder writes the plus of at+jwt as an escape
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The token issuer's public key as a JSON Web Key Set.</summary>
    public string Jwks() => Set(RequestSigner.PublicJwk(SigningKey, KeyId));

    /// <summary>The public key for requests as a JSON Web Key Set.</summary>
    public string RequestJwks() => Set(Requests.Jwk());

    /// <summary>A token of this organisation's issuer, signed with ES256.</summary>
    public string IssueToken(DevToken token, TimeProvider clock)
    {
        var begins = (token.IssuedAt ?? clock.GetUtcNow()).ToUnixTimeSeconds();
        var thumbprint = SHA256.HashData((token.Certificate ?? Certificate).RawData);
        var header = new JsonObject { ["alg"] = "ES256", ["typ"] = "at+jwt", ["kid"] = KeyId };
        var claims = new JsonObject
        {
            ["iss"] = token.Issuer ?? Issuer,
            ["aud"] = token.Audience,
            ["sub"] = token.Actor,
            ["unit"] = token.Unit,
            ["roles"] = new JsonArray([.. token.Roles.Select(role => JsonValue.Create(role))]),
            ["iat"] = begins,
            ["nbf"] = begins,
            ["exp"] = begins + (long)token.Lives.TotalSeconds,
            ["cnf"] = new JsonObject { ["x5t#S256"] = Base64Url.EncodeToString(thumbprint) },
        };
        token.Alter?.Invoke(header, claims);
        return Sign(header.ToJsonString(Plain), claims.ToJsonString(Plain));
    }

    /// <summary>Signs any header and claims, well-formed or not.</summary>
    public string Sign(string header, string claims)
    {
        var signed = Encode(Encoding.UTF8.GetBytes(header)) + "." + Encode(Encoding.UTF8.GetBytes(claims));
        return signed + "." + Encode(SigningKey.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256));
    }

    private static string Set(JsonObject key) => new JsonObject { ["keys"] = new JsonArray(key) }.ToJsonString();

    private string KeyId => $"{Controller.Name}-1";

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
