namespace Exchange.Consent;

/// <summary>
/// Says a diagram in as few boxes as it finds, which may overlap: each is grown, value by value, as long as everything possible in it has
/// an answer of its own kind (as prime implicants are found). What is impossible is no obstacle, and is left out of the values in the end.
/// </summary>
internal sealed class PrimeCover(Diagram diagram, int root, int[] widths, Func<int, int> kindOf)
{
    /// <summary>The boxes, each with its kind for an answer, and per dimension whether it places no condition.</summary>
    /// <param name="seeds">Boxes that hold everything there is to say.</param>
    /// <param name="order">The dimensions, the ones first that a reader would rather see unconditional.</param>
    /// <param name="known">Whether a value of a dimension is one that a reader waits for before saying "every".</param>
    public IEnumerable<(Box Box, bool[] Everything)> Of(IReadOnlyList<Box> seeds, int[] order, Func<int, int, bool> known)
    {
        var grown = new List<Box>();
        foreach (var seed in seeds.Select(seed => seed with { Answer = kindOf(seed.Answer) }))
        {
            if (grown.Any(box => box.Answer == seed.Answer && Holds(box, seed)))
                continue;
            var box = order.Aggregate(seed, Grow);
            grown.Add(box);
            yield return (
                Pruned(box),
                [.. Enumerable.Range(0, widths.Length).Select(d => Enumerable.Range(0, widths[d]).All(value => box.Values[d].Contains(value) || !known(d, value)))]);
        }
    }

    /// <summary>The answers in a box.</summary>
    public IReadOnlySet<int> Answers(Box box)
    {
        var (answers, visited) = (new HashSet<int>(), new HashSet<(int, int)>());
        Visit(root, 0);
        return answers;

        void Visit(int node, int dimension)
        {
            if (node is 0 or Diagram.Impossible || !visited.Add((node, dimension)))
                return;
            if (dimension == widths.Length)
            {
                answers.Add(node);
                return;
            }

            var children = diagram.Children(node);
            for (var value = 0; value < children.Length; value++)
            {
                if (box.Values[dimension].Contains(value))
                    Visit(children[value], dimension + 1);
            }
        }
    }

    private Box Grow(Box box, int dimension)
    {
        for (var value = 0; value < widths[dimension]; value++)
        {
            if (!box.Values[dimension].Contains(value) && IsOfOneKind(Slice(box, dimension, value)))
                box = box.With(dimension, box.Values[dimension] | Only(dimension, value));
        }

        return box;
    }

    /// <summary>Leaves out values with which nothing is possible.</summary>
    private Box Pruned(Box box)
    {
        for (var dimension = 0; dimension < widths.Length; dimension++)
        {
            var (d, from) = (dimension, box);
            box = box.With(d, ArticleSet.Where(widths[d], value => from.Values[d].Contains(value) && Answers(Slice(from, d, value)).Count > 0));
        }

        return box;
    }

    private bool IsOfOneKind(Box box)
    {
        var visited = new HashSet<(int, int)>();
        return Check(root, 0);

        bool Check(int node, int dimension)
        {
            if (node == 0)
                return false;
            if (node == Diagram.Impossible || (dimension < widths.Length && !visited.Add((node, dimension))))
                return true;
            if (dimension == widths.Length)
                return kindOf(node) == box.Answer;
            var children = diagram.Children(node);
            for (var value = 0; value < children.Length; value++)
            {
                if (box.Values[dimension].Contains(value) && !Check(children[value], dimension + 1))
                    return false;
            }

            return true;
        }
    }

    private Box Slice(Box box, int dimension, int value) => box.With(dimension, Only(dimension, value));

    private ArticleSet Only(int dimension, int value) => ArticleSet.Where(widths[dimension], other => other == value);

    private static bool Holds(Box box, Box other) => box.Values.Zip(other.Values).All(pair => (pair.First | pair.Second).Equals(pair.First));
}
