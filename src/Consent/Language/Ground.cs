namespace Exchange.Consent;

/// <summary>
/// A legal ground (<em>grondslag</em>) as data: what it may carry, from whom to whom. A covenant that has grounds lets every grant
/// cite one of them, and only for what that one carries.
/// </summary>
/// <param name="Id">The ground, word for word as articles and contributions cite it.</param>
/// <param name="Title">What it lets its holder do; empty when the covenant does not say.</param>
/// <param name="Special">The special data that it may carry; every other ground may not.</param>
/// <param name="Carries">What it carries; never empty.</param>
public sealed record Ground(string Id, string Title, IReadOnlySet<SpecialData> Special, IReadOnlyList<GroundReach> Carries);

/// <summary>One direction in which a ground carries data.</summary>
/// <param name="Categories">The categories, each by name: a ground for everything is no ground.</param>
/// <param name="From">The partners that the data come from; null: any.</param>
/// <param name="To">The partners that may receive it; null: any.</param>
/// <param name="Circles">The effective circles that may receive it; null: any.</param>
/// <param name="Kinds">The kinds of partner that may receive it; null: any.</param>
public sealed record GroundReach(
    IReadOnlySet<string> Categories,
    IReadOnlySet<string>? From,
    IReadOnlySet<string>? To,
    IReadOnlySet<Circle>? Circles,
    IReadOnlySet<PartnerKind>? Kinds);
