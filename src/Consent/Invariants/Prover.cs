namespace Exchange.Consent;

/// <summary>
/// Visits every cell that an invariant speaks of: every caller in every role and with every set of roles that caps tell apart, in
/// every situation, unknown inputs included.
/// </summary>
internal sealed class Prover
{
    private readonly Invariant _invariant;
    private readonly CompiledTable _table;
    private readonly Cells _cells;
    private readonly HashSet<(int Node, int Partner)> _visited = [];
    private readonly HashSet<(Row Row, Row Given, int Partner)> _sound = new(SameRows.Instance);
    private long _count;

    public Prover(Covenant covenant, Invariant invariant)
    {
        _invariant = invariant;
        _table = covenant.Table;
        _cells = new Cells(covenant, invariant);
    }

    public InvariantResult Prove()
    {
        var broken = _cells.Seats.Where(IsBrokenAt).ToList();
        return new InvariantResult(_invariant, _count, broken.Count == 0 ? null : new Smallest(_cells).Of(broken));
    }

    private bool IsBrokenAt(SeatedToken at)
    {
        _count += _cells.CountAt(at);
        if (!_cells.AnyOpen)
            return false;
        var found = false;
        _cells.Visit(at, node =>
        {
            // What one partner sees from a node is the same each time.
            if (!found && _visited.Add((node, at.Partner)))
                found = IsBrokenFrom(node, at.Partner);
        });
        return found;
    }

    private bool IsBrokenFrom(int node, int partner)
    {
        foreach (var consent in _cells.Consents)
        {
            foreach (var secrecy in _cells.Secrecies)
            {
                var (row, given) = _cells.Rows(node, consent, secrecy);
                if (_sound.Contains((row, given, partner)))
                    continue;
                foreach (var category in _cells.Categories)
                {
                    foreach (var source in _cells.Sources)
                    {
                        if (!_invariant.Rule.IsBroken(_table, row, given, partner, category, source))
                            continue;

                        // Another caller of this partner may come here too, and its story may be shorter.
                        _visited.Remove((node, partner));
                        return true;
                    }
                }

                _sound.Add((row, given, partner));
            }
        }

        return false;
    }

    private sealed class SameRows : IEqualityComparer<(Row Row, Row Given, int Partner)>
    {
        public static readonly SameRows Instance = new();

        public bool Equals((Row Row, Row Given, int Partner) x, (Row Row, Row Given, int Partner) y) =>
            ReferenceEquals(x.Row, y.Row) && ReferenceEquals(x.Given, y.Given) && x.Partner == y.Partner;

        public int GetHashCode((Row Row, Row Given, int Partner) obj) => HashCode.Combine(
            System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj.Row),
            System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj.Given),
            obj.Partner);
    }
}
