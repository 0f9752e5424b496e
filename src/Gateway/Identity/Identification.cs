using Exchange.Commands;

namespace Exchange.Gateway.Identity;

/// <summary>Who calls, as far as it is proven.</summary>
/// <param name="Oin">
/// The organisation that the certificate proves, also when the token is refused: the refusal is logged under it. Null when
/// the certificate names none.
/// </param>
/// <param name="Caller">The person who acts for it, or why the call goes no further.</param>
internal sealed record Identification(string? Oin, Outcome<Caller> Caller);
