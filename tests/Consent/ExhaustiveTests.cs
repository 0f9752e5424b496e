using System.Diagnostics;

namespace Exchange.Consent.Tests;

/// <summary>
/// The compiled form against the interpreter, over every combination that the sample covenant can tell apart: level, article and
/// reason agree everywhere.
/// </summary>
public sealed class ExhaustiveTests(ITestOutputHelper output)
{
    private static readonly DateOnly Day = Sample.Covenant.From;

    [Fact]
    public void Decide_EveryDistinguishableCombination_AgreesWithTheInterpreter()
    {
        var watch = Stopwatch.StartNew();
        var told = new Distinguishable(Sample.Covenant);
        var (sources, categories) = (told.Sources.ToArray(), told.Categories.ToArray());
        long contexts = 0, cells = 0, released = 0;
        string? first = null;
        Parallel.ForEach(
            Callers(told),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = TestContext.Current.CancellationToken },
            (caller, loop) =>
            {
                var visit = new Visit(sources, categories);
                foreach (var input in Situations(told, caller))
                {
                    if (visit.Differs(input) is not { } difference)
                        continue;
                    Interlocked.CompareExchange(ref first, difference, null);
                    loop.Stop();
                    break;
                }

                Interlocked.Add(ref contexts, visit.Contexts);
                Interlocked.Add(ref cells, visit.Cells);
                Interlocked.Add(ref released, visit.Released);
            });

        output.WriteLine($"{contexts:N0} contexts, {cells:N0} cells, {released:N0} of them not none, in {watch.Elapsed.TotalSeconds:F1} s");
        Assert.Null(first);
        Assert.True(released > 100_000, "The sample hardly releases anything: the visit proves nothing.");
    }

    private static IEnumerable<DecisionInput> Callers(Distinguishable told) =>
        from partner in told.Partners
        from role in told.RolesOf(partner)
        from token in told.TokensWith(role)
        select Covenants.Asking with { Partner = partner, Role = role, Roles = token, Date = Day };

    private static IEnumerable<DecisionInput> Situations(Distinguishable told, DecisionInput caller)
    {
        var (relations, forums, purposes, cases, consents, secrecies) = (told.Relations, told.Forums, told.Purposes, told.Cases, told.Consents, told.Secrecies);
        return
            from relation in relations
            from forum in forums
            from purpose in purposes
            from state in cases
            from consent in consents
            from secrecy in secrecies
            select caller with { Relation = relation, Forum = forum, Purpose = purpose, Case = state, Consent = consent, Secrecy = secrecy };
    }

    /// <summary>Compares all cells of one situation, and counts.</summary>
    private sealed class Visit(string?[] sources, string?[] categories)
    {
        private readonly Covenant _covenant = Sample.Covenant;
        private readonly Interpreter _interpreter = new(Sample.Covenant);

        public long Contexts { get; private set; }

        public long Cells { get; private set; }

        public long Released { get; private set; }

        public string? Differs(DecisionInput input)
        {
            Contexts++;
            var hearing = _interpreter.Hear(input);
            var view = _covenant.Open(new CallerContext(
                input.Partner, input.Role, input.Roles, input.Relation, input.Forum, input.Purpose, input.Case, input.Consent, input.Date));

            // Handling: the values that guard are one, so each situation meets one of them, in turn.
            var guarded = Distinguishable.Guarded[(int)(Contexts % Distinguishable.Guarded.Count)];
            if (Differs(input, hearing, view, InTurn(7), guarded) is { } difference)
                return difference;

            // Where every cell is the same, a few of them in turn stand for all (and the compiled form is asked for its highest cell).
            if (hearing.EveryCellIsTheSame)
            {
                if (view.Highest > Level.None)
                    return $"{input}: nothing is granted, yet the highest cell is {view.Highest}";
                return Differs(input, hearing, view, InTurn(0), Handling.Open)
                    ?? Differs(input, hearing, view, InTurn(1), Handling.Open)
                    ?? Differs(input, hearing, view, InTurn(2), Handling.Open);
            }

            foreach (var category in categories)
            {
                foreach (var source in sources)
                {
                    if (Differs(input, hearing, view, (category, source), Handling.Open) is { } other)
                        return other;
                }
            }

            return null;
        }

        private (string? Category, string? Source) InTurn(int offset)
        {
            var turn = Contexts * 13 + offset * 5;
            return (categories[turn % categories.Length], sources[turn / categories.Length % sources.Length]);
        }

        private string? Differs(
            DecisionInput input, Interpreter.Hearing hearing, CallerView view, (string? Category, string? Source) cell, Handling? handling)
        {
            var expected = hearing.About(cell.Category, cell.Source, handling);
            var got = view.Decide(cell.Category, cell.Source, input.Secrecy, handling);
            Cells++;
            if (got.Level > Level.None)
                Released++;
            return got == expected
                ? null
                : $"{input with { Category = cell.Category, Source = cell.Source, Handling = handling }}: expected {expected}, got {got}";
        }
    }
}
