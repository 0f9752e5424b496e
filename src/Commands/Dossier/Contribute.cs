using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands;

/// <summary>A section is offered.</summary>
/// <param name="Purpose">The purpose that the caller states.</param>
/// <param name="Reference">The case, as the caller names it.</param>
/// <param name="Section">What is offered.</param>
/// <param name="Signed">The request as the partner signed it, which is kept.</param>
/// <param name="Idempotency">The key under which the request may come again.</param>
public sealed record ContributionRequest(
    string Purpose, CaseReference Reference, OfferedSection Section, SignedRequest Signed, Idempotency Idempotency);

/// <summary>A section as a partner offers it.</summary>
/// <param name="Category">The category.</param>
/// <param name="Content">What it says.</param>
/// <param name="Ground">The ground, word for word as in the covenant.</param>
/// <param name="Handling">The handling, or null for the partner's default.</param>
/// <param name="EmbargoUntil">Held back until then, or null.</param>
/// <param name="Recipients">Partners that need not ask.</param>
/// <param name="SecrecyLiftedBecause">Why the professional lets it leave, or empty when secrecy is not lifted.</param>
/// <param name="Date">The date that the data are of, or null.</param>
/// <param name="KeepUntil">The last Amsterdam day on which it may be released.</param>
public sealed record OfferedSection(
    string Category,
    SectionContent Content,
    string Ground,
    Handling? Handling,
    DateTimeOffset? EmbargoUntil,
    IReadOnlyList<string> Recipients,
    string SecrecyLiftedBecause,
    PartialDate? Date,
    DateOnly KeepUntil);

/// <summary>A section was accepted.</summary>
/// <param name="Section">Its id.</param>
/// <param name="Version">Its version, from 1.</param>
public sealed record ContributionReceipt(SectionId Section, int Version);

/// <summary>A partner contributes a section to a case that it may know of, on a ground that the covenant gives it.</summary>
public sealed class Contribute
{
    private readonly CaseAccess _access;
    private readonly SectionSealer _sealer;
    private readonly EvidenceKeeper _evidence;
    private readonly EntryWriter _entries;
    private readonly ChangeRunner _changes;

    internal Contribute(CaseAccess access, SectionSealer sealer, EvidenceKeeper evidence, EntryWriter entries, ChangeRunner changes)
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
    /// <param name="request">What is offered.</param>
    /// <param name="encode">Puts the receipt into the form in which it leaves.</param>
    /// <param name="decode">Reads an answer that was given before.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task<Outcome<Released<T>>> HandleAsync<T>(
        Admitted caller,
        ContributionRequest request,
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
                entry.SectionContributed = SectionSealer.Describe(caller.Covenant, request.Section);
                return entry;
            },
            async entry =>
            {
                // Whether the caller may know of the case comes first: nothing it offers may teach it that.
                var access = await _access.DecideAsync(caller, request.Purpose, request.Reference, entry, _entries, cancellation).ConfigureAwait(false);
                if (access.Value is not { } granted)
                    return access.Refusal!;
                return new PermittedChange<T>(granted.Guards, () => Task.FromResult(Plan(caller, request, granted.Case.Case.Id, entry, encode)));
            },
            decode,
            cancellation);

    private Outcome<PlannedChange<T>> Plan<T>(
        Admitted caller, ContributionRequest request, CaseId @case, Entry entry, Func<ContributionReceipt, Encoded<T>> encode)
        where T : class
    {
        var offered = request.Section;
        if (_sealer.Check(caller.Covenant, caller.Partner, offered, SectionPaths.Contribution(offered.Category)) is { } refusal)
            return refusal;

        var section = _sealer.Seal(caller.Partnership, @case, caller.Covenant, caller.Partner, offered);
        entry.SectionContributed.SectionId = section.Id.Value;
        entry.SectionContributed.Version = section.Version;
        if (section.Secrecy == Secrecy.Lifted)
            entry.SectionContributed.SecrecyLiftedBecause = _entries.SealReason(caller.Partnership, @case, offered.SecrecyLiftedBecause);
        var evidence = _evidence.Keep(entry, caller.Partnership, @case, EvidencePlace.Section(section.Id, section.Version), request.Signed);
        return new PlannedChange<T>(
            [new Dossiers.SectionContributed(@case, section), evidence], encode(new ContributionReceipt(section.Id, section.Version)));
    }
}
