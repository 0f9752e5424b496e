namespace Exchange.Commands;

/// <summary>A call as it arrives, before anybody knows whether it may be answered.</summary>
/// <param name="Method">The RPC, as in <c>exchange.v1.DossierService/GetBasisdossier</c>.</param>
/// <param name="Oin">The OIN of the client certificate, or null when it carries none.</param>
/// <param name="Caller">Who calls, or why that is not known.</param>
/// <param name="Partnership">The partnership that the request names.</param>
/// <param name="ActingRole">The role that the request names.</param>
/// <param name="FormViolations">What is wrong with the request's form.</param>
/// <param name="HasUnknownFields">Whether the request holds fields that the contract does not know.</param>
/// <param name="TraceId">The trace of the request: 32 hexadecimal digits, or empty.</param>
public sealed record Call(
    string Method,
    string? Oin,
    Outcome<Caller> Caller,
    string Partnership,
    string ActingRole,
    IReadOnlyList<FieldViolation> FormViolations,
    bool HasUnknownFields,
    string TraceId)
{
    /// <summary>
    /// The SHA-256 of a proposed version of the covenant, where an organisation may call that only this version knows; else null.
    /// </summary>
    public ReadOnlyMemory<byte>? Proposed { get; init; }
}
