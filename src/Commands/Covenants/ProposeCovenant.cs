using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>A version of the covenant is proposed.</summary>
/// <param name="Text">The exact bytes of its file.</param>
/// <param name="FindMisfits">Names fields of a covenant that the contract cannot carry.</param>
public sealed record CovenantProposal(ReadOnlyMemory<byte> Text, Func<Covenant, IReadOnlyList<string>> FindMisfits);

/// <summary>A version that is kept.</summary>
/// <param name="Standing">How it stands.</param>
/// <param name="Warnings">What looks unmeant in it.</param>
public sealed record ProposedCovenant(CovenantStanding Standing, IReadOnlyList<string> Warnings);

/// <summary>A jurist proposes a version of the covenant: it is kept in its exact bytes, and decides nothing yet.</summary>
public sealed class ProposeCovenant
{
    /// <summary>The largest text that is taken, in bytes: with what comes round it, well within a message.</summary>
    public const int MaxTextBytes = 1_000_000;

    /// <summary>The most versions that wait for their activation.</summary>
    public const int MaxWaiting = 100;

    private readonly ICovenantStore _store;
    private readonly EntryWriter _entries;
    private readonly ChangeRunner _changes;
    private readonly TimeProvider _time;

    internal ProposeCovenant(ICovenantStore store, EntryWriter entries, ChangeRunner changes, TimeProvider time)
    {
        (_store, _entries, _changes, _time) = (store, entries, changes, time);
    }

    /// <summary>Answers one request with the version as it is kept.</summary>
    /// <typeparam name="T">The endpoint's response message.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="request">What is proposed.</param>
    /// <param name="encode">Puts the version into the form in which it leaves.</param>
    /// <param name="decode">Reads an answer that was given before.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task<Outcome<Released<T>>> HandleAsync<T>(
        Admitted caller, CovenantProposal request, Func<ProposedCovenant, Encoded<T>> encode, Func<ReadOnlyMemory<byte>, T> decode, CancellationToken cancellation)
        where T : class =>
        _changes.RunAsync<T>(
            caller,
            null,
            () =>
            {
                var entry = _entries.Draft(caller);
                entry.CovenantProposed = new Audit.V1.CovenantProposed();
                return entry;
            },
            entry => Task.FromResult<Outcome<PermittedChange<T>>>(caller.Role == Jurists.Role
                ? new PermittedChange<T>([], () => PlanAsync(caller, request, entry, encode, cancellation))
                : Refusals.ActNotAllowed("Only jurists propose a covenant.")),
            decode,
            cancellation);

    private async Task<Outcome<PlannedChange<T>>> PlanAsync<T>(
        Admitted caller, CovenantProposal request, Entry entry, Func<ProposedCovenant, Encoded<T>> encode, CancellationToken cancellation)
    {
        var reviewed = CovenantAcceptance.Of(request.Text, request.FindMisfits);
        if (reviewed.Value is not var (covenant, warnings))
            return reviewed.Refusal!;
        entry.CovenantProposed = CovenantEntries.Proposed(covenant);

        var reading = await _store.ReadAsync(caller.Partnership, cancellation).ConfigureAwait(false);
        var now = _time.GetUtcNow();
        var today = AmsterdamCalendar.DayOf(now);
        var known = reading.Find(covenant.Digest.Span);
        if (known is null && reading.Versions.Count(v => v.Activation is null) >= MaxWaiting)
            return new Refusal(RefusalReason.TooManyCovenants, "The partnership has as many versions as may wait for their activation.");
        var version = known ?? CovenantEntries.Kept(covenant, now, new CovenantProposer(caller.Controller, caller.Actor));
        var answer = encode(new ProposedCovenant(CovenantStanding.Of(reading, version, today), warnings));
        IReadOnlyList<ILoggedChange> changes = known is null ? [new Dossiers.CovenantProposed(version, request.Text)] : [];
        return new PlannedChange<T>(changes, answer) { IsRepetition = known is not null };
    }
}
