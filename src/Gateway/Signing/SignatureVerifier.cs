using Exchange.Commands;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Tokens;

namespace Exchange.Gateway.Signing;

/// <summary>
/// Verifies that a caller's organisation signed the exact request. It looks at the request as bytes and at nothing that is stored,
/// so that a refusal tells nothing of any case.
/// </summary>
internal sealed class SignatureVerifier(SigningKeys keys)
{
    /// <summary>The metadata that carries the detached JWS.</summary>
    public const string Header = "exchange-signature";

    // Two integers of 32 bytes (RFC 7518, 3.4).
    private const int SignatureLength = 64;

    private volatile SigningKeys _keys = keys;

    /// <summary>Other keys count from now on.</summary>
    public void Replace(SigningKeys other) => _keys = other;

    /// <summary>The request with its signature, or why it has none.</summary>
    /// <param name="oin">The organisation's number, from the client certificate.</param>
    /// <param name="message">The full name of the request message, as in <c>exchange.v1.ContributeRequest</c>.</param>
    /// <param name="received">The exact message; null when it could not be told.</param>
    /// <param name="signature">What came in <see cref="Header"/>.</param>
    public Outcome<SignedRequest> Verify(string oin, string message, ReceivedMessage? received, StringValues signature)
    {
        if (signature.Count == 0 || string.IsNullOrEmpty(signature.ToString()))
            return new Refusal(RefusalReason.SignatureMissing, $"The call needs '{Header}' with a detached JWS over the request.");
        if (signature.Count > 1)
            return Invalid($"The call has more than one '{Header}'.");
        if (DetachedJws.Read(signature.ToString()) is not { } jws)
            return Invalid($"'{Header}' must be a detached compact JWS whose header has 'alg', 'kid' and 'typ' and nothing else.");
        if (jws.Algorithm != SecurityAlgorithms.EcdsaSha256)
            return Invalid("The request must be signed with ES256.");
        if (jws.Type != message + "+jws")
            return Invalid("The signature's 'typ' must be the full name of the request message followed by '+jws'.");
        if (_keys.Find(oin, jws.KeyId) is not { } key)
            return Invalid("The signature's 'kid' names no signing key of the organisation of the client certificate.");
        if (received is null)
            return Invalid("It cannot be told which bytes are signed.");
        return Verifies(key, jws, received.Bytes.Span)
            ? new SignedRequest(received.Bytes, signature.ToString(), key.Id, key.PublicKey)
            : Invalid("The signature does not verify over the exact request message with the key that it names.");
    }

    /// <summary>The organisation's key of this name that counts now, or null.</summary>
    public SigningKey? Find(string oin, string id) => _keys.Find(oin, id);

    /// <summary>Whether this key made the signature over this payload.</summary>
    public static bool Verifies(SigningKey key, DetachedJws jws, ReadOnlySpan<byte> payload) =>
        jws.Signature.Length == SignatureLength && key.Verifies(jws.SigningInput(payload), jws.Signature);

    private static Refusal Invalid(string sentence) => new(RefusalReason.SignatureInvalid, sentence);
}
