namespace Exchange.Gateway.Identity;

/// <summary>The keys with which one organisation signs requests: none of another organisation counts for it.</summary>
public sealed class SigningKeysOptions
{
    /// <summary>The organisation's number: 20 digits, as in the client certificate.</summary>
    public string Oin { get; set; } = "";

    /// <summary>
    /// JSON file with the organisation's public signing keys (RFC 7517): at most 16 keys, each EC P-256 one with a <c>kid</c> of its
    /// own, and none that tokens are signed with.
    /// </summary>
    public string Jwks { get; set; } = "";
}
