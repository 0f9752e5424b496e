using System.Text.Json;
using Exchange.Commands;

namespace Exchange.Gateway.Identity;

/// <summary>When a token counts. Our own rule, since the package takes the wall clock and knows no longest life.</summary>
internal static class TokenTimes
{
    /// <summary>From the earlier of <c>nbf</c> and <c>iat</c> to <c>exp</c>.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(10);

    /// <summary>How far the issuer's clock and ours may differ.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    // The year 9999; beyond it no sum here may overflow
    private const long LastSecond = 253_402_300_799;

    /// <summary>The second in which the token ends, or why its times do not count now.</summary>
    public static Refusal? Check(JsonElement claims, DateTimeOffset now, out long expires)
    {
        if (!TrySeconds(claims, "exp", out var end)
            || !TrySeconds(claims, "nbf", out var notBefore)
            || !TrySeconds(claims, "iat", out var issued))
        {
            expires = 0;
            return Refused("The token's 'exp', 'nbf' and 'iat' must be whole seconds since 1970.");
        }
        expires = end ?? 0;
        if (end is null) return Refused("The token has no 'exp'.");
        if (notBefore is null && issued is null) return Refused("The token has neither 'iat' nor 'nbf'.");
        var first = Math.Min(notBefore ?? issued!.Value, issued ?? notBefore!.Value);
        var last = Math.Max(notBefore ?? issued!.Value, issued ?? notBefore!.Value);
        if (end <= last) return Refused("The token ends before it begins.");
        if (end - first > (long)LongestLife.TotalSeconds)
            return new Refusal(
                RefusalReason.TokenLivesTooLong, "The token lives longer than ten minutes, from the earlier of 'iat' and 'nbf' to 'exp'.");
        if (DateTimeOffset.FromUnixTimeSeconds(last) - now > Skew)
            return new Refusal(RefusalReason.TokenNotYetValid, "The token begins more than a minute in the future.");
        return HasEnded(expires, now) ? new Refusal(RefusalReason.TokenExpired, "The token ended more than a minute ago.") : null;
    }

    /// <summary>Whether a token with this <c>exp</c> is over, clocks that differ allowed for.</summary>
    public static bool HasEnded(long expires, DateTimeOffset now) => now - DateTimeOffset.FromUnixTimeSeconds(expires) > Skew;

    private static bool TrySeconds(JsonElement claims, string name, out long? seconds)
    {
        seconds = null;
        if (!claims.TryGetProperty(name, out var value)) return true;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var read) || read is < 0 or > LastSecond) return false;
        seconds = read;
        return true;
    }

    private static Refusal Refused(string message) => new(RefusalReason.TokenInvalid, message);
}
