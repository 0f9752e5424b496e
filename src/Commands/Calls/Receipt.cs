using Exchange.Audit;

namespace Exchange.Commands;

/// <summary>
/// What the other side keeps of a call: where its entry stands and what that hashes to, so that both hold evidence of the same exchange.
/// </summary>
/// <remarks>
/// The hash tells nothing of what the entry says: an entry about somebody names the actor sealed under a random nonce, which nobody can
/// guess. Answers and refusals of every kind have the same two fields.
/// </remarks>
/// <param name="Index">The entry, from 0.</param>
/// <param name="LeafHash">Its leaf hash (RFC 9162 §2.1.1): 32 bytes.</param>
public sealed record Receipt(long Index, ReadOnlyMemory<byte> LeafHash)
{
    internal static Receipt Of(AppendOutcome.Appended appended) => new(appended.Index, appended.LeafHash);
}
