namespace Exchange.Consent;

/// <summary>Says a diagram in boxes that do not overlap: few, because equal tails are gathered on the way up.</summary>
internal sealed class BoxCover(Diagram diagram, int[] widths)
{
    // A tail is a value set and the tail after it; the last is an answer, as its complement.
    private readonly List<(ArticleSet Values, int Next)> _tails = [];
    private readonly Dictionary<(ArticleSet Values, int Next), int> _numbers = [];
    private readonly Dictionary<(int Node, int Dimension), int[]> _known = [];

    /// <summary>The boxes of everything that is not "nothing".</summary>
    public IReadOnlyList<Box> Of(int root) => [.. Merged([.. Tails(root, 0).Select(Told)])];

    private int[] Tails(int node, int dimension)
    {
        if (node is 0 or Diagram.Impossible)
            return [];
        if (dimension == widths.Length)
            return [~node];
        if (_known.TryGetValue((node, dimension), out var known))
            return known;
        var children = diagram.Children(node);
        var gathered = new Dictionary<int, ArticleSet>();
        foreach (var child in children.Distinct())
        {
            var values = ArticleSet.Where(widths[dimension], value => children[value] == child);
            foreach (var tail in Tails(child, dimension + 1))
                gathered[tail] = gathered.TryGetValue(tail, out var others) ? others | values : values;
        }

        int[] tails = [.. gathered.Select(tail => Number(tail.Value, tail.Key))];
        _known.Add((node, dimension), tails);
        return tails;
    }

    private int Number(ArticleSet values, int next)
    {
        if (!_numbers.TryGetValue((values, next), out var number))
        {
            _numbers.Add((values, next), number = _tails.Count);
            _tails.Add((values, next));
        }

        return number;
    }

    private Box Told(int tail)
    {
        var values = new List<ArticleSet>(widths.Length);
        while (tail >= 0)
        {
            values.Add(_tails[tail].Values);
            tail = _tails[tail].Next;
        }

        return new Box([.. values], ~tail);
    }

    /// <summary>Two boxes that differ in one dimension only are one.</summary>
    private IEnumerable<Box> Merged(List<Box> boxes)
    {
        for (var before = int.MaxValue; boxes.Count < before;)
        {
            before = boxes.Count;
            for (var dimension = 0; dimension < widths.Length; dimension++)
            {
                boxes =
                [
                    .. boxes
                        .GroupBy(box => box, new SameBut(dimension))
                        .Select(same => same.Key.With(dimension, same.Select(box => box.Values[dimension]).Aggregate((a, b) => a | b))),
                ];
            }
        }

        return boxes;
    }
}
