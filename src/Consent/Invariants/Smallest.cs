using System.Numerics;

namespace Exchange.Consent;

/// <summary>
/// Finds a smallest counterexample: of all situations in which an invariant fails, one that takes the fewest facts to tell. Which
/// dimensions can be left untold is worked out on a diagram of the failures: a dimension is not told when the invariant fails with every
/// value of it.
/// </summary>
internal sealed class Smallest(Cells cells)
{
    private const int Category = 8;

    /// <summary>In which order values are taken in; those of the section first, the forum last.</summary>
    private static readonly int[] Widening = [9, 7, 6, 5, 4, 3, 2, 0, 1];

    /// <summary>In which order facts are told.</summary>
    private static readonly int[] Telling = [1, 0, 2, 3, 4, 5, 6, 7, 9];

    public Counterexample Of(IReadOnlyList<SeatedToken> broken)
    {
        Story? best = null;
        var heard = new HashSet<(int Partner, int Node)>();
        foreach (var at in broken.OrderBy(at => at.Token == cells.Table.TokenClasses[at.Role] ? 0 : 1))
        {
            // Two roles of one partner that the articles do not tell apart have one story.
            if (!heard.Add((at.Partner, cells.Table.BySeat[cells.Table.Words.SeatOf(at.Partner, at.Role) * cells.Table.TokenWidth + at.Token])))
                continue;

            // A token with more roles is a fact more.
            var more = at.Token == cells.Table.TokenClasses[at.Role] ? 0 : 1;
            if (new Failures(cells, at).Story((best?.Facts ?? int.MaxValue) - more) is { } story)
                best = story with { Facts = story.Facts + more };
        }

        return Told(best!);
    }

    private Counterexample Told(Story story)
    {
        var words = cells.Table.Words;
        var (partner, role) = (words.Partners[story.At.Partner].Id, words.Roles[story.At.Role]);
        var alone = cells.Table.TokenClasses[story.At.Role];
        string[] roles = story.At.Token == alone ? [role] : [.. words.Roles.Where((_, r) => cells.Table.TokenClasses[story.At.Token * words.Roles.Length + r] == story.At.Token)];
        string? First(int dimension) => story.Dimensions[dimension].Values[story.Taken[dimension][0]];
        var input = new DecisionInput(
            partner,
            role,
            roles,
            Words.Parse<Relation>(First(0)),
            First(1),
            First(2),
            Words.Parse<CaseState>(First(3)),
            Words.Parse<ConsentStatus>(First(6)),
            Words.Parse<Secrecy>(First(7)),
            Handling.Open,
            First(Category),
            First(9),
            Dimensions.Day(First(4)!),
            Restriction.None,
            Minor: Words.Parse<Minority>(First(5)));
        var facts = new List<KeyValuePair<string, IReadOnlyList<string>>>
        {
            new("partner", [partner]),
            new("role", [role]),
        };
        if (roles.Length > 1)
            facts.Add(new("roles", roles));
        foreach (var dimension in Telling.Append(Category))
        {
            if (dimension == Category || story.Taken[dimension].Count < story.Dimensions[dimension].Values.Count)
                facts.Add(new(story.Dimensions[dimension].Name, [.. story.Taken[dimension].Select(value => story.Dimensions[dimension].Values[value] ?? ChangeScope.Unknown)]));
        }

        return new Counterexample(input, cells.Covenant.Decide(input), facts) { Against = cells.Invariant.Rule.Against(cells.Covenant, input) };
    }

    /// <summary>A counterexample of one caller: per dimension the places of the values that will do.</summary>
    private sealed record Story(SeatedToken At, Dimension[] Dimensions, List<int>[] Taken, int Facts);

    /// <summary>Where the invariant fails for one caller.</summary>
    private sealed class Failures
    {
        private readonly SeatedToken _at;
        private readonly Dimension[] _dimensions;
        private readonly Diagram _diagram = new();
        private readonly Dictionary<(int, int), int> _both = [];
        private readonly int _root;

        public Failures(Cells cells, SeatedToken at)
        {
            (_at, _dimensions) = (at, cells.DimensionsOf(at));
            var sections = new Dictionary<int, int>();
            var places = new Dictionary<(int, int, int, int, int, int), int>();
            cells.Visit(at, (place, node) =>
            {
                if (!sections.TryGetValue(node, out var section))
                    sections.Add(node, section = Section(cells, node));
                places[(place[0], place[1], place[2], place[3], place[4], place[5])] = section;
            });
            _root = Over(0, a => Over(1, b => Over(2, c => Over(3, d => Over(4, e => Over(5, f => places.GetValueOrDefault((a, b, c, d, e, f))))))));
        }

        /// <summary>A story with fewer facts than some number, or null.</summary>
        public Story? Story(int fewerThan)
        {
            var sets = Enumerable.Range(0, 1 << _dimensions.Length).Where(set => (set & (1 << Category)) != 0).OrderBy(set => BitOperations.PopCount((uint)set));
            foreach (var told in sets)
            {
                if (BitOperations.PopCount((uint)told) >= fewerThan)
                    return null;
                if (First(told) is { } taken)
                    return new Story(_at, _dimensions, Widened(taken), BitOperations.PopCount((uint)told));
            }

            return null;
        }

        private int Section(Cells cells, int node) =>
            Over(6, c => Over(7, s =>
            {
                var (row, given) = cells.Rows(node, cells.Consents[c], cells.Secrecies[s]);
                return Over(Category, category => Over(9, source =>
                    cells.Invariant.Rule.IsBroken(cells.Table, row, given, _at.Partner, cells.Categories[category], cells.Sources[source]) ? 1 : 0));
            }));

        private int Over(int dimension, Func<int, int> child)
        {
            var children = new int[_dimensions[dimension].Values.Count];
            for (var value = 0; value < children.Length; value++)
                children[value] = child(value);
            return _diagram.Node(children);
        }

        /// <summary>Values of the dimensions that are told with which all values of the others fail, or null.</summary>
        private List<int>[]? First(int told)
        {
            var node = Quantified(_root, 0, told, []);
            if (node == 0)
                return null;
            var taken = new List<int>[_dimensions.Length];
            for (var dimension = 0; dimension < taken.Length; dimension++)
            {
                var children = _diagram.Children(node);
                var value = Array.FindIndex(children, child => child != 0);
                taken[dimension] = (told & (1 << dimension)) != 0 ? [value] : [.. Enumerable.Range(0, children.Length)];
                node = children[value];
            }

            return taken;
        }

        /// <summary>The diagram in which a dimension that is not told has, for each value, what all of its values have in common.</summary>
        private int Quantified(int node, int dimension, int told, Dictionary<(int, int), int> known)
        {
            if (node == 0 || dimension == _dimensions.Length)
                return node;
            if (known.TryGetValue((node, dimension), out var number))
                return number;
            int[] children = [.. _diagram.Children(node).Select(child => Quantified(child, dimension + 1, told, known))];
            if ((told & (1 << dimension)) == 0)
                Array.Fill(children, children.Aggregate((a, b) => Both(a, b, dimension + 1)));
            return known[(node, dimension)] = _diagram.Node(children);
        }

        private int Both(int a, int b, int dimension)
        {
            if (a == 0 || b == 0 || a == b)
                return a == b ? a : 0;
            if (_both.TryGetValue((a, b), out var known))
                return known;
            var (of, and) = (_diagram.Children(a), _diagram.Children(b));
            return _both[(a, b)] = _diagram.Node([.. of.Select((child, value) => Both(child, and[value], dimension + 1))]);
        }

        /// <summary>Every value with which the invariant still fails whatever the others taken in.</summary>
        private List<int>[] Widened(List<int>[] taken)
        {
            foreach (var dimension in Widening)
            {
                var first = taken[dimension];
                foreach (var value in Enumerable.Range(0, _dimensions[dimension].Values.Count).Where(value => !first.Contains(value)).ToList())
                {
                    taken[dimension] = [value];
                    var fails = AllFail(_root, 0, taken, []);
                    taken[dimension] = first;
                    if (fails)
                        first.Add(value);
                }

                first.Sort();
            }

            return taken;
        }

        private bool AllFail(int node, int dimension, List<int>[] taken, HashSet<(int, int)> known)
        {
            if (node == 0 || dimension == _dimensions.Length || !known.Add((node, dimension)))
                return node != 0;
            var children = _diagram.Children(node);
            return taken[dimension].TrueForAll(value => AllFail(children[value], dimension + 1, taken, known));
        }
    }
}
