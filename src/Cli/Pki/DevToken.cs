using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace Exchange.Cli.Pki;

/// <summary>What a development token says. Every value can be one that the gateway refuses; the defaults are ones that it takes.</summary>
internal sealed record DevToken
{
    /// <summary>The unit, as the covenant lists it.</summary>
    public required string Unit { get; init; }

    /// <summary>The person.</summary>
    public required string Actor { get; init; }

    /// <summary>The roles.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>From begin to end; the gateway takes ten minutes at most.</summary>
    public TimeSpan Lives { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>When it begins; now, when not given.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>For whom it is meant.</summary>
    public string Audience { get; init; } = DevPki.Audience;

    /// <summary>The issuer that it claims; the party's own, when not given.</summary>
    public string? Issuer { get; init; }

    /// <summary>The certificate that it is bound to; the party's own, when not given.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Changes header and claims before they are signed.</summary>
    public Action<JsonObject, JsonObject>? Alter { get; init; }
}
