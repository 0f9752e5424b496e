using System.Text;
using Exchange.Consent;

namespace Exchange.Commands;

/// <summary>
/// What an organisation signs when it agrees to a version of a covenant: which version, in which partnership, in the place of which. So a
/// signature brings nothing else into force, no older version again either.
/// </summary>
public static class CovenantStatement
{
    /// <summary>The <c>typ</c> of the JWS: no signature under a request is taken for one under a covenant, nor the other way round.</summary>
    public const string Type = "exchange.v1.Covenant+jws";

    /// <summary>The exact bytes that are signed: four lines of ASCII, each ended by a line feed.</summary>
    /// <param name="partnership">The partnership.</param>
    /// <param name="digest">The SHA-256 of the exact bytes of the version.</param>
    /// <param name="replaces">The SHA-256 of the version that was activated last.</param>
    public static byte[] Of(PartnershipId partnership, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> replaces) => Encoding.ASCII.GetBytes(
        $"exchange-covenant/1\npartnership {partnership.Value}\ncovenant {Convert.ToHexStringLower(digest)}\nreplaces {Convert.ToHexStringLower(replaces)}\n");
}

/// <summary>The key with which an organisation signed.</summary>
/// <param name="Id">Its name in the organisation's key set.</param>
/// <param name="PublicKey">The key, as SubjectPublicKeyInfo (RFC 5280, DER).</param>
public sealed record CovenantKey(string Id, ReadOnlyMemory<byte> PublicKey);

/// <summary>Verifies signatures under covenants: the gateway knows which keys are whose.</summary>
public interface ICovenantSignatures
{
    /// <summary>The key of this organisation that made a signature, or why it counts for nothing.</summary>
    /// <param name="oin">The organisation's number.</param>
    /// <param name="statement">What it must have signed.</param>
    /// <param name="jws">The detached JWS.</param>
    Outcome<CovenantKey> Verify(string oin, ReadOnlySpan<byte> statement, string jws);
}
