using System.Text;

namespace Exchange.Commands;

/// <summary>A request whose signature was verified: what a partner's organisation cannot take back and the operator cannot make.</summary>
/// <param name="Message">The exact request message, as it came and before it was read.</param>
/// <param name="Jws">The detached JWS over it (RFC 7515, appendix F): ASCII, with an empty part between its two dots.</param>
/// <param name="KeyId">The key that signed, by its name in the organisation's key set.</param>
/// <param name="PublicKey">That key, as SubjectPublicKeyInfo (RFC 5280, DER).</param>
public sealed record SignedRequest(ReadOnlyMemory<byte> Message, string Jws, string KeyId, ReadOnlyMemory<byte> PublicKey)
{
    /// <summary>What is never printed: the request.</summary>
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("KeyId = ").Append(KeyId);
        return true;
    }
}

/// <summary>An admitted call whose request is signed.</summary>
/// <param name="Caller">The caller.</param>
/// <param name="Signed">The request with its signature.</param>
public sealed record SignedCall(Admitted Caller, SignedRequest Signed);
