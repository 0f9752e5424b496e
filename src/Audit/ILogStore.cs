using Exchange.Consent;

namespace Exchange.Audit;

/// <summary>
/// A change of the records that is written in the transaction of the entry that tells of it, or not at all. The rooms define
/// their changes; the store knows how to write each.
/// </summary>
public interface ILoggedChange;

/// <summary>A decision was taken under this epoch; an entry is appended only while it still holds.</summary>
/// <param name="Case">The case, null for the partnership's own epoch, or <see cref="Covenant"/>.</param>
/// <param name="Expected">The epoch.</param>
public readonly record struct EpochGuard(string? Case, long Expected)
{
    /// <summary>In the place of a case: how often a covenant was activated in the partnership. No case has this name.</summary>
    public const string Covenant = "";
}

/// <summary>The store cannot be reached, read or written. What was asked has not happened.</summary>
public sealed class StoreUnavailableException : Exception
{
    /// <summary>Makes the exception; the message holds nothing personal.</summary>
    public StoreUnavailableException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}

/// <summary>The tree as it stands: its size, and the roots of its complete subtrees from large to small.</summary>
/// <param name="Size">The number of entries.</param>
/// <param name="Peaks">One SHA-256 hash of 32 bytes per set bit of <paramref name="Size"/>, the highest bit first.</param>
public sealed record LogHead(long Size, IReadOnlyList<ReadOnlyMemory<byte>> Peaks);

/// <summary>A node of the tree: the root of the complete subtree over leaves <c>Index·2^Level … (Index+1)·2^Level − 1</c>.</summary>
/// <param name="Level">0 for a leaf hash.</param>
/// <param name="Index">The place within its level.</param>
/// <param name="Hash">SHA-256, 32 bytes.</param>
public readonly record struct TreeNode(int Level, long Index, ReadOnlyMemory<byte> Hash);

/// <summary>An entry as it stands in the log.</summary>
/// <param name="Index">Its place, from 0.</param>
/// <param name="Leaf">Its exact bytes: a serialised <c>exchange.audit.v1.Entry</c>.</param>
/// <param name="Tail">What it ends with, where others end with it too; null where nobody knows of others, and of what was read.</param>
public readonly record struct StoredLeaf(long Index, ReadOnlyMemory<byte> Leaf, LeafTail? Tail = null);

/// <summary>The last bytes of many entries, which a store may keep once for all of them.</summary>
/// <param name="Id">The first 64 bits of their SHA-256.</param>
/// <param name="Bytes">The bytes.</param>
public sealed record LeafTail(long Id, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// Where the log is kept. One transaction at a time per partnership, durable when committed: in the order of the log, what an
/// entry tells of is written with it.
/// </summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the store cannot do it.</remarks>
public interface ILogStore
{
    /// <summary>
    /// Begins a transaction. It locks the partnership's log, or goes by the head that this store left it with and finds out at the end whether
    /// that still is the head: see <see cref="ILogTransaction.Commit"/>.
    /// </summary>
    ILogTransaction Begin(PartnershipId partnership);

    /// <summary>The committed head.</summary>
    LogHead ReadHead(PartnershipId partnership);

    /// <summary>The nodes asked for, in that order, from a committed tree. One that is not there is left out.</summary>
    IReadOnlyList<TreeNode> ReadNodes(PartnershipId partnership, IReadOnlyList<(int Level, long Index)> nodes);

    /// <summary>Committed entries from an index on, in order.</summary>
    IEnumerable<StoredLeaf> Read(PartnershipId partnership, long from);

    /// <summary>Committed entries before an index, the newest first, at most so many.</summary>
    IReadOnlyList<StoredLeaf> ReadBackwards(PartnershipId partnership, long before, int most);
}

/// <summary>One transaction on a partnership's log. Disposing without <see cref="Commit"/> undoes everything.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the store cannot do it.</remarks>
public interface ILogTransaction : IDisposable
{
    /// <summary>The head as the transaction found it, or as it takes it to be.</summary>
    LogHead Head { get; }

    /// <summary>Names the cases whose epochs will be asked for, so that a store may read them all at once.</summary>
    void Expect(IEnumerable<string?> cases);

    /// <summary>Whether every epoch is still the expected one. A case that does not exist has epoch 0.</summary>
    bool Holds(IReadOnlyList<EpochGuard> guards);

    /// <summary>Applies all changes or none. False when one conflicts with what is there.</summary>
    bool TryApply(IReadOnlyList<ILoggedChange> changes);

    /// <summary>
    /// Adds an entry, the nodes that it completes, and by what it is found (null for an entry that no search finds); written at the latest
    /// by <see cref="Commit"/>.
    /// </summary>
    void Append(StoredLeaf leaf, IReadOnlyList<TreeNode> nodes, IndexedEntry? index = null);

    /// <summary>Writes the new head and makes everything durable; with nothing added there is nothing to write.</summary>
    /// <returns>
    /// False when the head was not what the transaction took it to be: nothing is written, and nothing that it said counts. The next one that
    /// is begun locks the log.
    /// </returns>
    bool Commit(LogHead head);
}
