namespace Exchange.Gateway.Tests.Timing;

/// <summary>
/// How well the best single threshold tells two kinds of call apart by how long they took: the area under the ROC curve, which is
/// the chance that a call of the one kind takes longer than one of the other. 0.5 tells nothing, 1 tells everything.
/// </summary>
/// <remarks>Source: Mann and Whitney (1947); ties count for half.</remarks>
internal static class Auc
{
    public static double Of(IReadOnlyList<long> one, IReadOnlyList<long> other)
    {
        var ranked = one.Select(t => (Time: t, IsOne: true)).Concat(other.Select(t => (Time: t, IsOne: false))).OrderBy(t => t.Time).ToList();
        var sum = 0.0;
        for (var start = 0; start < ranked.Count;)
        {
            var end = start;
            while (end < ranked.Count && ranked[end].Time == ranked[start].Time)
                end++;
            var middle = (start + 1 + end) / 2.0;
            sum += ranked[start..end].Count(t => t.IsOne) * middle;
            start = end;
        }

        var area = (sum - (one.Count * (one.Count + 1) / 2.0)) / ((double)one.Count * other.Count);
        return Math.Max(area, 1 - area); // whichever kind is the slower one
    }
}
