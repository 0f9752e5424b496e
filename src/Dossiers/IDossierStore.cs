using Exchange.Consent;

namespace Exchange.Dossiers;

/// <summary>How a caller names a case.</summary>
/// <param name="Case">By its id …</param>
/// <param name="Alias">… or by its alias at <paramref name="Meeting"/>. Exactly one of the two is given.</param>
/// <param name="Meeting">The meeting that the caller names, or null.</param>
/// <param name="Partner">The caller's partner.</param>
/// <param name="Actor">The caller.</param>
public sealed record CaseQuery(CaseId? Case, string? Alias, MeetingId? Meeting, string Partner, string Actor);

/// <summary>Everything a decision about one case depends on, read in one snapshot.</summary>
/// <param name="PartnershipEpoch">The partnership's epoch at that moment.</param>
/// <param name="Meeting">The meeting that the caller names, whether open or not; null when there is none of that name.</param>
/// <param name="Case">The case; null when there is none of that name. See <see cref="CaseReading.Found"/>.</param>
public sealed record CaseReading(long PartnershipEpoch, Meeting? Meeting, CaseReading.Found? Case)
{
    /// <summary>A case that was found.</summary>
    /// <param name="Case">The case.</param>
    /// <param name="Epoch">Its epoch.</param>
    /// <param name="Relation">What the caller is to it.</param>
    /// <param name="Sections">
    /// The newest version of every section that is not withdrawn, in the order of their sequence; each with what the caller's partner
    /// asked of its source.
    /// </param>
    /// <param name="Glass">Where the caller broke the glass on it: once per role and purpose, also where that is over.</param>
    public sealed record Found(
        Case Case, long Epoch, Relation Relation, IReadOnlyList<Section> Sections, IReadOnlyList<BrokenGlass> Glass);
}

/// <summary>A section with the case that it is of, read in one snapshot.</summary>
/// <param name="PartnershipEpoch">The partnership's epoch at that moment.</param>
/// <param name="Section">The section; null when there is none of that name. See <see cref="SectionReading.Found"/>.</param>
public sealed record SectionReading(long PartnershipEpoch, SectionReading.Found? Section)
{
    /// <summary>A section that was found.</summary>
    /// <param name="Case">The case that it is of.</param>
    /// <param name="CaseEpoch">The case's epoch.</param>
    /// <param name="Newest">Its newest version.</param>
    /// <param name="IsWithdrawn">Whether that version says that there is nothing any more; then it has no content.</param>
    public sealed record Found(Case Case, long CaseEpoch, Section Newest, bool IsWithdrawn);
}

/// <summary>The first answer to a request with an idempotency key.</summary>
/// <param name="RequestDigest">The SHA-256 of the exact request.</param>
/// <param name="Response">The exact response.</param>
public sealed record RememberedAnswer(ReadOnlyMemory<byte> RequestDigest, ReadOnlyMemory<byte> Response);

/// <summary>
/// Cases, relations, meetings and sections, for reading. Everything is written through the log: a change is an
/// <see cref="Exchange.Audit.ILoggedChange"/> in the transaction of its entry.
/// </summary>
/// <remarks>Every method throws <see cref="Exchange.Audit.StoreUnavailableException"/> when the store cannot be read.</remarks>
public interface IDossierStore
{
    /// <summary>Reads a case as one caller names it, with everything the decision depends on, in one snapshot.</summary>
    /// <param name="partnership">The partnership.</param>
    /// <param name="query">How the caller names it.</param>
    /// <param name="mayKnow">
    /// Whether to read the sections; asked with everything else, before any section is read. The same is read before it whether there
    /// is such a case or not, so that a refusal takes as long for one that is there as for one that is not. The last answer counts.
    /// </param>
    /// <param name="cancellation">Ends the work.</param>
    Task<CaseReading> ReadCaseAsync(
        PartnershipId partnership, CaseQuery query, Func<CaseReading, bool> mayKnow, CancellationToken cancellation);

    /// <summary>Reads a part of the list of cases that one caller may see, in one snapshot.</summary>
    Task<CaseListReading> ListCasesAsync(PartnershipId partnership, CaseListQuery query, CancellationToken cancellation);

    /// <summary>Reads a part of what one partner contributed, whatever the case, in one snapshot.</summary>
    Task<OwnSectionsReading> ListOwnSectionsAsync(PartnershipId partnership, OwnSectionsQuery query, CancellationToken cancellation);

    /// <summary>Reads a part of what is asked of one source, whatever the case, in one snapshot.</summary>
    Task<ReceivedRequestsReading> ListRequestsAsync(PartnershipId partnership, ReceivedRequestsQuery query, CancellationToken cancellation);

    /// <summary>Reads a request of a section of this source, or null when the source has none of that name, with the partnership's epoch of the same snapshot.</summary>
    Task<(ReceivedRequest? Request, long PartnershipEpoch)> FindRequestAsync(
        PartnershipId partnership, string source, RequestId request, CancellationToken cancellation);

    /// <summary>Reads a meeting, or null, with the partnership's epoch of the same snapshot.</summary>
    Task<(Meeting? Meeting, long PartnershipEpoch)> ReadMeetingAsync(PartnershipId partnership, MeetingId meeting, CancellationToken cancellation);

    /// <summary>Reads a section by its id, withdrawn or not, with the case that it is of, in one snapshot.</summary>
    Task<SectionReading> ReadSectionAsync(PartnershipId partnership, SectionId section, CancellationToken cancellation);

    /// <summary>The partnership's epoch: 0 before anything happened in it.</summary>
    Task<long> ReadPartnershipEpochAsync(PartnershipId partnership, CancellationToken cancellation);

    /// <summary>The subject with this blind index, or null.</summary>
    Task<SubjectId?> FindSubjectAsync(PartnershipId partnership, ReadOnlyMemory<byte> subjectIndex, CancellationToken cancellation);

    /// <summary>The first answer that was given under an idempotency key, or null.</summary>
    Task<RememberedAnswer?> FindAnswerAsync(PartnershipId partnership, string partner, string key, CancellationToken cancellation);

    /// <summary>
    /// The signed request that something rests on, with the case under whose key it is; null when there is none: what the operator
    /// took over came without.
    /// </summary>
    Task<(CaseId Case, KeptEvidence Evidence)?> FindEvidenceAsync(PartnershipId partnership, EvidencePlace place, CancellationToken cancellation);

    /// <summary>What of a case is seen anonymised in a meeting, or null when nobody looked yet.</summary>
    Task<FrozenView?> FindFrozenViewAsync(PartnershipId partnership, MeetingId meeting, CaseId @case, CancellationToken cancellation);

    /// <summary>Reads what a controller's privacy coordinators were told, the newest first.</summary>
    /// <param name="partnership">The partnership.</param>
    /// <param name="controller">The controller.</param>
    /// <param name="before">Only what was written with an entry before this one.</param>
    /// <param name="count">The most that are read.</param>
    /// <param name="without">A kind that is left out, or null.</param>
    /// <param name="cancellation">Ends the work.</param>
    Task<NotificationsReading> ListNotificationsAsync(
        PartnershipId partnership, string controller, long before, int count, NotificationKind? without, CancellationToken cancellation);

    /// <summary>The digest of the covenant that decides, or null when none was ever activated.</summary>
    Task<ReadOnlyMemory<byte>?> ReadCovenantDigestAsync(PartnershipId partnership, CancellationToken cancellation);

    /// <summary>What decides who may see what, all of it: for whoever holds the records against the log.</summary>
    Task<RecordedState> ReadStateAsync(PartnershipId partnership, CancellationToken cancellation);
}
