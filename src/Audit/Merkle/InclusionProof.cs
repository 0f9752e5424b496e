using System.Security.Cryptography;
using Exchange.Consent;

namespace Exchange.Audit;

/// <summary>Proves that an entry is in the log: the audit path of RFC 6962 §2.1.1, verified as in RFC 9162 §2.1.3.2.</summary>
public static class InclusionProof
{
    /// <summary>The path from a leaf to the root of the tree of a size, from the leaf up.</summary>
    /// <param name="store">The log.</param>
    /// <param name="partnership">The partnership.</param>
    /// <param name="index">The entry, from 0.</param>
    /// <param name="size">The size of the tree, which has been reached.</param>
    /// <exception cref="ArgumentOutOfRangeException">The entry is not in a tree of that size.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be read or lacks nodes.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Build(ILogStore store, PartnershipId partnership, long index, long size) =>
        Build(nodes => store.ReadNodes(partnership, nodes), index, size);

    /// <summary>The same from any source of nodes: it gives those asked for in that order, and leaves out what is not there.</summary>
    internal static IReadOnlyList<ReadOnlyMemory<byte>> Build(ReadNodes nodes, long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var siblings = new List<(long, long)>();
        long from = 0, to = size;
        while (to - from > 1)
        {
            var middle = from + SubtreeReading.Split(to - from);
            if (index < middle)
            {
                siblings.Add((middle, to));
                to = middle;
            }
            else
            {
                siblings.Add((from, middle));
                from = middle;
            }
        }
        siblings.Reverse();
        return nodes.ReadRoots(siblings);
    }

    /// <summary>Whether the path leads from the leaf at that index to the root of a tree of that size.</summary>
    public static bool Verify(
        long index, long size, ReadOnlySpan<byte> leafHash, IReadOnlyList<ReadOnlyMemory<byte>> proof, ReadOnlySpan<byte> root)
    {
        if (index < 0 || index >= size || leafHash.Length != MerkleHash.Length || proof.Any(p => p.Length != MerkleHash.Length))
            return false;
        long node = index, last = size - 1;
        var hash = leafHash.ToArray();
        foreach (var sibling in proof)
        {
            if (last == 0)
                return false;
            if ((node & 1) == 1 || node == last)
            {
                hash = MerkleHash.Node(sibling.Span, hash);
                while ((node & 1) == 0 && node != 0)
                    (node, last) = (node >> 1, last >> 1);
            }
            else
            {
                hash = MerkleHash.Node(hash, sibling.Span);
            }
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && CryptographicOperations.FixedTimeEquals(hash, root);
    }
}
