namespace Exchange.Gateway.Hosting;

/// <summary>
/// Partners' systems that the gateway can ask, and who it is to them: configuration section <c>Sources</c>. Whether one may be asked is
/// for the covenant to say; without this section nobody is.
/// </summary>
public sealed class SourceOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Sources";

    /// <summary>PEM file with the CAs, at least one root, under which partners' server certificates are issued. No other root counts.</summary>
    public string TrustBundle { get; set; } = "";

    /// <summary>PEM file with the certificate by which partners know the gateway, followed by the intermediates to send along.</summary>
    public string ClientCertificate { get; set; } = "";

    /// <summary>PEM file with the private key of <see cref="ClientCertificate"/>, not encrypted.</summary>
    public string ClientKey { get; set; } = "";

    /// <summary>The systems: at most six of one partnership.</summary>
    public IList<PartnerSystemOptions> PartnerSystems { get; } = [];
}

/// <summary>One partner's system that implements <c>exchange.partner.v1.PartnerSystem</c>.</summary>
public sealed class PartnerSystemOptions
{
    /// <summary>The partnership in which it may be asked.</summary>
    public string Partnership { get; set; } = "";

    /// <summary>The partner, by the covenant's name. Its certificate must carry the OIN of the partner's controller.</summary>
    public string Partner { get; set; } = "";

    /// <summary>Where it listens, as in <c>https://exchange.wpi.example:8443</c>; its certificate must carry the host's name.</summary>
    public string Address { get; set; } = "";

    /// <summary>The categories that it knows of, by the covenant's names, at least one. It is asked for no others.</summary>
    public IList<string> Categories { get; } = [];

    /// <summary>How long an answer is waited for, everything included: 0.1 to 30 seconds.</summary>
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long one attempt may take, within <see cref="AnswerWithin"/>.</summary>
    public TimeSpan AttemptWithin { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often it is asked again when no connection could be made or it says that it is unavailable: 0 to 5 times.</summary>
    public int Retries { get; set; } = 2;

    /// <summary>How many questions may be under way at a time, 1 to 1 000; as many more wait for their turn.</summary>
    public int Concurrency { get; set; } = 16;

    /// <summary>How old data may be before callers are told that they are stale; at most 365 days.</summary>
    public TimeSpan FreshFor { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long it is left alone once half of its attempts fail: half a second to an hour.</summary>
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(15);
}
