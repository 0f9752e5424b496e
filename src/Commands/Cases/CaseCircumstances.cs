using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>What a decision about a case takes into account beside the case, its team and the meeting.</summary>
/// <param name="Restriction">Whether processing is restricted (AVG art. 18); null is unknown, and gives nothing.</param>
/// <param name="BreakGlass">Whether this caller's break-glass on this case counts.</param>
internal sealed record CaseCircumstances(Restriction? Restriction, bool BreakGlass)
{
    /// <summary>The circumstances of every case, as nothing can restrict one yet, to a caller who did not break the glass.</summary>
    public static CaseCircumstances Ordinary { get; } = new(Consent.Restriction.None, BreakGlass: false);

    /// <summary>The same with the glass broken, whether it is yet or not. Who breaks it names the case by its id.</summary>
    public static CaseCircumstances WithBrokenGlass { get; } = Ordinary with { BreakGlass = true, ById = true };

    /// <summary>
    /// Those in which a caller reports that it recognised somebody: also in a view that was withdrawn since, for others may have
    /// recognised the same person, and a report may come twice.
    /// </summary>
    public static CaseCircumstances ForReporting { get; } = Ordinary with { WithdrawnToo = true };

    /// <summary>Whether the caller may name the case by its id where its view is pseudonymised.</summary>
    public bool ById { get; init; }

    /// <summary>Whether the view counts also where it was withdrawn from the meeting.</summary>
    public bool WithdrawnToo { get; init; }

    /// <summary>
    /// The circumstances in which a caller reads: its own broken glass counts outside a meeting, in the role and for the purpose of
    /// which it was broken, until it ends.
    /// </summary>
    public static CaseCircumstances ForReading(
        CaseReading.Found found, Admitted caller, string purpose, MeetingId? meeting, DateTimeOffset now) =>
        meeting is null && found.Glass.Any(glass => glass.Covers(caller.Role, purpose, now)) ? WithBrokenGlass : Ordinary;
}
