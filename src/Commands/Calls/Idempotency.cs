using System.Security.Cryptography;
using System.Text;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>A request that may be sent again without happening again.</summary>
/// <param name="Key">The key that the partner chose: unique among its requests.</param>
/// <param name="Digest">The SHA-256 of RPC and exact request: a key with other bytes is a mistake.</param>
public sealed record Idempotency(string Key, ReadOnlyMemory<byte> Digest)
{
    /// <summary>Takes the digest of a request.</summary>
    public static Idempotency Of(string method, string key, ReadOnlySpan<byte> request)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(method));
        hash.AppendData([0]);
        hash.AppendData(request);
        return new Idempotency(key, hash.GetHashAndReset());
    }

    /// <summary>Whether an earlier answer was to these very bytes.</summary>
    public bool Matches(RememberedAnswer answer) =>
        CryptographicOperations.FixedTimeEquals(answer.RequestDigest.Span, Digest.Span);
}
