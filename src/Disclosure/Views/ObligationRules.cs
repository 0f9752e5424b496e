using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Disclosure;

/// <summary>Works out what the recipient of a section takes on.</summary>
internal static class ObligationRules
{
    /// <summary>
    /// The article's obligations as of today, never beyond the section's own retention. An article without any, and a cap that
    /// lowered the level, leave the strictest reading: the stated purpose, no onward sharing, and as long as the section itself at
    /// level full, today below it.
    /// </summary>
    /// <remarks>
    /// At level anonymised and existence the section's retention day is left out of it: it is a date of the section, and the same for
    /// every section only by chance.
    /// </remarks>
    public static SectionObligations For(Section section, Level level, Obligations? obliges, string purpose, DateOnly today)
    {
        if (obliges is null)
            return new SectionObligations(purpose, level == Level.Full ? section.KeepUntil : today, false);
        var until = obliges.KeepDays < DateOnly.MaxValue.DayNumber - today.DayNumber ? today.AddDays(obliges.KeepDays) : DateOnly.MaxValue;
        return new SectionObligations(
            obliges.Purpose,
            level >= Level.Pseudonymised && section.KeepUntil < until ? section.KeepUntil : until,
            obliges.Onward);
    }
}
