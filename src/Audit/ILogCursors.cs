using Exchange.Consent;

namespace Exchange.Audit;

/// <summary>
/// How far those have come who follow a log from entry to entry, and must miss none: kept with the log, so that a restart goes on where
/// it was.
/// </summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the store cannot do it.</remarks>
public interface ILogCursors
{
    /// <summary>The entry that a follower has not seen yet; 0 for one that saw none.</summary>
    /// <param name="partnership">Whose log.</param>
    /// <param name="follower">Who follows it, by a name of its own.</param>
    long Read(PartnershipId partnership, string follower);

    /// <summary>Moves on, durably; false when somebody else moved it meanwhile.</summary>
    /// <param name="partnership">Whose log.</param>
    /// <param name="follower">Who follows it.</param>
    /// <param name="from">Where it was read to be.</param>
    /// <param name="to">The entry that comes next; after <paramref name="from"/>.</param>
    bool TryMove(PartnershipId partnership, string follower, long from, long to);
}
