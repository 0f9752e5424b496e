namespace Exchange.Consent;

/// <summary>
/// The one-view level <em>c</em> of a caller: the lowest, over the identifying categories, of the highest level that the
/// articles give it in each. Every category gets at most the higher of <see cref="Consent.Level.Anonymised"/> and this.
/// </summary>
/// <param name="Level"><see cref="Consent.Level.Full"/> when there is no limit.</param>
/// <param name="Article">The article that set it, or null when no article grants an identifying category, or nothing limits.</param>
public readonly record struct Ceiling(Level Level, string? Article)
{
    /// <summary>The lower of two; of equal ones, that with the first article in ordinal order.</summary>
    internal static Ceiling Lowest(Ceiling a, Ceiling b)
    {
        if (a.Level != b.Level)
            return a.Level < b.Level ? a : b;
        return a.Article is null || (b.Article is not null && string.CompareOrdinal(b.Article, a.Article) < 0) ? b : a;
    }
}
