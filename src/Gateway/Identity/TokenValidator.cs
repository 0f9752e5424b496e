using System.Buffers;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Exchange.Commands;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Exchange.Gateway.Identity;

/// <summary>
/// Whether a token names its caller. It does when (1) it is a compact JWS that can be read in one way, (2) its header says a
/// type and algorithm that we take and demands no extension, (3) its issuer is the one pinned to the certificate's
/// organisation, (4) one of that issuer's keys signed it, for our audience alone, (5) it is neither early, late nor
/// long-lived, (6) it is bound to the certificate of this connection, and (7) its person, unit and roles are well-formed.
/// Before (4) nothing that the token says is believed, except which issuer to refuse it for.
/// </summary>
internal sealed class TokenValidator
{
    private volatile FrozenDictionary<string, PinnedIssuer> _issuers;
    private readonly string _audience;
    private readonly TimeProvider _clock;
    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = PresentedToken.Longest, MapInboundClaims = false };

    /// <exception cref="IdentityConfigurationException">Two organisations share an issuer or a key, or a setting is malformed.</exception>
    public TokenValidator(string audience, IReadOnlyList<PinnedIssuer> issuers, TimeProvider clock)
    {
        _audience = audience;
        _clock = clock;
        _issuers = Together(issuers);
    }

    /// <summary>Reads the issuers' keys from the files that the options name.</summary>
    /// <exception cref="IdentityConfigurationException">A file or setting cannot be used.</exception>
    public static TokenValidator Load(IdentityOptions options, TimeProvider clock)
    {
        if (options.TokenIssuers.Count == 0)
            throw new IdentityConfigurationException("TokenIssuers is empty: name the issuer of at least one organisation, or nobody can call.");
        return new TokenValidator(options.Audience, [.. options.TokenIssuers.Select(pin => Load(pin, options.Audience, clock))], clock);
    }

    /// <summary>Reads an organisation's keys again; its tokens are looked at anew from now on. One caller at a time.</summary>
    /// <exception cref="IdentityConfigurationException">The file cannot be used, or a key is another organisation's.</exception>
    public void Reload(TokenIssuerOptions pin)
    {
        var issuer = Load(pin, _audience, _clock);
        _issuers = Together([.. _issuers.Values.Where(other => other.Oin != pin.Oin), issuer]);
    }

    /// <summary>The caller that the token names, or why it names none.</summary>
    /// <param name="presented">The token as it came after <c>Bearer</c>.</param>
    /// <param name="oin">The organisation's number, from the certificate.</param>
    /// <param name="certificate">The client certificate of the connection that the token came over.</param>
    public async ValueTask<Outcome<Caller>> ValidateAsync(ReadOnlyMemory<char> presented, string oin, X509Certificate2 certificate)
    {
        if (!_issuers.TryGetValue(oin, out var issuer))
            return Untrusted("No token issuer is pinned to the organisation of the client certificate.");
        if (presented.Length > PresentedToken.Longest) return Invalid("The token is longer than 8 KiB.");

        var facts = CertificateFacts.Of(certificate);
        var hash = Hash(presented.Span, facts.Digest);
        if (issuer.Seen.Find(hash) is { } seen) return seen;

        // 1
        var text = presented.ToString();
        var reading = PresentedToken.Read(text);
        if (reading.Value is null) return reading.Refusal!;
        using var token = reading.Value;
        // 2
        if (HeaderFault(token) is { } fault) return Invalid(fault);
        // 3
        var claims = token.Claims;
        if (PresentedToken.Text(claims, "iss") != issuer.Issuer)
            return Untrusted("The token's 'iss' is not the issuer that is pinned to the organisation of the client certificate.");
        // 4
        var result = await _handler.ValidateTokenAsync(text, issuer.Parameters);
        if (!result.IsValid && result.Exception is not SecurityTokenInvalidAudienceException)
            return Invalid("The token's signature does not verify with a key of the pinned issuer.");
        if (!result.IsValid || !TokenClaims.IsFor(_audience, claims))
            return new Refusal(RefusalReason.TokenAudienceWrong, "The token's 'aud' must be this gateway's audience and nothing else.");
        // 5
        if (TokenTimes.Check(claims, _clock.GetUtcNow(), out var expires) is { } untimely) return untimely;
        // 6
        if (!TokenClaims.IsBoundTo(facts.Thumbprint, claims))
            return new Refusal(
                RefusalReason.TokenNotBound, "The token's 'cnf' must hold the 'x5t#S256' of the client certificate of this connection.");
        // 7
        var caller = TokenClaims.Caller(oin, claims);
        if (caller.Value is not null) issuer.Seen.Keep(hash, caller.Value, expires);
        return caller;
    }

    private static PinnedIssuer Load(TokenIssuerOptions pin, string audience, TimeProvider clock) =>
        new(pin.Oin, pin.Issuer, Jwks.Load(pin.Jwks, pin.Oin), audience, clock);

    private static FrozenDictionary<string, PinnedIssuer> Together(IReadOnlyList<PinnedIssuer> issuers)
    {
        RefuseTwice(issuers.Select(issuer => issuer.Oin), oin => $"TokenIssuers has OIN {oin} twice: an organisation has one issuer.");
        RefuseTwice(
            issuers.Select(issuer => issuer.Issuer),
            name => $"TokenIssuers has the issuer '{name}' twice: each organisation has its own.");
        // With a key in common, one organisation's issuer could speak for the other's.
        RefuseTwice(
            issuers.SelectMany(issuer => issuer.Keys.Select(key => Convert.ToHexString(key.ComputeJwkThumbprint())).Distinct()),
            _ => "Two files under TokenIssuers hold the same key: each organisation's issuer signs with keys of its own.");
        return issuers.ToFrozenDictionary(issuer => issuer.Oin, StringComparer.Ordinal);
    }

    private static string? HeaderFault(PresentedToken token)
    {
        var header = token.Header;
        if (header.TryGetProperty("crit", out _)) return "The token demands extensions ('crit'), and none is understood here.";
        if (PresentedToken.Text(header, "alg") != SecurityAlgorithms.EcdsaSha256) return "The token must be signed with ES256.";
        return PresentedToken.Text(header, "typ") is "at+jwt" or "JWT" ? null : "The token's 'typ' must be at+jwt or JWT.";
    }

    // The digest has a fixed length, so no other token and certificate give the same bytes.
    private static string Hash(ReadOnlySpan<char> token, byte[] digest)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(token.Length) + digest.Length);
        try
        {
            var length = Encoding.UTF8.GetBytes(token, bytes);
            digest.CopyTo(bytes, length);
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(bytes.AsSpan(0, length + digest.Length), hash);
            return Convert.ToBase64String(hash);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }

    private static void RefuseTwice(IEnumerable<string> values, Func<string, string> sentence)
    {
        if (values.GroupBy(value => value, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new IdentityConfigurationException(sentence(twice.Key));
    }

    private static Refusal Untrusted(string message) => new(RefusalReason.TokenIssuerNotTrusted, message);

    private static Refusal Invalid(string message) => new(RefusalReason.TokenInvalid, message);
}
