using Exchange.Consent;

namespace Exchange.Commands;

/// <summary>What a decision about a case takes into account beside the case, its team and the meeting.</summary>
/// <param name="Restriction">Whether processing is restricted (AVG art. 18); null is unknown, and gives nothing.</param>
/// <param name="BreakGlass">Whether this caller's break-glass on this case is in force.</param>
internal sealed record CaseCircumstances(Restriction? Restriction, bool BreakGlass)
{
    /// <summary>The circumstances of every case, as nothing can restrict one yet and nobody can break the glass.</summary>
    public static CaseCircumstances Ordinary { get; } = new(Consent.Restriction.None, BreakGlass: false);
}
