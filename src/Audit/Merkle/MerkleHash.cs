using System.Buffers;
using System.Security.Cryptography;

namespace Exchange.Audit;

/// <summary>The hashes of the tree: SHA-256 with RFC 6962 §2.1's prefixes, which keep a leaf from passing for a node.</summary>
public static class MerkleHash
{
    /// <summary>The length of every hash, in bytes.</summary>
    public const int Length = SHA256.HashSizeInBytes;

    private const byte LeafPrefix = 0, NodePrefix = 1;

    /// <summary>The root of the tree without leaves: SHA-256 of nothing.</summary>
    public static byte[] EmptyRoot() => SHA256.HashData([]);

    /// <summary>The hash of a leaf: SHA-256(0x00 ‖ leaf).</summary>
    public static byte[] Leaf(ReadOnlySpan<byte> leaf)
    {
        var input = ArrayPool<byte>.Shared.Rent(1 + leaf.Length);
        try
        {
            input[0] = LeafPrefix;
            leaf.CopyTo(input.AsSpan(1));
            return SHA256.HashData(input.AsSpan(0, 1 + leaf.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(input);
        }
    }

    /// <summary>The hash of a node over two children of 32 bytes: SHA-256(0x01 ‖ left ‖ right).</summary>
    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> input = stackalloc byte[1 + (2 * Length)];
        input[0] = NodePrefix;
        ThrowIfNoHash(left).CopyTo(input[1..]);
        ThrowIfNoHash(right).CopyTo(input[(1 + Length)..]);
        return SHA256.HashData(input);
    }

    private static ReadOnlySpan<byte> ThrowIfNoHash(ReadOnlySpan<byte> hash) =>
        hash.Length == Length ? hash : throw new ArgumentException("A hash has 32 bytes.");
}
