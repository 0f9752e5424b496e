namespace Exchange.Consent;

/// <summary>
/// What goes with whatever is released: the terms of the highest matching grant, also where a cap or the one-view rule lowered its level.
/// A cap lowers what a grant gives; it takes nothing of what that asks in return.
/// </summary>
/// <param name="Ground">The legal ground (<em>grondslag</em>), word for word; null when the grant names none.</param>
/// <param name="Obliges">What the recipient takes on; null when the grant says nothing.</param>
public sealed record Terms(string? Ground, Obligations? Obliges);
