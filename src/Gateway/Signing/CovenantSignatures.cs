using Exchange.Commands;
using Microsoft.IdentityModel.Tokens;

namespace Exchange.Gateway.Signing;

/// <summary>Verifies what organisations signed under covenants, with the keys that are pinned for them now.</summary>
internal sealed class CovenantSignatures(SignatureVerifier keys) : ICovenantSignatures
{
    public Outcome<CovenantKey> Verify(string oin, ReadOnlySpan<byte> statement, string jws)
    {
        if (DetachedJws.Read(jws) is not { } read)
            return Invalid("The signature must be a detached compact JWS whose header has 'alg', 'kid' and 'typ' and nothing else.");
        if (read.Algorithm != SecurityAlgorithms.EcdsaSha256)
            return Invalid("The covenant must be signed with ES256.");
        if (read.Type != CovenantStatement.Type)
            return Invalid($"The signature's 'typ' must be {CovenantStatement.Type}.");
        if (keys.Find(oin, read.KeyId) is not { } key)
            return Invalid("The signature's 'kid' names no signing key of the organisation.");
        return SignatureVerifier.Verifies(key, read, statement)
            ? new CovenantKey(key.Id, key.PublicKey)
            : Invalid("The signature does not verify over this version for what it replaces, with the key that it names.");
    }

    private static Refusal Invalid(string sentence) => new(RefusalReason.SignatureInvalid, sentence);
}
