namespace Exchange.Gateway.Identity;

/// <summary>
/// Whom the gateway lets in and who it says it is: configuration section <c>Identity</c>. Paths are relative to the working
/// directory. Files are read at start, and again when what is in them changes.
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

    /// <summary>
    /// Folder with the revocation lists of those CAs, in DER or PEM, under any name that does not begin with a dot. Of each CA that
    /// issues certificates there must be one; without it, every certificate of that CA is refused.
    /// </summary>
    public string RevocationLists { get; set; } = "";

    /// <summary>
    /// How long a revocation list counts from the moment that it says it was made, at most; its own end can be earlier. Default 24
    /// hours, 1 minute to 400 days.
    /// </summary>
    public TimeSpan CrlMaxAge { get; set; } = TimeSpan.FromHours(24);

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

    /// <summary>How long a TLS handshake may take, the wait for its first byte included. Default 10 seconds, 1 second to 1 minute.</summary>
    public TimeSpan HandshakeWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the files are looked at for changes. Default 5 seconds, 1 second to 1 hour.</summary>
    public TimeSpan LookAgainEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How often refused handshakes are summed up on the log: at most one entry per reason and partnership. Default 1 minute, 1
    /// second to 1 hour.
    /// </summary>
    public TimeSpan CountRefusalsOver { get; set; } = TimeSpan.FromMinutes(1);

    /// <exception cref="IdentityConfigurationException">A duration is out of its range.</exception>
    internal void Validate()
    {
        var (second, minute, hour) = (TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
        Check(nameof(CrlMaxAge), CrlMaxAge, minute, TimeSpan.FromDays(400), "1 minute to 400 days, as in 1.00:00:00 for a day");
        Check(nameof(HandshakeWithin), HandshakeWithin, second, minute, "1 second to 1 minute, as in 00:00:10");
        Check(nameof(LookAgainEvery), LookAgainEvery, second, hour, "1 second to 1 hour, as in 00:00:05");
        Check(nameof(CountRefusalsOver), CountRefusalsOver, second, hour, "1 second to 1 hour, as in 00:01:00");
    }

    private static void Check(string setting, TimeSpan value, TimeSpan least, TimeSpan most, string range)
    {
        if (value < least || value > most)
            throw new IdentityConfigurationException($"{setting} is {value}: write a duration of {range}.");
    }
}
