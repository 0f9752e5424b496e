using System.Net;
using Exchange.Consent;

namespace Exchange.Gateway.Hosting;

/// <summary>Where the gateway keeps its records, where it listens, and which partnerships it serves: configuration section <c>Gateway</c>.</summary>
public sealed class GatewayOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Gateway";

    /// <summary>
    /// What the records and the log are kept on: <c>sqlite</c>, files that one gateway owns, or <c>postgres</c>, databases that several
    /// gateways share. Default <c>sqlite</c>.
    /// </summary>
    public string Storage { get; set; } = StorageChoice.Sqlite;

    /// <summary>The databases, where <see cref="Storage"/> is <c>postgres</c>.</summary>
    public PostgresSettings Postgres { get; set; } = new();

    /// <summary>
    /// With <c>sqlite</c> the directory of the records and the log, and in <c>ring</c> under it of the Data Protection key ring. Made
    /// when it is not there; one process owns it.
    /// </summary>
    public string Data { get; set; } = "";

    /// <summary>
    /// The directory of the Data Protection key ring, by which keys are wrapped. Gateways that share databases share it. Default:
    /// <c>ring</c> under <see cref="Data"/>.
    /// </summary>
    public string Ring { get; set; } = "";

    /// <summary>With <c>sqlite</c> the directory of the keys, apart from the records so that its backups can be short-lived. Default: <c>keys</c> under <see cref="Data"/>.</summary>
    public string Keys { get; set; } = "";

    /// <summary>Address and port for gRPC over mutual TLS, as in <c>127.0.0.1:7443</c>; port 0 takes a free one.</summary>
    public string Listen { get; set; } = "127.0.0.1:7443";

    /// <summary>Address and port for health over plain HTTP, on loopback only; port 0 takes a free one.</summary>
    public string Health { get; set; } = "127.0.0.1:7480";

    /// <summary>
    /// Whether responses are compressed with gzip for callers that take it. Default false: a compressed response tells by its length
    /// whether what is in it repeats what somebody else put there, and packing costs more than most networks gain. Requests may
    /// always be compressed.
    /// </summary>
    public bool CompressResponses { get; set; }

    /// <summary>How much callers may ask of connections, calls and time.</summary>
    public LimitOptions Limits { get; set; } = new();

    /// <summary>The partnerships.</summary>
    public IList<PartnershipOptions> Partnerships { get; } = [];

    /// <summary>Checks every value.</summary>
    /// <exception cref="ConfigurationException">A value cannot be used; the message says what to do.</exception>
    internal (IPEndPoint Listen, IPEndPoint Health) Validate()
    {
        StorageChoice.Validate(this);
        if (!IPEndPoint.TryParse(Listen, out var listen))
            throw new ConfigurationException("Gateway:Listen is not an address and port such as 127.0.0.1:7443.");
        if (!IPEndPoint.TryParse(Health, out var health) || !IPAddress.IsLoopback(health.Address))
            throw new ConfigurationException("Gateway:Health must be a loopback address and port such as 127.0.0.1:7480; it is the only plain-text listener.");
        if (Partnerships.Count == 0)
            throw new ConfigurationException("Gateway:Partnerships is empty: name at least one partnership with its covenant.");
        if (Partnerships.FirstOrDefault(p => !PartnershipId.IsValid(p.Id)) is not null)
            throw new ConfigurationException("Gateway:Partnerships: an Id is 1 to 64 lower-case letters, digits and hyphens.");
        if (Partnerships.DistinctBy(p => p.Id, StringComparer.Ordinal).Count() != Partnerships.Count)
            throw new ConfigurationException("Gateway:Partnerships names a partnership twice.");
        Limits.Validate();
        return (listen, health);
    }
}

/// <summary>One partnership.</summary>
public sealed class PartnershipOptions
{
    /// <summary>Its identifier: lower-case letters, digits and hyphens.</summary>
    public string Id { get; set; } = "";

    /// <summary>The file of its covenant.</summary>
    public string Covenant { get; set; } = "";
}

/// <summary>The configuration cannot be used; the message is a sentence that a person can act on.</summary>
public sealed class ConfigurationException(string message) : Exception(message);
