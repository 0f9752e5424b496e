using System.Text.Json;

namespace Exchange.Audit;

/// <summary>
/// What a partner kept of a call: one JSON object a line, with <c>index</c> (a number) and <c>leafHash</c> (base64, 32 bytes), and of an
/// answer also <c>nonce</c> and <c>response</c> (base64). Other names are passed over.
/// </summary>
/// <param name="Index">The entry that the receipt names, from 0.</param>
/// <param name="LeafHash">The leaf hash that it names: 32 bytes.</param>
/// <param name="Nonce">The nonce under which the entry holds the HMAC of the response; empty when it was not kept, and of a refusal.</param>
/// <param name="Response">The exact bytes of the response; empty when they were not kept.</param>
public sealed record KeptReceipt(long Index, ReadOnlyMemory<byte> LeafHash, ReadOnlyMemory<byte> Nonce, ReadOnlyMemory<byte> Response)
{
    /// <summary>Reads one line.</summary>
    /// <exception cref="FormatException">It is no such object.</exception>
    public static KeptReceipt Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            var (index, leafHash) = (root.GetProperty("index").GetInt64(), root.GetProperty("leafHash").GetBytesFromBase64());
            if (index < 0 || leafHash.Length != MerkleHash.Length)
                throw new FormatException("an index from 0 and a leaf hash of 32 bytes are wanted");
            var nonce = Optional(root, "nonce");
            return new KeptReceipt(index, leafHash, nonce, nonce.IsEmpty ? default : Optional(root, "response"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException("a JSON object with index and leafHash is wanted", e);
        }
    }

    private static ReadOnlyMemory<byte> Optional(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetBytesFromBase64() : default;
}
