using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Exchange.Commands;

namespace Exchange.Gateway.Identity;

/// <summary>
/// A token as it came, read strictly and believed in nothing: three base64url parts, header and claims each a JSON object in
/// which no member occurs twice. Every claim that matters is read from here, so there is one reading of the signed bytes.
/// </summary>
internal sealed class PresentedToken : IDisposable
{
    /// <summary>The longest token that is looked at, in characters.</summary>
    public const int Longest = 8 * 1024;

    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    private readonly JsonDocument _header;
    private readonly JsonDocument _claims;

    private PresentedToken(JsonDocument header, JsonDocument claims)
    {
        _header = header;
        _claims = claims;
    }

    public JsonElement Header => _header.RootElement;

    public JsonElement Claims => _claims.RootElement;

    public static Outcome<PresentedToken> Read(string token)
    {
        if (token.Length > Longest) return Refused("The token is longer than 8 KiB.");
        if (token.AsSpan().ContainsAnyExcept(Alphabet)) return Refused("The token has characters that no compact JWS has.");
        var parts = token.Split('.');
        if (parts.Length != 3 || parts.Any(part => part.Length == 0))
            return Refused("The token is not a signed compact JWS of three parts.");
        JsonDocument? header = null;
        try
        {
            header = Json(parts[0]);
            return new PresentedToken(header, Json(parts[1]));
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException)
        {
            // The last of these comes from a member's name with an escape that is half a character.
            header?.Dispose();
            return Refused("The token's header and claims must be JSON objects in base64url, no member twice.");
        }
    }

    /// <summary>The text under this name, or null when it is absent, no string or no proper text.</summary>
    public static string? Text(JsonElement of, string name)
    {
        if (!of.TryGetProperty(name, out var value)) return null;
        return Text(value);
    }

    /// <summary>This value's text, or null when it is no string or no proper text.</summary>
    public static string? Text(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // an escape that is half a character
        }
    }

    public void Dispose()
    {
        _header.Dispose();
        _claims.Dispose();
    }

    private static JsonDocument Json(string part)
    {
        var document = JsonDocument.Parse(Base64Url.DecodeFromChars(part), Strict);
        if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
        document.Dispose();
        throw new FormatException("no object");
    }

    private static Refusal Refused(string message) => new(RefusalReason.TokenInvalid, message);
}
