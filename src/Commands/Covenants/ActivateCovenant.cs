using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>Brings a covenant text into force in a partnership when it is another than the one that decided before.</summary>
public sealed class ActivateCovenant
{
    private readonly IDossierStore _store;
    private readonly EntryWriter _entries;

    internal ActivateCovenant(IDossierStore store, EntryWriter entries)
    {
        _store = store;
        _entries = entries;
    }

    /// <summary>Activates the covenant. The change is an entry and moves the partnership's epoch.</summary>
    /// <returns>Null when it decides, else why not.</returns>
    public async Task<Refusal?> HandleAsync(PartnershipId partnership, Covenant covenant, CancellationToken cancellation)
    {
        var digest = await _store.ReadCovenantDigestAsync(partnership, cancellation).ConfigureAwait(false);
        if (digest is { } current && current.Span.SequenceEqual(covenant.Digest.Span))
            return null;
        var entry = _entries.Draft(partnership, covenant, "", null);
        entry.Outcome = Outcome.Done;
        entry.CovenantActivated = new Audit.V1.CovenantActivated { Covenant = covenant.Id, Version = covenant.Version };
        return await _entries.AppendAsync(partnership, entry, [], [new Dossiers.CovenantActivated(covenant.Digest)]).ConfigureAwait(false)
            is AppendOutcome.Appended
            ? null
            : Refusals.LogUnavailable;
    }
}
