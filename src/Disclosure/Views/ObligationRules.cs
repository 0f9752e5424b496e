using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Disclosure;

/// <summary>Works out what the recipient of a section takes on.</summary>
public static class ObligationRules
{
    /// <summary>
    /// The obligations of the decision's terms as of today, whatever section they come with. A grant without any leaves the strictest
    /// reading: the stated purpose, no onward sharing, and as long as the section itself at level full (then no day is named), today below it.
    /// </summary>
    /// <param name="decision">What was decided; not none.</param>
    /// <param name="purpose">The purpose that the caller stated.</param>
    /// <param name="today">The Amsterdam day.</param>
    public static StandingObligations For(Decision decision, string purpose, DateOnly today)
    {
        if (decision.Terms?.Obliges is not { } obliges)
            return new StandingObligations(purpose, decision.Level == Level.Full ? null : today, false);
        var until = obliges.KeepDays < DateOnly.MaxValue.DayNumber - today.DayNumber ? today.AddDays(obliges.KeepDays) : DateOnly.MaxValue;
        return new StandingObligations(obliges.Purpose, until, obliges.Onward);
    }

    /// <summary>The same for one section, never beyond its own retention.</summary>
    /// <param name="section">The section.</param>
    /// <param name="decision">What was decided about it; not none.</param>
    /// <param name="purpose">The purpose that the caller stated.</param>
    /// <param name="today">The Amsterdam day.</param>
    /// <remarks>
    /// At level anonymised and existence the section's retention day is left out of it: it is a date of the section, and the same for
    /// every section only by chance.
    /// </remarks>
    public static SectionObligations For(Section section, Decision decision, string purpose, DateOnly today)
    {
        var standing = For(decision, purpose, today);
        var until = standing.KeepUntil is { } day && (decision.Level < Level.Pseudonymised || day < section.KeepUntil) ? day : section.KeepUntil;
        return new SectionObligations(standing.Purpose, until, standing.Onward);
    }
}

/// <summary>What the recipient takes on with whatever is released on the same terms today.</summary>
/// <param name="Purpose">The one purpose that the data may be used for.</param>
/// <param name="KeepUntil">The last Amsterdam day on which the recipient may keep it, or null: as long as the section itself.</param>
/// <param name="Onward">Whether it may be shared onward.</param>
public sealed record StandingObligations(string Purpose, DateOnly? KeepUntil, bool Onward);
