namespace Exchange.Consent;

/// <summary>A unit of a controller that takes part.</summary>
/// <param name="Id">The unit, as tokens name it.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Controller">The id of the legal body that it belongs to.</param>
/// <param name="Circle">Its own circle; see <see cref="Covenant.CircleOf"/> for the one that counts in a forum.</param>
/// <param name="Kinds">What part it plays; may be empty.</param>
/// <param name="Roles">The roles that its people may assert; never empty.</param>
/// <param name="Handling">
/// How its contributions are handled unless a contribution says otherwise: <see cref="Consent.Handling.Open"/>, or
/// <see cref="Consent.Handling.AskSource"/> beyond the recipients that the contribution names.
/// </param>
public sealed record Partner(
    string Id,
    string Name,
    string Controller,
    Circle Circle,
    IReadOnlySet<PartnerKind> Kinds,
    IReadOnlySet<string> Roles,
    Handling Handling = Handling.Open);

/// <summary>A legal body (<em>verwerkingsverantwoordelijke</em>). Controllers sign covenants.</summary>
/// <param name="Id">How the covenant refers to it.</param>
/// <param name="Name">Its official name.</param>
/// <param name="Oin">Its organisation number: 20 digits, as in its certificate.</param>
public sealed record Controller(string Id, string Name, string Oin);
