using Exchange.Audit.V1;

namespace Exchange.Audit;

/// <summary>An entry that waits for its place, with what must hold and what comes into force with it.</summary>
/// <param name="Entry">What is to be logged; not changed any more.</param>
/// <param name="Guards">The epochs under which the decision was taken.</param>
/// <param name="Changes">The changes that are written with the entry or not at all; often none.</param>
public sealed record PendingEntry(Entry Entry, IReadOnlyList<EpochGuard> Guards, IReadOnlyList<ILoggedChange> Changes);
