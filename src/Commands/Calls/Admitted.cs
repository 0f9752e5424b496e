using Exchange.Consent;

namespace Exchange.Commands;

/// <summary>A caller whom the covenant knows: partner, actor and acting role are proved and listed. It may be told nothing yet.</summary>
/// <param name="Method">The RPC.</param>
/// <param name="Partnership">The partnership.</param>
/// <param name="Covenant">The covenant under which it is decided.</param>
/// <param name="Controller">The caller's controller, by the covenant's name.</param>
/// <param name="Partner">The caller's partner, by the covenant's name.</param>
/// <param name="Actor">The person.</param>
/// <param name="Role">The acting role.</param>
/// <param name="Roles">Every role of the token.</param>
/// <param name="TraceId">The trace of the request, or empty.</param>
public sealed record Admitted(
    string Method,
    PartnershipId Partnership,
    Covenant Covenant,
    string Controller,
    string Partner,
    string Actor,
    string Role,
    IReadOnlyList<string> Roles,
    string TraceId)
{
    /// <summary>The OIN of the controller, 20 digits.</summary>
    public string Oin { get; init; } = "";
}
