namespace Exchange.Gateway.Identity;

/// <summary>The issuer that is pinned to one organisation: no other issuer's tokens count on its connections.</summary>
public sealed class TokenIssuerOptions
{
    /// <summary>The organisation's number: 20 digits, as in the client certificate.</summary>
    public string Oin { get; set; } = "";

    /// <summary>The exact <c>iss</c> of its tokens.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>JSON file with the issuer's public keys (RFC 7517): at most 16 keys, EC P-256 ones are used.</summary>
    public string Jwks { get; set; } = "";
}
