using Exchange.Audit;
using Exchange.Consent;

namespace Exchange.Dossiers;

/// <summary>A case is opened. Conflicts with a case of the same id. Starts the case's epoch at 1.</summary>
/// <param name="Case">The case.</param>
/// <param name="SubjectIndex">
/// The blind index of the subject (a keyed hash of the BSN, 32 bytes), or null or empty when no BSN is known. The index row is
/// written when it is new; a subject is never moved, so an index that leads to another subject conflicts: find the subject again.
/// </param>
/// <param name="Team">Who works on it from the start.</param>
public sealed record CaseOpened(Case Case, ReadOnlyMemory<byte>? SubjectIndex, IReadOnlyList<TeamMember> Team) : ILoggedChange;

/// <summary>
/// A section is added to a case. Conflicts unless it is version 1 of a new section, or follows the last version of a section of
/// the same case, category and source that was not withdrawn. A first version moves no epoch: it takes nothing away. A later one takes
/// away what it replaces, and moves the case's epoch.
/// With another handling than the last version had, what was asked and agreed about the section goes.
/// </summary>
/// <param name="Case">The case.</param>
/// <param name="Section">The section; its sequence is given by the store.</param>
public sealed record SectionContributed(CaseId Case, Section Section) : ILoggedChange;

/// <summary>
/// A section is withdrawn: its newest version holds nothing, and no reader of the case finds it. Conflicts unless this follows the last
/// version of a section of this case that was not withdrawn before. Moves the case's epoch.
/// </summary>
/// <param name="Case">The case.</param>
/// <param name="Section">The section.</param>
/// <param name="Version">The version that holds nothing: one more than the last.</param>
public sealed record SectionWithdrawn(CaseId Case, SectionId Section, int Version) : ILoggedChange;

/// <summary>
/// A document is attached to a section; its chunks are durable already. Conflicts unless the section is of this case and not withdrawn,
/// and the document's place in it is free. Moves no epoch: it takes nothing away.
/// </summary>
/// <param name="Case">The case.</param>
/// <param name="Section">The section.</param>
/// <param name="Document">The document.</param>
public sealed record DocumentAttached(CaseId Case, SectionId Section, Document Document) : ILoggedChange;

/// <summary>
/// The signed request that another change of the same entry rests on is kept. Conflicts when there is one for this place, or no
/// such case. Moves no epoch.
/// </summary>
/// <param name="Case">The case under whose key it is encrypted.</param>
/// <param name="Place">What it is evidence of.</param>
/// <param name="Evidence">The evidence.</param>
public sealed record EvidenceKept(CaseId Case, EvidencePlace Place, KeptEvidence Evidence) : ILoggedChange;

/// <summary>
/// A recipient asks the source of a section to agree. Conflicts when there is no such section in the case, and when the recipient asked
/// for this section and purpose before and that stands at the moment of asking; one that no longer stands is replaced. Moves no epoch:
/// it opens nothing.
/// </summary>
/// <param name="Case">The case.</param>
/// <param name="Request">The request, open; its sequence is given by the store.</param>
public sealed record SourceAsked(CaseId Case, SourceRequest Request) : ILoggedChange;

/// <summary>A source answers a request. Conflicts unless it follows the last answer to a request about this case. Moves the case's epoch.</summary>
/// <param name="Case">The case.</param>
/// <param name="Request">The request.</param>
/// <param name="Answer">The number of the answer, from 1.</param>
/// <param name="State">What it becomes: granted or refused.</param>
/// <param name="Until">Until when the answer holds.</param>
public sealed record SourceAnswered(CaseId Case, RequestId Request, int Answer, RequestState State, DateTimeOffset Until) : ILoggedChange;

/// <summary>
/// Somebody breaks the glass on a case. What the same actor had in this role, for this purpose, is replaced. Conflicts when there is no
/// such case. Moves the case's epoch.
/// </summary>
/// <param name="Case">The case.</param>
/// <param name="Partner">The actor's partner.</param>
/// <param name="Actor">The actor.</param>
/// <param name="At">When; at most <see cref="BrokenGlass.Longest"/> before its end, and before it.</param>
/// <param name="Glass">In which role, for which purpose, until when.</param>
public sealed record GlassBroken(CaseId Case, string Partner, string Actor, DateTimeOffset At, BrokenGlass Glass) : ILoggedChange;

/// <summary>
/// A controller's privacy coordinators are told of what the entry tells. Conflicts when the entry told them something before. Moves
/// no epoch.
/// </summary>
/// <param name="Notification">What they are told.</param>
public sealed record ControllerNotified(Notification Notification) : ILoggedChange;

/// <summary>A case goes to another state. Conflicts when the case is not in <paramref name="From"/>. Moves the case's epoch.</summary>
/// <param name="Case">The case.</param>
/// <param name="From">The state that it is in.</param>
/// <param name="To">The state that it goes to.</param>
public sealed record CaseMoved(CaseId Case, CaseState From, CaseState To) : ILoggedChange;

/// <summary>An actor's relation to a case begins, changes or (with <see cref="Relation.None"/>) ends. Moves the case's epoch.</summary>
/// <param name="Case">The case.</param>
/// <param name="Member">The actor and the new relation.</param>
public sealed record TeamChanged(CaseId Case, TeamMember Member) : ILoggedChange;

/// <summary>
/// A meeting is planned. Conflicts with a meeting of the same id, and when somebody, a case or an alias is in it twice or a case
/// does not exist. Moves the partnership's epoch.
/// </summary>
/// <param name="Meeting">The meeting.</param>
public sealed record MeetingPlanned(Meeting Meeting) : ILoggedChange;

/// <summary>A meeting's minutes are fixed. Conflicts when they were fixed before. Moves the partnership's epoch.</summary>
/// <param name="Meeting">The meeting.</param>
/// <param name="At">When.</param>
public sealed record MeetingClosed(MeetingId Meeting, DateTimeOffset At) : ILoggedChange;

/// <summary>
/// The views below full of a case are withdrawn from a meeting: from here on nobody sees it there who does not see it in full. Conflicts
/// unless the case is on the agenda, and its views were not withdrawn before. Moves the case's epoch.
/// </summary>
/// <param name="Case">The case.</param>
/// <param name="Meeting">The meeting.</param>
/// <param name="At">When.</param>
public sealed record ViewsWithdrawn(CaseId Case, MeetingId Meeting, DateTimeOffset At) : ILoggedChange;

/// <summary>
/// What of a case is seen anonymised in a meeting is kept, in the place of what was kept before. Conflicts unless the case is on the
/// meeting's agenda and it follows the last number: whoever comes second reads what the first made. Moves no epoch: it decides nothing.
/// </summary>
/// <param name="Meeting">The meeting.</param>
/// <param name="Case">The case.</param>
/// <param name="View">What is kept.</param>
public sealed record ViewFrozen(MeetingId Meeting, CaseId Case, FrozenView View) : ILoggedChange;

/// <summary>A version of a covenant is kept. Conflicts when it is there. Moves no epoch: it decides nothing yet.</summary>
/// <param name="Version">The version, without signatures.</param>
/// <param name="Text">Its exact bytes.</param>
public sealed record CovenantProposed(KeptCovenant Version, ReadOnlyMemory<byte> Text) : ILoggedChange;

/// <summary>
/// An organisation signs a version. Conflicts when there is no such version, and when this key signed the same before. Moves no epoch.
/// </summary>
/// <param name="Digest">The version.</param>
/// <param name="Signature">The signature.</param>
public sealed record CovenantSigned(ReadOnlyMemory<byte> Digest, KeptCovenantSignature Signature) : ILoggedChange;

/// <summary>
/// A version is activated: it decides from its first day on. Conflicts when it was activated before. Moves the partnership's epoch, and
/// that of its covenant.
/// </summary>
/// <param name="Digest">The SHA-256 of its exact bytes.</param>
public sealed record CovenantActivated(ReadOnlyMemory<byte> Digest) : ILoggedChange
{
    /// <summary>The version that was activated before it; null for the first.</summary>
    public ReadOnlyMemory<byte>? Replaces { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>
/// The answer to a request with an idempotency key. Conflicts when the partner used the key before: whoever comes second
/// reads the first answer and compares the digests.
/// </summary>
/// <param name="Partner">The partner that chose the key.</param>
/// <param name="Key">The key, at most 64 characters.</param>
/// <param name="RequestDigest">The SHA-256 of the exact request.</param>
/// <param name="Response">The exact response.</param>
public sealed record AnswerRemembered(string Partner, string Key, ReadOnlyMemory<byte> RequestDigest, ReadOnlyMemory<byte> Response) : ILoggedChange;
