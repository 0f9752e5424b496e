using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>A source takes something back.</summary>
/// <param name="Section">The section.</param>
/// <param name="ExpectedVersion">The version that the caller looked at, or null for whichever is the newest.</param>
/// <param name="Reason">Why; kept on the log only.</param>
/// <param name="Signed">The request as the partner signed it, which is kept.</param>
/// <param name="Idempotency">The key under which the request may come again.</param>
public sealed record WithdrawalRequest(
    SectionId Section, int? ExpectedVersion, string Reason, SignedRequest Signed, Idempotency Idempotency);

/// <summary>
/// A partner takes back a section that it contributed: a last version that holds nothing. Once it is acknowledged, no gateway releases
/// anything of the section, nor that it was there.
/// </summary>
public sealed class WithdrawContribution
{
    private readonly SourceAccess _access;
    private readonly EvidenceKeeper _evidence;
    private readonly EntryWriter _entries;
    private readonly ChangeRunner _changes;

    internal WithdrawContribution(SourceAccess access, EvidenceKeeper evidence, EntryWriter entries, ChangeRunner changes)
    {
        _access = access;
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
        WithdrawalRequest request,
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
                entry.SectionWithdrawn = new Audit.V1.SectionWithdrawn();
                return entry;
            },
            async entry =>
            {
                var access = await _access.FindAsync(caller, request.Section, null, entry, _entries, cancellation).ConfigureAwait(false);
                if (access.Value is not { } section)
                    return access.Refusal!;
                entry.SectionWithdrawn.Category = section.Newest.Category;
                entry.SectionWithdrawn.SectionId = section.Newest.Id.Value;
                return new PermittedChange<T>(section.Guards, () => Task.FromResult(Plan(caller, request, section, entry, encode)));
            },
            decode,
            cancellation);

    private Outcome<PlannedChange<T>> Plan<T>(
        Admitted caller, WithdrawalRequest request, SourcedSection section, Entry entry, Func<ContributionReceipt, Encoded<T>> encode)
        where T : class
    {
        if (section.CheckNewest(request.ExpectedVersion) is { } refusal)
            return refusal;

        var (@case, id, version) = (section.Case.Id, section.Newest.Id, section.Newest.Version + 1);
        entry.SectionWithdrawn.Version = version;
        entry.SectionWithdrawn.Reason = _entries.SealReason(caller.Partnership, @case, request.Reason);
        var evidence = _evidence.Keep(entry, caller.Partnership, @case, EvidencePlace.Section(id, version), request.Signed);
        return new PlannedChange<T>(
            [new Dossiers.SectionWithdrawn(@case, id, version), evidence], encode(new ContributionReceipt(id, version)));
    }
}
