using Microsoft.IdentityModel.Tokens;

namespace Exchange.Gateway.Identity;

/// <summary>One organisation's issuer: its name, the only keys that its tokens are checked with, and its tokens seen lately.</summary>
internal sealed class PinnedIssuer
{
    /// <exception cref="IdentityConfigurationException">A setting is missing or malformed.</exception>
    public PinnedIssuer(string oin, string issuer, IReadOnlyList<ECDsaSecurityKey> keys, string audience, TimeProvider clock)
    {
        if (!Identity.Oin.IsWellFormed(oin))
            throw new IdentityConfigurationException($"TokenIssuers has the OIN '{oin}': write the organisation's number of 20 digits.");
        if (string.IsNullOrWhiteSpace(issuer))
            throw new IdentityConfigurationException($"TokenIssuers has no Issuer for OIN {oin}: write the exact 'iss' of its tokens.");
        if (string.IsNullOrWhiteSpace(audience))
            throw new IdentityConfigurationException("Audience is empty: write the 'aud' that tokens for this gateway carry.");
        Oin = oin;
        Issuer = issuer;
        Keys = keys;
        Seen = new TokenCache(clock);
        Parameters = new TokenValidationParameters
        {
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            ValidTypes = ["at+jwt", "JWT"],
            ValidIssuer = issuer,
            ValidAudience = audience,
            IssuerSigningKeys = keys,
            ValidateIssuerSigningKey = true,
            RequireSignedTokens = true,
            RequireAudience = true,
            // The package asks the wall clock; TokenTimes asks ours, and is stricter.
            ValidateLifetime = false,
        };
    }

    public string Oin { get; }

    public string Issuer { get; }

    public IReadOnlyList<ECDsaSecurityKey> Keys { get; }

    public TokenValidationParameters Parameters { get; }

    /// <summary>A cache per issuer, so that one organisation's tokens cannot push another's out.</summary>
    public TokenCache Seen { get; }
}
