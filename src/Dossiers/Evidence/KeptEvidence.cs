namespace Exchange.Dossiers;

/// <summary>A partner's signed request as it is stored.</summary>
/// <param name="EncryptedJws">
/// The request with its signature, under the case's key: a compact JWS (RFC 7515, 7.1) whose payload is the exact request message,
/// so that any tool that knows JWS can verify it.
/// </param>
/// <param name="PublicKey">The key that verifies it, as SubjectPublicKeyInfo (RFC 5280, DER).</param>
public sealed record KeptEvidence(ReadOnlyMemory<byte> EncryptedJws, ReadOnlyMemory<byte> PublicKey);
