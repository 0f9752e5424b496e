namespace Exchange.Commands;

/// <summary>Who calls, as certificate and token prove it. What the covenant makes of it is decided per partnership.</summary>
/// <param name="Oin">The organisation's number, from the client certificate: 20 digits.</param>
/// <param name="Unit">The unit that the token names; a partner of the controller with that OIN, or the call is refused.</param>
/// <param name="Actor">The person, by the subject of the token.</param>
/// <param name="Roles">Every role of the token.</param>
public sealed record Caller(string Oin, string Unit, string Actor, IReadOnlyList<string> Roles);
