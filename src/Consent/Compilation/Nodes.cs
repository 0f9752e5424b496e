namespace Exchange.Consent;

/// <summary>The nodes of one dimension, equal ones shared. Node 0 is the dead one, "nothing".</summary>
internal sealed class Nodes<T>(NodeBudget budget)
    where T : class
{
    private readonly List<T?> _nodes = [null];
    private readonly Dictionary<T, int> _numbers = [];

    public IReadOnlyList<T?> All => _nodes;

    public int Number(T? node)
    {
        if (node is null)
            return 0;
        if (_numbers.TryGetValue(node, out var number))
            return number;
        if (!budget.Spend())
            return 0;
        number = _nodes.Count;
        _nodes.Add(node);
        _numbers.Add(node, number);
        return number;
    }

    /// <summary>The array that leads from these nodes, by a value of the next dimension, to the next nodes.</summary>
    public int[] Step<TNext>(int width, Nodes<TNext> next, Func<T, int, TNext?> step)
        where TNext : class
    {
        if (budget.Exhausted)
            return [];
        var table = new int[_nodes.Count * width];
        for (var node = 1; node < _nodes.Count && !budget.Exhausted; node++)
        {
            for (var value = 0; value < width; value++)
                table[node * width + value] = next.Number(step(_nodes[node]!, value));
        }

        return table;
    }
}

/// <summary>How many nodes a covenant may still need before it is too large to compile.</summary>
internal sealed class NodeBudget(int nodes)
{
    private int _left = nodes;

    public bool Exhausted { get; private set; }

    public bool Spend()
    {
        if (_left == 0)
            Exhausted = true;
        else
            _left--;
        return !Exhausted;
    }

    public void Exhaust() => Exhausted = true;
}
