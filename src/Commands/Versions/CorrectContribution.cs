using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>A source puts something right.</summary>
/// <param name="Section">The section.</param>
/// <param name="ExpectedVersion">The version that the caller looked at, or null for whichever is the newest.</param>
/// <param name="Offered">All of the new version.</param>
/// <param name="Signed">The request as the partner signed it, which is kept.</param>
/// <param name="Idempotency">The key under which the request may come again.</param>
public sealed record CorrectionRequest(
    SectionId Section, int? ExpectedVersion, OfferedSection Offered, SignedRequest Signed, Idempotency Idempotency);

/// <summary>
/// A partner puts a new version in the place of a section that it contributed. It is in force on every gateway once it is acknowledged:
/// what was decided on the version before it is decided again.
/// </summary>
public sealed class CorrectContribution
{
    private readonly SourceAccess _access;
    private readonly SectionSealer _sealer;
    private readonly EvidenceKeeper _evidence;
    private readonly EntryWriter _entries;
    private readonly ChangeRunner _changes;

    internal CorrectContribution(
        SourceAccess access, SectionSealer sealer, EvidenceKeeper evidence, EntryWriter entries, ChangeRunner changes)
    {
        _access = access;
        _sealer = sealer;
        _evidence = evidence;
        _entries = entries;
        _changes = changes;
    }

    /// <summary>Answers one request.</summary>
    /// <typeparam name="T">The endpoint's response message.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="encode">Puts the receipt into the form in which it leaves.</param>
    /// <param name="decode">Reads an answer that was given before.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task<Outcome<Released<T>>> HandleAsync<T>(
        Admitted caller,
        CorrectionRequest request,
        Func<ContributionReceipt, Encoded<T>> encode,
        Func<ReadOnlyMemory<byte>, T> decode,
        CancellationToken cancellation)
        where T : class =>
        _changes.RunAsync(
            caller,
            request.Idempotency,
            () =>
            {
                var entry = _entries.Draft(caller);
                entry.SectionContributed = SectionSealer.Describe(caller.Covenant, request.Offered);
                return entry;
            },
            async entry =>
            {
                // Whether the section is the caller's comes first: nothing that it offers may teach it of another's.
                var access = await _access.FindAsync(
                    caller, request.Section, request.Offered.Category, entry, _entries, cancellation).ConfigureAwait(false);
                if (access.Value is not { } section)
                    return access.Refusal!;
                entry.SectionContributed.SectionId = section.Newest.Id.Value;
                return new PermittedChange<T>(section.Guards, () => Task.FromResult(Plan(caller, request, section, entry, encode)));
            },
            decode,
            cancellation);

    private Outcome<PlannedChange<T>> Plan<T>(
        Admitted caller, CorrectionRequest request, SourcedSection section, Entry entry, Func<ContributionReceipt, Encoded<T>> encode)
        where T : class
    {
        var offered = request.Offered;
        if ((section.CheckNewest(request.ExpectedVersion)
            ?? _sealer.Check(caller.Covenant, caller.Partner, offered, SectionPaths.Contribution(offered.Category))) is { } refusal)
        {
            return refusal;
        }

        var @case = section.Case.Id;
        var next = _sealer.SealNext(caller.Partnership, @case, caller.Covenant, section.Newest, offered);
        entry.SectionContributed.Version = next.Version;
        if (next.Secrecy == Secrecy.Lifted)
            entry.SectionContributed.SecrecyLiftedBecause = _entries.SealReason(caller.Partnership, @case, offered.SecrecyLiftedBecause);
        var evidence = _evidence.Keep(entry, caller.Partnership, @case, EvidencePlace.Section(next.Id, next.Version), request.Signed);
        return new PlannedChange<T>(
            [new Dossiers.SectionContributed(@case, next), evidence], encode(new ContributionReceipt(next.Id, next.Version)));
    }
}
