using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>How a request names a case: by its id, or by its alias in a meeting.</summary>
/// <param name="Case">The id, or null.</param>
/// <param name="Alias">The alias, or null. Exactly one of the two is given.</param>
/// <param name="Meeting">The meeting in which the caller acts, or null outside a meeting. An alias needs one.</param>
public sealed record CaseReference(CaseId? Case, string? Alias, MeetingId? Meeting);
