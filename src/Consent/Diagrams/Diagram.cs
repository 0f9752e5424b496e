namespace Exchange.Consent;

/// <summary>
/// A decision diagram over many-valued dimensions in a fixed order (after Bryant, "Graph-Based Algorithms for Boolean Function
/// Manipulation", 1986, with a child per value): a node says, per value of its dimension, where to go on; equal nodes are one. After the
/// last dimension comes an answer. 0 is "nothing", as a node and as an answer; <see cref="Impossible"/> is a situation that cannot be.
/// </summary>
internal sealed class Diagram
{
    /// <summary>What cannot be: whatever is said of it is true.</summary>
    public const int Impossible = -1;

    private readonly List<int[]> _nodes = [[]];
    private readonly Dictionary<int[], int> _numbers = new(new SameNumbers());

    /// <summary>The node with these children, one per value; 0 or <see cref="Impossible"/> when all of them are.</summary>
    public int Node(int[] children)
    {
        if (children[0] is 0 or Impossible && !children.AsSpan().ContainsAnyExcept(children[0]))
            return children[0];
        if (_numbers.TryGetValue(children, out var number))
            return number;
        number = _nodes.Count;
        _nodes.Add(children);
        _numbers.Add(children, number);
        return number;
    }

    /// <summary>The children of a node that is neither 0 nor <see cref="Impossible"/>.</summary>
    public int[] Children(int node) => _nodes[node];

    /// <summary>The answer in one situation.</summary>
    public int At(int node, ReadOnlySpan<int> values)
    {
        foreach (var value in values)
        {
            if (node is 0 or Impossible)
                return node;
            node = _nodes[node][value];
        }

        return node;
    }

    private sealed class SameNumbers : IEqualityComparer<int[]>
    {
        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] obj)
        {
            var hash = new HashCode();
            hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(obj.AsSpan()));
            return hash.ToHashCode();
        }
    }
}
