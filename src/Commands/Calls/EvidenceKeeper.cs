using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;
using Google.Protobuf;

namespace Exchange.Commands;

/// <summary>
/// Keeps what partners signed: the exact request and its signature under the case's key, and on the entry by what both are known
/// again. Every command that takes a signed request keeps it in the transaction of its entry.
/// </summary>
public sealed class EvidenceKeeper(CaseCipher cipher)
{
    /// <summary>Makes the change that keeps a signed request, and says so on the entry.</summary>
    /// <param name="entry">The entry of the change that rests on the request.</param>
    /// <param name="partnership">The partnership.</param>
    /// <param name="case">The case.</param>
    /// <param name="place">What the request is evidence of.</param>
    /// <param name="signed">The request.</param>
    public EvidenceKept Keep(Entry entry, PartnershipId partnership, CaseId @case, EvidencePlace place, SignedRequest signed)
    {
        entry.Evidence = new KeptSignature
        {
            Kid = signed.KeyId,
            JwsSha256 = ByteString.CopyFrom(SHA256.HashData(Encoding.ASCII.GetBytes(signed.Jws))),
            KeySha256 = ByteString.CopyFrom(SHA256.HashData(signed.PublicKey.Span)),
        };

        // The payload takes its place between the dots: an ordinary JWS, which needs no explanation next to it.
        var jws = signed.Jws.Replace("..", $".{Base64Url.EncodeToString(signed.Message.Span)}.", StringComparison.Ordinal);
        var encrypted = cipher.EncryptEvidence(partnership, @case.Value, place.ToString(), Encoding.ASCII.GetBytes(jws));
        return new EvidenceKept(@case, place, new KeptEvidence(encrypted, signed.PublicKey));
    }

    /// <summary>Opens what was kept: a compact JWS whose payload is the exact request message.</summary>
    /// <exception cref="IOException">The key store cannot be read.</exception>
    /// <exception cref="CryptographicException">It was altered or belongs elsewhere, or the case's key is destroyed.</exception>
    public string Open(PartnershipId partnership, CaseId @case, EvidencePlace place, KeptEvidence evidence) =>
        Encoding.ASCII.GetString(cipher.DecryptEvidence(partnership, @case.Value, place.ToString(), evidence.EncryptedJws.Span));
}
