using System.Diagnostics;
using Exchange.Consent;

namespace Exchange.Storage;

/// <summary>Which rows that are written once are in the database, so that they are not offered again with every entry. Used by one thread.</summary>
/// <param name="trustedFor">
/// How long, where others may remove rows unseen: as long as a key that they destroyed is used here. What comes later is offered again.
/// </param>
internal sealed class KnownRows(TimeSpan trustedFor)
{
    private const int Most = 100_000;

    private readonly Dictionary<PartnershipId, HashSet<(long, long)>> _known = [];
    private long _since = Stopwatch.GetTimestamp();

    /// <summary>Begins a transaction on a partnership's log: what it adds is known when it is committed, and not before.</summary>
    public InTransaction Begin(PartnershipId partnership)
    {
        if (Stopwatch.GetElapsedTime(_since) >= trustedFor)
            Clear();
        return new(_known.TryGetValue(partnership, out var known) ? known : _known[partnership] = []);
    }

    /// <summary>Forgets everything: somebody else wrote, or removed rows.</summary>
    public void Clear()
    {
        _known.Clear();
        _since = Stopwatch.GetTimestamp();
    }

    /// <summary>What one transaction knows.</summary>
    internal sealed class InTransaction(HashSet<(long, long)> known)
    {
        private readonly HashSet<(long, long)> _added = [];

        /// <summary>Whether a row was not known yet; from now on it is.</summary>
        public bool IsNew(long one, long other) => !known.Contains((one, other)) && _added.Add((one, other));

        public void Committed()
        {
            if (known.Count + _added.Count > Most)
                known.Clear();
            known.UnionWith(_added);
        }
    }
}
