namespace Exchange.Disclosure.Statistics;

/// <summary>
/// Why a cell is hidden. For whoever reviews the edition: publishing the reason would say that a cell is small, so readers get the same
/// mark for all of them.
/// </summary>
public enum HiddenReason
{
    /// <summary>Fewer persons than the minimum, or none.</summary>
    TooSmall,

    /// <summary>A few contributors make up nearly all of the sum.</summary>
    Dominance,

    /// <summary>One contributor could compute another's amount too closely.</summary>
    PriorPercent,

    /// <summary>The difference with a number in an earlier edition is small and not zero.</summary>
    EarlierEdition,

    /// <summary>Harmless by itself, but a hidden cell could be computed from it.</summary>
    Complementary,
}
