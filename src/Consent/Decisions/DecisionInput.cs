namespace Exchange.Consent;

/// <summary>
/// Everything a decision about one category from one source depends on. A null is an unknown input and is never taken in
/// the caller's favour (DESIGN §4, "Unknown inputs"); a word that the covenant does not define is unknown too.
/// </summary>
/// <param name="Partner">The caller's partner.</param>
/// <param name="Role">The one role in which the caller acts; grants look at this one only.</param>
/// <param name="Roles">Every role of the caller's token; caps look at all of them. Contains <paramref name="Role"/>.</param>
/// <param name="Relation">What the caller is to the case.</param>
/// <param name="Forum">The forum of the open meeting that the caller attends, or <see cref="NoForum"/> for no meeting.</param>
/// <param name="Purpose">The purpose that the caller states.</param>
/// <param name="Case">The state of the case.</param>
/// <param name="Consent">The data subject's consent.</param>
/// <param name="Secrecy">Professional secrecy over the section.</param>
/// <param name="Handling">The section's handling for this recipient, now.</param>
/// <param name="Category">The category asked for.</param>
/// <param name="Source">The partner that the data come from.</param>
/// <param name="Date">The Amsterdam day of the decision.</param>
/// <param name="Restriction">Whether processing is restricted for this case (AVG art. 18).</param>
/// <param name="BreakGlass">
/// Whether the caller broke the glass (<em>noodtoegang</em>) for this case. Changes nothing unless the forum is <see cref="NoForum"/>.
/// </param>
/// <param name="Minor">Whether the data subject is a minor.</param>
public sealed record DecisionInput(
    string? Partner,
    string? Role,
    IReadOnlyCollection<string>? Roles,
    Relation? Relation,
    string? Forum,
    string? Purpose,
    CaseState? Case,
    ConsentStatus? Consent,
    Secrecy? Secrecy,
    Handling? Handling,
    string? Category,
    string? Source,
    DateOnly? Date,
    Restriction? Restriction,
    bool BreakGlass = false,
    Minority? Minor = null)
{
    /// <summary>The word for "outside any meeting", as against an unknown forum.</summary>
    public const string NoForum = "none";
}
