using Exchange.Consent;

namespace Exchange.Storage;

/// <summary>Which rows that are written once are in the database, so that they are not offered again with every entry. Used by one thread.</summary>
internal sealed class KnownRows
{
    private const int Most = 100_000;

    private readonly HashSet<(PartnershipId, long, long)> _known = [];

    /// <summary>Begins a transaction: what it adds is known when it is committed, and not before.</summary>
    public InTransaction Begin() => new(this);

    /// <summary>Forgets everything: somebody else wrote, or removed rows.</summary>
    public void Clear() => _known.Clear();

    /// <summary>What one transaction knows.</summary>
    internal sealed class InTransaction(KnownRows rows)
    {
        private readonly HashSet<(PartnershipId, long, long)> _added = [];

        /// <summary>Whether a row was not known yet; from now on it is.</summary>
        public bool IsNew(PartnershipId partnership, long one, long other) =>
            !rows._known.Contains((partnership, one, other)) && _added.Add((partnership, one, other));

        public void Committed()
        {
            if (rows._known.Count + _added.Count > Most)
                rows._known.Clear();
            rows._known.UnionWith(_added);
        }
    }
}
