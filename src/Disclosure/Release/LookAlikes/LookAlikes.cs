using Exchange.Dossiers;

namespace Exchange.Disclosure;

/// <summary>
/// The <em>k</em> of the release gate: of the values of one case, those that may be shown together, because at least <em>k</em> people of
/// the reference population fit all of them. Whoever sees a part of them sees what fits as many people or more.
/// </summary>
/// <remarks>
/// It begins with every value at its finest and takes one step after another, each time the one after which the most people fit; of equal
/// steps the one of the rarest value, then the first by name. The steps do not depend on <em>k</em>, only where it stops does: a greater
/// <em>k</em> never shows more. A greedy walk is not the best there is; it is one that everybody can do again (k-anonymity: Samarati and
/// Sweeney, 1998).
/// </remarks>
public static class LookAlikes
{
    /// <summary>Finds what may be shown.</summary>
    /// <param name="shown">What attendees of the meeting saw of the case already. It stays, and counts with what comes.</param>
    /// <param name="candidates">What may come; at most one for a field of a section.</param>
    /// <param name="population">Among whom is counted, without the subject itself.</param>
    /// <param name="k">How many people, at least 1.</param>
    /// <returns>What is left of the candidates, in the order of category, source, field and section; those that are left out are not in it.</returns>
    public static IReadOnlyList<ShownValue> Fit(IReadOnlyList<ShownValue> shown, IReadOnlyList<Candidate> candidates, Population population, int k)
    {
        ArgumentNullException.ThrowIfNull(shown);
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(population);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        var walk = new Walk(shown, candidates, population);
        if (!walk.CanReach(k))
            return [];
        while (walk.Fitting < k)
            walk.Step();
        return walk.Left();
    }

    /// <summary>How many people of a population fit all of some values together.</summary>
    internal static int Count(IEnumerable<ShownValue> values, Population population)
    {
        var fitting = population.Members.ToArray();
        foreach (var (trait, times) in Needs(values))
            And(fitting, population.Holding(trait, times));
        return population.Count(fitting);
    }

    /// <summary>What somebody must hold to fit some values: each as often as sections show it.</summary>
    internal static Dictionary<Trait, int> Needs(IEnumerable<ShownValue> values) =>
        values.Select(v => (v.Section, v.Trait)).Distinct().GroupBy(v => v.Trait).ToDictionary(g => g.Key, g => g.Count());

    internal static void And(Span<ulong> into, ReadOnlySpan<ulong> other)
    {
        for (var i = 0; i < into.Length; i++)
            into[i] &= other[i];
    }
}
