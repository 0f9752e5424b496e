namespace Exchange.Disclosure.Statistics;

/// <summary>
/// The corners of { x ≥ 0 : rows · x = right-hand sides }, walked by the simplex method in whole numbers: the tableau is kept over one
/// common denominator (Edmonds 1967, Bareiss 1968), so that nothing is ever rounded. On a two-way table the denominator stays 1; a
/// number that outgrows 64 bits is an <see cref="OverflowException"/>.
/// </summary>
internal sealed class Simplex
{
    // After so many steps on the spot the smallest-index rule (Bland 1977) takes over, which cannot run in circles.
    private const int Patience = 40;

    private readonly int _columns;
    private readonly Effort _effort;
    private readonly List<long[]> _rows = [];
    private readonly List<int> _basis = [];
    private long[] _objective;
    private long _denominator = 1;

    /// <param name="rows">Coefficients per row, all rows equally long; the tableau takes them over.</param>
    /// <param name="right">The right-hand sides, not negative.</param>
    /// <param name="effort">What the walk may cost.</param>
    public Simplex(IReadOnlyList<long[]> rows, IReadOnlyList<long> right, Effort effort)
    {
        (_columns, _effort) = (rows[0].Length, effort);
        _objective = new long[_columns + 1];
        for (var i = 0; i < rows.Count; i++)
        {
            _rows.Add([.. rows[i], right[i]]);
            _basis.Add(-1);
            for (var j = 0; j <= _columns; j++)
                _objective[j] = checked(_objective[j] - _rows[i][j]);
        }

        // The objective is minus what the rows still miss; each row starts with a column of its own that is not in the tableau.
        Climb(() => false);
        IsFeasible = _objective[_columns] == 0;
        if (IsFeasible)
            DriveOut();
    }

    /// <summary>Whether there is any such x.</summary>
    public bool IsFeasible { get; }

    /// <summary>The x of the corner; null when it is not in whole numbers.</summary>
    public long[]? Corner()
    {
        var x = new long[_columns];
        for (var i = 0; i < _rows.Count; i++)
        {
            var (quotient, rest) = Math.DivRem(_rows[i][_columns], _denominator);
            if (rest != 0)
                return null;
            x[_basis[i]] = quotient;
        }

        return x;
    }

    /// <summary>The columns that are more than zero at the corner.</summary>
    public IEnumerable<int> Positive() => Enumerable.Range(0, _rows.Count).Where(i => _rows[i][_columns] > 0).Select(i => _basis[i]);

    /// <summary>Walks to a corner where Σ costs · x is greatest, from the corner where the last walk ended.</summary>
    /// <param name="costs">A cost per column; the greatest must be finite.</param>
    /// <param name="enough">Asked at every corner on the way; the walk ends where it says so.</param>
    public void Maximise(long[] costs, Func<bool> enough)
    {
        _objective = new long[_columns + 1];
        for (var j = 0; j < _columns; j++)
            _objective[j] = checked(-costs[j] * _denominator);
        for (var i = 0; i < _rows.Count; i++)
        {
            if (costs[_basis[i]] is not 0 and var cost)
            {
                for (var j = 0; j <= _columns; j++)
                    _objective[j] = checked(_objective[j] + (cost * _rows[i][j]));
            }
        }

        Climb(enough);
    }

    private void Climb(Func<bool> enough)
    {
        var standing = 0;
        while (!enough())
        {
            var column = -1;
            for (var j = 0; j < _columns; j++)
            {
                if (_objective[j] < 0 && (column < 0 || (standing < Patience && _objective[j] < _objective[column])))
                    column = j;
            }

            if (column < 0)
                return;
            var row = Leaving(column);
            standing = _rows[row][_columns] == 0 ? standing + 1 : 0;
            Pivot(row, column);
        }
    }

    private int Leaving(int column)
    {
        var best = -1;
        for (var i = 0; i < _rows.Count; i++)
        {
            if (_rows[i][column] <= 0)
                continue;
            if (best < 0)
            {
                best = i;
                continue;
            }

            var difference = Math.BigMul(_rows[i][_columns], _rows[best][column]) - Math.BigMul(_rows[best][_columns], _rows[i][column]);
            if (difference < 0 || (difference == 0 && _basis[i] < _basis[best]))
                best = i;
        }

        return best >= 0 ? best : throw new InvalidOperationException("The walk has no end: a row must bound every column.");
    }

    // A row whose own column is still in the basis, at zero, holds nothing back: another column takes its place, or the row says nothing.
    private void DriveOut()
    {
        for (var i = _rows.Count - 1; i >= 0; i--)
        {
            if (_basis[i] >= 0)
                continue;
            var column = Array.FindIndex(_rows[i], 0, _columns, entry => entry != 0);
            if (column < 0)
            {
                _rows.RemoveAt(i);
                _basis.RemoveAt(i);
                continue;
            }

            if (_rows[i][column] < 0)
                _rows[i] = Array.ConvertAll(_rows[i], entry => -entry);
            Pivot(i, column);
        }
    }

    private void Pivot(int row, int column)
    {
        _effort.Spend((long)_rows.Count * _columns);
        var (source, pivot) = (_rows[row], _rows[row][column]);
        foreach (var target in _rows)
        {
            if (!ReferenceEquals(target, source))
                Eliminate(target, source, column, pivot);
        }

        Eliminate(_objective, source, column, pivot);
        (_denominator, _basis[row]) = (pivot, column);
    }

    private void Eliminate(long[] target, long[] source, int column, long pivot)
    {
        var factor = target[column];
        if (factor == 0 && pivot == _denominator)
            return;
        if (pivot == 1 && _denominator == 1)
        {
            for (var j = 0; j < target.Length; j++)
                target[j] = checked(target[j] - (factor * source[j]));
            return;
        }

        for (var j = 0; j < target.Length; j++)
            target[j] = checked(((target[j] * pivot) - (factor * source[j])) / _denominator);
    }
}
