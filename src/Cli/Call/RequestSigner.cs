using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using Microsoft.IdentityModel.Tokens;

namespace Exchange.Cli.Call;

/// <summary>An organisation's key for signing requests, and what is made with it: the client's side of signed evidence.</summary>
internal sealed class RequestSigner(ECDsa key, string? keyId = null) : IDisposable
{
    /// <summary>The metadata that carries a signature.</summary>
    public const string Header = "exchange-signature";

    /// <summary>The key's name in the organisation's key set; its thumbprint (RFC 7638) when it has no other.</summary>
    public string KeyId { get; } = keyId ?? Thumbprint(key);

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="CryptographicException">It holds something else than an EC P-256 private key.</exception>
    public static RequestSigner Open(string keyFile, string? keyId = null)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(keyFile));
            return key.KeySize == 256 ? new RequestSigner(key, keyId) : throw new CryptographicException("The signing key is not EC P-256.");
        }
        catch (Exception fault)
        {
            key.Dispose();
            throw fault is ArgumentException ? new CryptographicException("The file of the signing key holds no private key in PEM.", fault) : fault;
        }
    }

    /// <summary>A detached JWS over the exact bytes of a request message.</summary>
    public string Sign(MessageDescriptor message, ReadOnlySpan<byte> bytes) => SignAs(message.FullName + "+jws", bytes);

    /// <summary>A detached JWS of a type over exact bytes.</summary>
    public string SignAs(string type, ReadOnlySpan<byte> bytes) =>
        Sign($$"""{"alg":"ES256","kid":"{{JsonEncodedText.Encode(KeyId)}}","typ":"{{type}}"}""", bytes);

    /// <summary>The same with any header, well-formed or not.</summary>
    public string Sign(string header, ReadOnlySpan<byte> bytes)
    {
        var head = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header));
        var signature = key.SignData(Encoding.ASCII.GetBytes($"{head}.{Base64Url.EncodeToString(bytes)}"), HashAlgorithmName.SHA256);
        return $"{head}..{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>The private key, as PKCS #8 in PEM.</summary>
    public string ExportPem() => key.ExportPkcs8PrivateKeyPem();

    /// <summary>The public key, as a JSON Web Key.</summary>
    public JsonObject Jwk() => PublicJwk(key, KeyId);

    /// <summary>The public half of a key for ES256, as a JSON Web Key (RFC 7517).</summary>
    public static JsonObject PublicJwk(ECDsa key, string keyId)
    {
        var point = key.ExportParameters(false).Q;
        return new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["use"] = "sig",
            ["alg"] = "ES256",
            ["kid"] = keyId,
            ["x"] = Base64Url.EncodeToString(point.X),
            ["y"] = Base64Url.EncodeToString(point.Y),
        };
    }

    public void Dispose() => key.Dispose();

    private static string Thumbprint(ECDsa key) => Base64Url.EncodeToString(new ECDsaSecurityKey(key).ComputeJwkThumbprint());
}
