using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Exchange.Commands;

namespace Exchange.Gateway.Identity;

/// <summary>What the claims of a properly signed token say: meant for us, held by this certificate, and by whom it is used.</summary>
internal static class TokenClaims
{
    private const int MostRoles = 16;
    private const int LongestRole = 64;
    private const int LongestUnit = 64;
    private const int LongestSubject = 128;

    /// <summary>Whether <c>aud</c> is this audience and no other beside it.</summary>
    public static bool IsFor(string audience, JsonElement claims)
    {
        if (!claims.TryGetProperty("aud", out var value)) return false;
        if (value.ValueKind == JsonValueKind.Array)
        {
            if (value.GetArrayLength() != 1) return false;
            value = value[0];
        }
        return PresentedToken.Text(value) == audience;
    }

    /// <summary>
    /// Whether <c>cnf.x5t#S256</c> (RFC 8705) is this thumbprint, compared in a time that does not depend on where they differ.
    /// </summary>
    public static bool IsBoundTo(string thumbprint, JsonElement claims)
    {
        if (!claims.TryGetProperty("cnf", out var confirmation) || confirmation.ValueKind != JsonValueKind.Object) return false;
        var bound = PresentedToken.Text(confirmation, "x5t#S256");
        return bound is not null
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(bound), Encoding.UTF8.GetBytes(thumbprint));
    }

    /// <summary>The person, unit and roles that the token names.</summary>
    public static Outcome<Caller> Caller(string oin, JsonElement claims)
    {
        if (PresentedToken.Text(claims, "sub") is not { } actor || !IsVisible(actor, LongestSubject))
            return Refused("The token's 'sub' must be 1 to 128 visible ASCII characters.");
        if (PresentedToken.Text(claims, "unit") is not { } unit || !IsVisible(unit, LongestUnit))
            return Refused("The token's 'unit' must be 1 to 64 visible ASCII characters.");
        if (Roles(claims) is not { } roles)
            return Refused("The token's 'roles' must be an array of 1 to 16 different strings, each 1 to 64 visible ASCII characters.");
        return new Caller(oin, unit, actor, Array.AsReadOnly(roles));
    }

    private static string[]? Roles(JsonElement claims)
    {
        if (!claims.TryGetProperty("roles", out var array) || array.ValueKind != JsonValueKind.Array) return null;
        if (array.GetArrayLength() is 0 or > MostRoles) return null;
        var roles = new List<string>(MostRoles);
        foreach (var element in array.EnumerateArray())
        {
            if (PresentedToken.Text(element) is not { } role || !IsVisible(role, LongestRole)) return null;
            if (roles.Contains(role, StringComparer.Ordinal)) return null;
            roles.Add(role);
        }
        return [.. roles];
    }

    // No blanks, control or look-alike characters: these go into the log, where a reader must be able to tell them apart.
    private static bool IsVisible(string text, int longest) =>
        text.Length >= 1 && text.Length <= longest && text.All(character => character is > ' ' and <= '~');

    private static Refusal Refused(string message) => new(RefusalReason.TokenInvalid, message);
}
