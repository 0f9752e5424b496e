using Exchange.Consent;

namespace Exchange.Dossiers;

/// <summary>What the sight of a case depends on in the case itself: whoever is the same to a case in the same state sees the same.</summary>
/// <param name="Relation">What the caller is to it; <see cref="Consent.Relation.None"/> when nothing.</param>
/// <param name="State">Where it stands in its life.</param>
public readonly record struct CaseStanding(Relation Relation, CaseState State);

/// <summary>Which part of the list of cases is asked for.</summary>
/// <param name="Partner">The caller's partner.</param>
/// <param name="Actor">The caller.</param>
/// <param name="Meeting">
/// The planned meeting whose agenda is listed, or null for all cases. The standing <see cref="MeetingId.Meldpunt"/> has no agenda in
/// the records: ask for all signals.
/// </param>
/// <param name="Visible">The standings of the cases that the caller may see; others are not in the list.</param>
/// <param name="After">
/// Where the part begins: the key of the last case before it, or empty. The key is the case's id; at a meeting its alias. Both are
/// random, so the order tells nothing.
/// </param>
/// <param name="Count">The most cases that are read.</param>
public sealed record CaseListQuery(
    string Partner, string Actor, MeetingId? Meeting, IReadOnlyCollection<CaseStanding> Visible, string After, int Count)
{
    /// <summary>Those of <see cref="Visible"/> in which a case is seen in full: only they list one whose views below that were withdrawn.</summary>
    public IReadOnlyCollection<CaseStanding> InFull { get; init; } = [];
}

/// <summary>A part of the list of cases.</summary>
/// <param name="PartnershipEpoch">The partnership's epoch at that moment.</param>
/// <param name="Cases">The cases, in the ordinal order of their keys.</param>
public sealed record CaseListReading(long PartnershipEpoch, IReadOnlyList<ListedCase> Cases);

/// <summary>A case in a list.</summary>
/// <param name="Case">The case.</param>
/// <param name="Epoch">Its epoch.</param>
/// <param name="Relation">What the caller is to it.</param>
/// <param name="Alias">Its alias at the meeting whose agenda is listed; null when all cases are.</param>
public sealed record ListedCase(Case Case, long Epoch, Relation Relation, string? Alias)
{
    /// <summary>What the sight of it depends on.</summary>
    public CaseStanding Standing => new(Relation, Case.State);

    /// <summary>Its place in the order of the list.</summary>
    public string Key => Alias ?? Case.Id.Value;
}
