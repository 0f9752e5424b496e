namespace Exchange.Consent;

/// <summary>A stretch of Amsterdam days.</summary>
/// <param name="From">The first day, or null: from ever.</param>
/// <param name="Until">The first day after it, or null: for ever. Later than <paramref name="From"/>.</param>
public readonly record struct Period(DateOnly? From, DateOnly? Until)
{
    /// <summary>Whether the day falls in it.</summary>
    public bool Contains(DateOnly day) => !(day < From) && !(Until <= day);
}
