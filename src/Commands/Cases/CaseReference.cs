using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>How a request names a case: by its id, by its alias in a meeting, or by its pseudonym.</summary>
/// <param name="Case">The id, or null.</param>
/// <param name="Alias">The alias, or null. Exactly one of the three is given.</param>
/// <param name="Meeting">The meeting in which the caller acts, or null outside a meeting. An alias needs one.</param>
public sealed record CaseReference(CaseId? Case, string? Alias, MeetingId? Meeting)
{
    /// <summary>The pseudonym under which the caller's partner knows it for this purpose in this quarter, or null.</summary>
    public string? Pseudonym { get; init; }
}
