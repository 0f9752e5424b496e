namespace Exchange.Audit;

/// <summary>
/// The entries before an index are removed, and of the tree the nodes that stand over fewer than 256 of them, so that it is provable
/// from that index on. Written in the transaction of the entry that tells of it; conflicts when as much was removed before.
/// </summary>
/// <param name="Minimum">The first entry that is kept: above 0, a multiple of 256, and not beyond the log.</param>
public sealed record EntriesPruned(long Minimum) : ILoggedChange;
