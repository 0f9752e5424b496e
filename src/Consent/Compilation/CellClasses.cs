namespace Exchange.Consent;

/// <summary>
/// Categories that every article treats alike are one class, and so are sources: a row has a cell per pair of classes, and so does not grow
/// with the number of partners. Per pair, the articles that speak of it, in the order in which they decide.
/// </summary>
internal sealed class CellClasses
{
    private readonly (int[] Grants, int[] Caps)[] _articles;

    public CellClasses(Article[] articles, Survivors survivors, Alphabet words)
    {
        (CategoryOf, Categories) = Classes(words.Categories.Select((category, c) => (survivors.ByCategory[c], category.Identifying)));
        (SourceOf, Sources) = Classes(survivors.BySource.Select((set, s) => (set, s < words.Partners.Length)));
        Identifying = [.. Categories.Select(category => words.Categories[category].Identifying)];
        PartnersIn = [.. Sources.Select((_, source) => Enumerable.Range(0, words.Partners.Length).Count(partner => SourceOf[partner] == source))];
        _articles = new (int[], int[])[Categories.Length * Sources.Length];
        for (var category = 0; category < Categories.Length; category++)
        {
            for (var source = 0; source < Sources.Length; source++)
            {
                var speak = survivors.ByCategory[Categories[category]] & survivors.BySource[Sources[source]];
                int[] numbers = [.. Enumerable.Range(0, articles.Length).Where(speak.Contains)];
                _articles[category * Sources.Length + source] = (
                    [.. numbers.Where(n => articles[n].Effect == ArticleEffect.Grant).OrderByDescending(n => articles[n].Level)],
                    [.. numbers.Where(n => articles[n].Effect == ArticleEffect.Cap).OrderBy(n => articles[n].Level)]);
            }
        }
    }

    /// <summary>The class of each category.</summary>
    public int[] CategoryOf { get; }

    /// <summary>The class of each source, the unknown one last; that is in a class of its own.</summary>
    public int[] SourceOf { get; }

    /// <summary>The first category of each class.</summary>
    public int[] Categories { get; }

    /// <summary>The first source of each class.</summary>
    public int[] Sources { get; }

    /// <summary>Per class of categories, whether they identify.</summary>
    public bool[] Identifying { get; }

    /// <summary>How many partners are in a class of sources; none in that of the unknown.</summary>
    public int[] PartnersIn { get; }

    /// <summary>The grants that speak of a pair, highest first, and the caps, lowest first; equal ones in order.</summary>
    public (int[] Grants, int[] Caps) Articles(int category, int source) => _articles[category * Sources.Length + source];

    private static (int[] ClassOf, int[] First) Classes<T>(IEnumerable<T> members)
        where T : notnull
    {
        var (classOf, first, numbers) = (new List<int>(), new List<int>(), new Dictionary<T, int>());
        foreach (var (number, member) in members.Index())
        {
            if (!numbers.TryGetValue(member, out var known))
            {
                numbers.Add(member, known = first.Count);
                first.Add(number);
            }

            classOf.Add(known);
        }

        return ([.. classOf], [.. first]);
    }
}
