using Exchange.Disclosure.Statistics;

namespace Exchange.Disclosure.Tests.Statistics;

/// <summary>
/// A reader with time to spare: tries every table of small whole numbers and keeps what agrees with all that was published. It shares no
/// code with the audit. Larger numbers than it tries can only widen what it finds.
/// </summary>
internal sealed class Attacker
{
    private readonly List<string[]> _atoms;
    private readonly IReadOnlyList<Dimension> _dimensions;
    private readonly List<(bool[] Members, long Value)> _known = [];

    public Attacker(IReadOnlyList<Dimension> dimensions, IEnumerable<PublishedCell> published)
    {
        _dimensions = dimensions;
        _atoms = [.. Combinations(dimensions)];
        foreach (var cell in published)
            _known.Add((Members(cell.At), cell.Value));
    }

    public static IEnumerable<string[]> Combinations(IReadOnlyList<Dimension> dimensions)
    {
        IEnumerable<string[]> all = [[]];
        foreach (var dimension in dimensions)
            all = all.SelectMany(at => dimension.Atoms.Select(atom => (string[])[.. at, atom]));
        return all;
    }

    public bool[] Members(IReadOnlyDictionary<string, string> at) =>
    [
        .. _atoms.Select(atom => !_dimensions.Where((dimension, i) =>
            at.TryGetValue(dimension.Name, out var category) && category != Dimension.All && category != atom[i]
            && !(dimension.Groups.TryGetValue(category, out var group) && group.Contains(atom[i]))).Any()),
    ];

    public bool[] Members(int atom) => [.. _atoms.Select((_, i) => i == atom)];

    /// <summary>Adds something that this reader knows from elsewhere.</summary>
    public Attacker Knowing(bool[] members, long value)
    {
        _known.Add((members, value));
        return this;
    }

    /// <summary>The least and the greatest possible number at each set; the search ends early where all are wide enough.</summary>
    public (long Low, long High)[] Search(IReadOnlyList<bool[]> sets, int most, Func<int, long, long, bool> wideEnough)
    {
        var intervals = sets.Select(_ => (Low: long.MaxValue, High: long.MinValue)).ToArray();
        var values = new long[_atoms.Count];
        var missing = _known.Select(known => known.Value).ToArray();
        Try(0);
        return intervals;

        // True when nothing more has to be found.
        bool Try(int atom)
        {
            if (atom == values.Length)
                return missing.All(left => left == 0) && See();
            for (var turn = 0; turn <= most; turn++)
            {
                // The extremes first: they show soonest that an interval is wide.
                var value = turn == 0 ? 0 : most + 1 - turn;
                var allowed = true;
                for (var i = 0; i < missing.Length; i++)
                {
                    if (!_known[i].Members[atom])
                        continue;
                    missing[i] -= value;
                    allowed &= missing[i] >= 0 && (missing[i] == 0 || _known[i].Members.AsSpan(atom + 1).Contains(true));
                }

                values[atom] = value;
                var done = allowed && Try(atom + 1);
                for (var i = 0; i < missing.Length; i++)
                    missing[i] += _known[i].Members[atom] ? value : 0;
                if (done)
                    return true;
            }

            return false;
        }

        bool See()
        {
            var all = true;
            for (var i = 0; i < intervals.Length; i++)
            {
                var sum = values.Where((_, atom) => sets[i][atom]).Sum();
                intervals[i] = (Math.Min(intervals[i].Low, sum), Math.Max(intervals[i].High, sum));
                all &= wideEnough(i, intervals[i].Low, intervals[i].High);
            }

            return all;
        }
    }
}
