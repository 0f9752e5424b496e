using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Exchange.Gateway.Identity;

namespace Exchange.Gateway.Signing;

/// <summary>
/// A detached JWS as it came (RFC 7515, 7.1 and appendix F), read strictly and believed in nothing: <c>HEADER..SIGNATURE</c>, the
/// header a JSON object with exactly <c>alg</c>, <c>kid</c> and <c>typ</c>. There is one reading of it, or none.
/// </summary>
internal sealed record DetachedJws(string Header, string Algorithm, string KeyId, string Type, byte[] Signature)
{
    /// <summary>The longest that is looked at, in characters; an ordinary one has about 220.</summary>
    public const int Longest = 1024;

    private const int Members = 3;

    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 2 };

    /// <summary>Reads it; null when it is anything else.</summary>
    public static DetachedJws? Read(string text)
    {
        if (text.Length > Longest || text.AsSpan().ContainsAnyExcept(Alphabet)) return null;
        if (text.Split('.') is not [{ Length: > 0 } header, "", { Length: > 0 } signature]) return null;
        try
        {
            using var json = JsonDocument.Parse(Decode(header), Strict);
            if (json.RootElement.ValueKind != JsonValueKind.Object || json.RootElement.GetPropertyCount() != Members) return null;
            return PresentedToken.Text(json.RootElement, "alg") is { } algorithm
                && PresentedToken.Text(json.RootElement, "kid") is { } key
                && PresentedToken.Text(json.RootElement, "typ") is { } type
                ? new DetachedJws(header, algorithm, key, type, Decode(signature))
                : null;
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException)
        {
            return null; // the last of these: a member's name with an escape that is half a character
        }
    }

    /// <summary>What is signed: the header as it came, a dot, the payload in base64url.</summary>
    public byte[] SigningInput(ReadOnlySpan<byte> payload)
    {
        var input = new byte[Header.Length + 1 + Base64Url.GetEncodedLength(payload.Length)];
        Encoding.ASCII.GetBytes(Header, input);
        input[Header.Length] = (byte)'.';
        Base64Url.EncodeToUtf8(payload, input.AsSpan(Header.Length + 1));
        return input;
    }

    // The last character may hold bits that no byte takes; only the text that an encoder writes is taken.
    private static byte[] Decode(string part)
    {
        var bytes = Base64Url.DecodeFromChars(part);
        return Base64Url.EncodeToString(bytes) == part ? bytes : throw new FormatException("no encoder writes this");
    }
}
