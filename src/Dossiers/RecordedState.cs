using Exchange.Consent;

namespace Exchange.Dossiers;

/// <summary>Somebody's relation to a case, as it is recorded.</summary>
/// <param name="Case">The case.</param>
/// <param name="Member">Who, and the relation.</param>
public sealed record RecordedMember(CaseId Case, TeamMember Member);

/// <summary>Somebody's break-glass on a case, as it is recorded.</summary>
/// <param name="Case">The case.</param>
/// <param name="Partner">The partner of who broke it.</param>
/// <param name="Actor">Who broke it.</param>
/// <param name="Glass">In which role, for which purpose, until when.</param>
public sealed record RecordedGlass(CaseId Case, string Partner, string Actor, BrokenGlass Glass);

/// <summary>What a source agreed to, as it is recorded.</summary>
/// <param name="Request">The request.</param>
/// <param name="Recipient">The partner that may see the section.</param>
/// <param name="Purpose">The purpose for which it may.</param>
/// <param name="Until">Until when.</param>
public sealed record RecordedGrant(RequestId Request, string Recipient, string Purpose, DateTimeOffset Until);

/// <summary>What decides who may see what, as the records have it: to hold against the log, of which it must follow.</summary>
/// <param name="Covenant">The SHA-256 of the covenant in force, or null.</param>
/// <param name="Team">Every relation to every case.</param>
/// <param name="Meetings">Every meeting that was planned.</param>
/// <param name="Grants">Every consent of a source that was not withdrawn.</param>
public sealed record RecordedState(
    ReadOnlyMemory<byte>? Covenant, IReadOnlyList<RecordedMember> Team, IReadOnlyList<Meeting> Meetings, IReadOnlyList<RecordedGrant> Grants)
{
    /// <summary>Every time that somebody broke the glass, the last for each role and purpose.</summary>
    public IReadOnlyList<RecordedGlass> Glass { get; init; } = [];

    /// <summary>Every version of a covenant that is kept.</summary>
    public IReadOnlyList<RecordedCovenant> Covenants { get; init; } = [];
}

/// <summary>A version of a covenant, as it is recorded.</summary>
/// <param name="Kept">What is recorded of it.</param>
/// <param name="TextDigest">The SHA-256 of the text that is recorded with it.</param>
public sealed record RecordedCovenant(KeptCovenant Kept, ReadOnlyMemory<byte> TextDigest);
