using System.Globalization;

namespace Exchange.Consent;

/// <summary>
/// Makes a counterexample small: dimension by dimension, every value is taken in with which the invariant still fails whatever the
/// values taken in before. A dimension that ends up with all of its values does not matter and is not told.
/// </summary>
internal sealed class Storyteller(Covenant covenant, Invariant invariant)
{
    public Counterexample Tell(DecisionInput input)
    {
        var scope = invariant.Never;
        var dimensions = new List<Dimension>
        {
            new("source", Scope.WithUnknown(covenant.Partners.Keys, scope.Sources), input.Source, (i, v) => i with { Source = v }),
            new("secrecy", Spelled(Scope.WithUnknown(scope.Secrecies)), Spell(input.Secrecy), (i, v) => i with { Secrecy = Words.Parse<Secrecy>(v) }),
            new("consent", Spelled(Scope.WithUnknown(scope.Consents)), Spell(input.Consent), (i, v) => i with { Consent = Words.Parse<ConsentStatus>(v) }),
            new("minor", Spelled(Scope.Minors(covenant, scope)), Spell(input.Minor), (i, v) => i with { Minor = Words.Parse<Minority>(v) }),
            new("date", covenant.Table.Words.Periods.Select(Spell), Spell(input.Date!.Value), (i, v) => i with { Date = DateOnly.ParseExact(v!, "O", CultureInfo.InvariantCulture) }),
            new("case", Spelled(Scope.Of(scope.Cases).Select(state => (CaseState?)state)), Spell(input.Case), (i, v) => i with { Case = Words.Parse<CaseState>(v) }),
            new("purpose", Scope.WithUnknown(covenant.Purposes, scope.Purposes), input.Purpose, (i, v) => i with { Purpose = v }),
            new("relation", Spelled(Scope.Relations(scope)), Spell(input.Relation), (i, v) => i with { Relation = Words.Parse<Relation>(v) }),
            new("forum", Scope.Forums(covenant, scope, input.Partner!), input.Forum, (i, v) => i with { Forum = v }),
        };
        foreach (var dimension in dimensions)
        {
            foreach (var value in dimension.All.Where(value => value != dimension.Taken[0]))
            {
                if (AllFail(dimensions, 0, dimension.With(input, value), dimension))
                    dimension.Taken.Add(value);
            }
        }

        var facts = new List<KeyValuePair<string, IReadOnlyList<string>>>
        {
            new("partner", [input.Partner!]),
            new("role", [input.Role!]),
        };
        if (input.Roles!.Count > 1)
            facts.Add(new("roles", [.. input.Roles]));
        facts.AddRange(dimensions.AsEnumerable().Reverse().Where(d => d.Taken.Count < d.All.Length).Select(d => KeyValuePair.Create<string, IReadOnlyList<string>>(d.Name, [.. d.Taken.Select(value => value ?? "unknown")])));
        facts.Add(new("category", [input.Category!]));
        return new Counterexample(input, covenant.Decide(input), facts);
    }

    /// <summary>Whether the invariant fails with every combination of the values taken in so far.</summary>
    private bool AllFail(List<Dimension> dimensions, int next, DecisionInput input, Dimension fixedOne)
    {
        if (next == dimensions.Count)
            return covenant.Decide(input).Level > invariant.Above;
        var dimension = dimensions[next];
        return dimension == fixedOne
            ? AllFail(dimensions, next + 1, input, fixedOne)
            : dimension.Taken.All(value => AllFail(dimensions, next + 1, dimension.With(input, value), fixedOne));
    }

    private static IEnumerable<string?> Spelled<T>(IEnumerable<T?> values)
        where T : struct, Enum => values.Select(Spell);

    private static string? Spell(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    private static string? Spell<T>(T? value)
        where T : struct, Enum => value is { } known ? Words.Of(known) : null;

    /// <summary>One dimension; null is the unknown.</summary>
    private sealed class Dimension(string name, IEnumerable<string?> all, string? first, Func<DecisionInput, string?, DecisionInput> with)
    {
        public string Name => name;

        public string?[] All { get; } = [.. all];

        public List<string?> Taken { get; } = [first];

        public DecisionInput With(DecisionInput input, string? value) => with(input, value);
    }
}
