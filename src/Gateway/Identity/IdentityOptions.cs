namespace Exchange.Gateway.Identity;

/// <summary>
/// Whom the gateway lets in and who it says it is: configuration section <c>Identity</c>. Paths are relative to the working
/// directory. Files are read once, at start; a change takes a restart.
/// </summary>
public sealed class IdentityOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Identity";

    /// <summary>
    /// PEM file with the CA certificates under which partners' client certificates are issued: at least one root, and any
    /// intermediates that partners do not send along. No other root counts, the operating system's neither.
    /// </summary>
    public string TrustBundle { get; set; } = "";

    /// <summary>PEM file with the gateway's own certificate, followed by the intermediates to send along.</summary>
    public string ServerCertificate { get; set; } = "";

    /// <summary>PEM file with the private key of <see cref="ServerCertificate"/>, not encrypted.</summary>
    public string ServerKey { get; set; } = "";

    /// <summary>The one <c>aud</c> that tokens for this gateway carry.</summary>
    public string Audience { get; set; } = "exchange";

    /// <summary>Per organisation the one issuer whose tokens it may use.</summary>
    public IList<TokenIssuerOptions> TokenIssuers { get; } = [];

    /// <summary>Per organisation the keys with which it signs what it contributes; an organisation without any can only read.</summary>
    public IList<SigningKeysOptions> SigningKeys { get; } = [];
}
