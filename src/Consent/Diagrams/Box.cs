namespace Exchange.Consent;

/// <summary>All situations with one of these values in each dimension; they have one answer.</summary>
/// <param name="Values">Per dimension, the values by their numbers.</param>
/// <param name="Answer">The answer.</param>
internal sealed record Box(ArticleSet[] Values, int Answer)
{
    public Box With(int dimension, ArticleSet values)
    {
        var changed = (ArticleSet[])Values.Clone();
        changed[dimension] = values;
        return this with { Values = changed };
    }
}

/// <summary>Equal answers, and equal values in every dimension but one.</summary>
internal sealed class SameBut(int dimension) : IEqualityComparer<Box>
{
    public bool Equals(Box? x, Box? y) =>
        x is not null && y is not null && x.Answer == y.Answer
        && Enumerable.Range(0, x.Values.Length).All(d => d == dimension || x.Values[d].Equals(y.Values[d]));

    public int GetHashCode(Box obj)
    {
        var hash = new HashCode();
        hash.Add(obj.Answer);
        for (var d = 0; d < obj.Values.Length; d++)
        {
            if (d != dimension)
                hash.Add(obj.Values[d]);
        }

        return hash.ToHashCode();
    }
}
