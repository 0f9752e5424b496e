namespace Exchange.Consent;

/// <summary>
/// What a decision depends on that is the same for every section of one request. A null is an unknown input, and so is a word
/// that the covenant does not define.
/// </summary>
/// <param name="Partner">The caller's partner.</param>
/// <param name="Role">The one role in which the caller acts.</param>
/// <param name="Roles">Every role of the caller's token, <paramref name="Role"/> among them.</param>
/// <param name="Relation">What the caller is to the case.</param>
/// <param name="Forum">The forum of the open meeting, or <see cref="DecisionInput.NoForum"/>.</param>
/// <param name="Purpose">The stated purpose.</param>
/// <param name="Case">The state of the case.</param>
/// <param name="Consent">The data subject's consent.</param>
/// <param name="Date">The Amsterdam day.</param>
/// <param name="Restriction">Whether processing is restricted for this case (AVG art. 18).</param>
/// <param name="BreakGlass">
/// Whether the caller broke the glass (<em>noodtoegang</em>) for this case. Changes nothing unless the forum is <see cref="DecisionInput.NoForum"/>.
/// </param>
/// <param name="Minor">Whether the data subject is a minor.</param>
public sealed record CallerContext(
    string? Partner,
    string? Role,
    IReadOnlyCollection<string>? Roles,
    Relation? Relation,
    string? Forum,
    string? Purpose,
    CaseState? Case,
    ConsentStatus? Consent,
    DateOnly? Date,
    Restriction? Restriction,
    bool BreakGlass = false,
    Minority? Minor = null);
