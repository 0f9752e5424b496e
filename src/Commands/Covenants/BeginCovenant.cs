using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>
/// Sees to it, before anything is decided, that a covenant decides in a partnership: where none was ever activated, the one that the
/// operator's configuration names. Whatever comes after it comes by proposal, signatures and activation, whatever the configuration names.
/// </summary>
public sealed class BeginCovenant
{
    private const int Attempts = 5;

    private readonly Partnerships _partnerships;
    private readonly CovenantsInForce _covenants;
    private readonly ICovenantStore _store;
    private readonly EntryWriter _entries;
    private readonly TimeProvider _time;

    internal BeginCovenant(Partnerships partnerships, CovenantsInForce covenants, ICovenantStore store, EntryWriter entries, TimeProvider time)
    {
        _partnerships = partnerships;
        _covenants = covenants;
        _store = store;
        _entries = entries;
        _time = time;
    }

    /// <summary>Activates the covenant that the configuration names, when it is the first. The change is an entry without a caller.</summary>
    /// <returns>The covenant that decides, or why none does.</returns>
    /// <exception cref="StoreUnavailableException">The records cannot be read.</exception>
    public async Task<Outcome<Covenant>> HandleAsync(PartnershipId partnership, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var reading = await _store.ReadAsync(partnership, cancellation).ConfigureAwait(false);
            if (reading.Epoch > 0)
                return await _covenants.FindAsync(partnership).ConfigureAwait(false);

            // An older program activated it, and kept no text: only the same one may go on.
            var (covenant, text) = _partnerships.Named(partnership);
            if (reading.LastDigest is { } last && !last.Span.SequenceEqual(covenant.Digest.Span))
                return Refusals.CovenantUnavailable;
            switch (await ActivateAsync(partnership, covenant, text).ConfigureAwait(false))
            {
                case AppendOutcome.Unavailable:
                    return Refusals.LogUnavailable;
                default:
                    continue; // it is, or another gateway was first
            }
        }

        return Refusals.ConcurrentChange;
    }

    private Task<AppendOutcome> ActivateAsync(PartnershipId partnership, Covenant covenant, ReadOnlyMemory<byte> text)
    {
        var now = _time.GetUtcNow();
        var entry = _entries.Draft(partnership, covenant, "", null);
        entry.Outcome = Outcome.Done;
        entry.CovenantActivated = CovenantEntries.Activated(covenant, null);
        var version = CovenantEntries.Kept(covenant, now, null);
        return _entries.AppendAsync(
            partnership,
            entry,
            [new EpochGuard(EpochGuard.Covenant, 0)],
            [new Dossiers.CovenantProposed(version, text), new Dossiers.CovenantActivated(covenant.Digest) { At = now }]);
    }
}
