namespace Exchange.Consent;

/// <summary>
/// How much of a category somebody may see, ordered from nothing to everything:
/// <c>none &lt; existence &lt; anonymised &lt; pseudonymised &lt; full</c>.
/// </summary>
public enum Level : byte
{
    /// <summary>Nothing, not even that there is something.</summary>
    None = 0,

    /// <summary>Only that the source has something.</summary>
    Existence = 1,

    /// <summary>Generalised values under an alias that lives as long as one meeting.</summary>
    Anonymised = 2,

    /// <summary>Generalised values under a pseudonym that is stable for one partner, purpose and period. Personal data.</summary>
    Pseudonymised = 3,

    /// <summary>The data as contributed.</summary>
    Full = 4,
}
