using Exchange.Audit;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Harness;

/// <summary>All active cases, which cannot be read while the records cannot, and when a test says so of them alone.</summary>
internal sealed class UnreliableActiveCases(IActiveCaseStore store, Faults faults) : IActiveCaseStore
{
    public bool Unreadable { get; set; }

    public Task<ActiveCasesReading> ReadActiveCasesAsync(
        PartnershipId partnership, DateOnly keptOn, CaseId? after, int count, CancellationToken cancellation) => Unreadable || faults.RecordsUnreadable
        ? throw new StoreUnavailableException("Broken by the test.")
        : store.ReadActiveCasesAsync(partnership, keptOn, after, count, cancellation);
}
