using System.Security.Cryptography;

namespace Exchange.Keys;

/// <summary>An unwrapped key, for use in memory only.</summary>
/// <param name="id">Random, of no meaning; see <see cref="WrappedKey"/>.</param>
/// <param name="bytes">256 secret bits: 32 bytes.</param>
public sealed class Key(string id, ReadOnlyMemory<byte> bytes)
{
    /// <summary>The length of every key, in bytes.</summary>
    public const int Length = 32;

    // Expanding a key takes longer than encrypting a name under it, so it is done once. What does that is not thread-safe.
    private readonly Lock _turn = new();
    private AesGcm? _aes;

    /// <summary>Its id.</summary>
    public string Id { get; } = id;

    /// <summary>Its 32 bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <summary>The id alone, so that no key reaches a log line.</summary>
    public override string ToString() => Id;

    internal void Encrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, Span<byte> ciphertext, Span<byte> tag, ReadOnlySpan<byte> boundTo)
    {
        lock (_turn)
            Aes().Encrypt(nonce, plaintext, ciphertext, tag, boundTo);
    }

    internal void Decrypt(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, Span<byte> plaintext, ReadOnlySpan<byte> boundTo)
    {
        lock (_turn)
            Aes().Decrypt(nonce, ciphertext, tag, plaintext, boundTo);
    }

    private AesGcm Aes() => _aes ??= new AesGcm(Bytes.Span, Aead.TagLength);
}
