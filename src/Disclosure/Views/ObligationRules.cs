using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Disclosure;

/// <summary>Works out what the recipient of a section takes on.</summary>
public static class ObligationRules
{
    /// <summary>
    /// The article's obligations as of today, whatever section they come with. An article without any, and a cap that lowered the
    /// level, leave the strictest reading: the stated purpose, no onward sharing, and as long as the section itself at level full
    /// (then no day is named), today below it.
    /// </summary>
    /// <param name="level">The level at which the section is shown; not none.</param>
    /// <param name="obliges">The obligations of the deciding article, or null when it has none.</param>
    /// <param name="purpose">The purpose that the caller stated.</param>
    /// <param name="today">The Amsterdam day.</param>
    public static StandingObligations For(Level level, Obligations? obliges, string purpose, DateOnly today)
    {
        if (obliges is null)
            return new StandingObligations(purpose, level == Level.Full ? null : today, false);
        var until = obliges.KeepDays < DateOnly.MaxValue.DayNumber - today.DayNumber ? today.AddDays(obliges.KeepDays) : DateOnly.MaxValue;
        return new StandingObligations(obliges.Purpose, until, obliges.Onward);
    }

    /// <summary>The same for one section, never beyond its own retention.</summary>
    /// <param name="section">The section.</param>
    /// <param name="level">The level at which it is shown; not none.</param>
    /// <param name="obliges">The obligations of the deciding article, or null when it has none.</param>
    /// <param name="purpose">The purpose that the caller stated.</param>
    /// <param name="today">The Amsterdam day.</param>
    /// <remarks>
    /// At level anonymised and existence the section's retention day is left out of it: it is a date of the section, and the same for
    /// every section only by chance.
    /// </remarks>
    public static SectionObligations For(Section section, Level level, Obligations? obliges, string purpose, DateOnly today)
    {
        var standing = For(level, obliges, purpose, today);
        var until = standing.KeepUntil is { } day && (level < Level.Pseudonymised || day < section.KeepUntil) ? day : section.KeepUntil;
        return new SectionObligations(standing.Purpose, until, standing.Onward);
    }
}

/// <summary>What the recipient takes on with whatever is released under one article today.</summary>
/// <param name="Purpose">The one purpose that the data may be used for.</param>
/// <param name="KeepUntil">The last Amsterdam day on which the recipient may keep it, or null: as long as the section itself.</param>
/// <param name="Onward">Whether it may be shared onward.</param>
public sealed record StandingObligations(string Purpose, DateOnly? KeepUntil, bool Onward);
