using Exchange.Consent;

namespace Exchange.Dossiers;

/// <summary>All active cases of a partnership with what they hold, for counting and nothing else: no caller is ever shown a case that is found here.</summary>
public interface IActiveCaseStore
{
    /// <summary>
    /// Reads a part of all active cases with what they hold: the people among whom look-alikes are counted. Each part is a snapshot of its
    /// own.
    /// </summary>
    /// <param name="partnership">The partnership.</param>
    /// <param name="keptOn">Only sections that may still be released on this Amsterdam day.</param>
    /// <param name="after">The last case before the part, or null for the first part. Cases come in the ordinal order of their ids.</param>
    /// <param name="count">The most cases that are read, at least 1.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="Exchange.Audit.StoreUnavailableException">The store cannot be read.</exception>
    Task<ActiveCasesReading> ReadActiveCasesAsync(PartnershipId partnership, DateOnly keptOn, CaseId? after, int count, CancellationToken cancellation);
}
