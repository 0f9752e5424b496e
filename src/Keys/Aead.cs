using System.Security.Cryptography;

namespace Exchange.Keys;

/// <summary>AES-256-GCM in one box: nonce (12 bytes, random), ciphertext, tag (16 bytes).</summary>
internal static class Aead
{
    public const int NonceLength = 12;
    public const int TagLength = 16;

    public static byte[] Encrypt(Key key, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> boundTo)
    {
        var box = new byte[NonceLength + plaintext.Length + TagLength];
        var nonce = box.AsSpan(0, NonceLength);
        RandomBytes.Fill(nonce);
        key.Encrypt(nonce, plaintext, box.AsSpan(NonceLength, plaintext.Length), box.AsSpan(NonceLength + plaintext.Length), boundTo);
        return box;
    }

    public static byte[] Decrypt(Key key, ReadOnlySpan<byte> box, ReadOnlySpan<byte> boundTo)
    {
        if (box.Length < NonceLength + TagLength)
            throw new CryptographicException("A ciphertext is shorter than its nonce and tag.");
        var plaintext = new byte[box.Length - NonceLength - TagLength];
        key.Decrypt(box[..NonceLength], box[NonceLength..^TagLength], box[^TagLength..], plaintext, boundTo);
        return plaintext;
    }
}
