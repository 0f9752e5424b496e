using System.Numerics;
using System.Security.Cryptography;
using Exchange.Consent;

namespace Exchange.Audit;

/// <summary>
/// Proves that a log only grew: RFC 6962 §2.1.2, verified as in RFC 9162 §2.1.4.2. From the empty tree there is nothing to
/// prove, so such a proof is never accepted.
/// </summary>
public static class ConsistencyProof
{
    /// <summary>The nodes from which both roots follow.</summary>
    /// <param name="store">The log.</param>
    /// <param name="partnership">The partnership.</param>
    /// <param name="size1">The earlier size, at least 1.</param>
    /// <param name="size2">The later size, which has been reached.</param>
    /// <exception cref="ArgumentOutOfRangeException">The sizes are not 1 ≤ size1 ≤ size2.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be read or lacks nodes.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Build(ILogStore store, PartnershipId partnership, long size1, long size2) =>
        Build(nodes => store.ReadNodes(partnership, nodes), size1, size2);

    /// <summary>The same from any source of nodes.</summary>
    internal static IReadOnlyList<ReadOnlyMemory<byte>> Build(ReadNodes nodes, long size1, long size2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size1, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size1, size2);
        var ranges = new List<(long, long)>();
        long from = 0, to = size2;
        var oldRootIsKnown = true;
        while (to != size1)
        {
            var middle = from + SubtreeReading.Split(to - from);
            if (size1 <= middle)
            {
                ranges.Add((middle, to));
                to = middle;
            }
            else
            {
                ranges.Add((from, middle));
                from = middle;
                oldRootIsKnown = false;
            }
        }
        if (!oldRootIsKnown)
            ranges.Add((from, to));
        ranges.Reverse();
        return nodes.ReadRoots(ranges);
    }

    /// <summary>Whether the tree of the first size and root is the beginning of the tree of the second.</summary>
    public static bool Verify(
        long size1, long size2, ReadOnlySpan<byte> root1, ReadOnlySpan<byte> root2, IReadOnlyList<ReadOnlyMemory<byte>> proof)
    {
        if (size1 < 1 || size1 > size2 || proof.Any(p => p.Length != MerkleHash.Length))
            return false;
        if (size1 == size2)
            return proof.Count == 0 && CryptographicOperations.FixedTimeEquals(root1, root2);
        if (root1.Length != MerkleHash.Length || proof.Count == 0)
            return false;

        long node = size1 - 1, last = size2 - 1;
        while ((node & 1) == 1)
            (node, last) = (node >> 1, last >> 1);
        var rootIsFirst = BitOperations.IsPow2(size1);
        var first = rootIsFirst ? root1.ToArray() : proof[0].ToArray();
        var second = first;
        foreach (var step in proof.Skip(rootIsFirst ? 0 : 1))
        {
            if (last == 0)
                return false;
            if ((node & 1) == 1 || node == last)
            {
                first = MerkleHash.Node(step.Span, first);
                second = MerkleHash.Node(step.Span, second);
                while ((node & 1) == 0 && node != 0)
                    (node, last) = (node >> 1, last >> 1);
            }
            else
            {
                second = MerkleHash.Node(second, step.Span);
            }
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0
            && CryptographicOperations.FixedTimeEquals(first, root1)
            && CryptographicOperations.FixedTimeEquals(second, root2);
    }
}
