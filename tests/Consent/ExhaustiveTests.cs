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
        long contexts = 0, byBreakGlass = 0, lifted = 0, cells = 0, released = 0;
        string? first = null;
        Parallel.ForEach(
            Callers(told),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = TestContext.Current.CancellationToken },
            (caller, loop) =>
            {
                var visit = new Visit(sources, categories, [.. told.Forums], [.. told.Secrecies]);
                if (Occasions(told, caller).Select(occasion => visit.DiffersOn(occasion)).FirstOrDefault(found => found is not null) is { } difference)
                {
                    Interlocked.CompareExchange(ref first, difference, null);
                    loop.Stop();
                }

                Interlocked.Add(ref contexts, visit.Contexts);
                Interlocked.Add(ref byBreakGlass, visit.ByBreakGlass);
                Interlocked.Add(ref lifted, visit.Lifted);
                Interlocked.Add(ref cells, visit.Cells);
                Interlocked.Add(ref released, visit.Released);
            });

        output.WriteLine($"{contexts:N0} contexts, {byBreakGlass:N0} of them by break-glass, {lifted:N0} of these lifted, {cells:N0} cells, {released:N0} of them not none, in {watch.Elapsed.TotalSeconds:F1} s");
        Assert.Null(first);
        Assert.True(released > 100_000, "The sample hardly releases anything: the visit proves nothing.");
        Assert.True(lifted > 1_000, "Break-glass hardly lifts anything: the visit proves nothing about it.");
    }

    private static IEnumerable<DecisionInput> Callers(Distinguishable told) =>
        from partner in told.Partners
        from role in told.RolesOf(partner)
        from token in told.TokensWith(role)
        select Covenants.Asking with { Partner = partner, Role = role, Roles = token, Date = Day };

    /// <summary>Everything but forum and secrecy, which a visit goes through together.</summary>
    private static IEnumerable<DecisionInput> Occasions(Distinguishable told, DecisionInput caller)
    {
        var (relations, purposes, cases, consents) = (told.Relations, told.Purposes, told.Cases, told.Consents);
        var (days, minors) = (told.Days, told.Minors);
        return
            from relation in relations
            from purpose in purposes
            from state in cases
            from consent in consents
            from day in days
            from minor in minors
            select caller with { Relation = relation, Purpose = purpose, Case = state, Consent = consent, Date = day, Minor = minor };
    }

    /// <summary>
    /// Compares all cells of one occasion in every forum and under every secrecy, and counts. Break-glass changes nothing in a forum,
    /// so it is tried without a meeting only, from what was heard in the forums a moment ago; of forums that cannot be told apart
    /// the caller hears the same, so that one of them is enough.
    /// </summary>
    private sealed class Visit(string?[] sources, string?[] categories, string?[] forums, Secrecy?[] secrecies)
    {
        private readonly Covenant _covenant = Sample.Covenant;
        private readonly Interpreter _interpreter = new(Sample.Covenant);
        private readonly Dictionary<(string? Forum, Secrecy? Secrecy), (Interpreter.Hearing Hearing, long Released)> _heard = [];

        public long Contexts { get; private set; }

        public long ByBreakGlass { get; private set; }

        /// <summary>By break-glass, with more cells released than without.</summary>
        public long Lifted { get; private set; }

        public long Cells { get; private set; }

        public long Released { get; private set; }

        public string? DiffersOn(DecisionInput occasion)
        {
            _heard.Clear();
            foreach (var forum in forums)
            {
                foreach (var secrecy in secrecies)
                {
                    var input = occasion with { Forum = forum, Secrecy = secrecy };
                    var (hearing, before) = (_interpreter.Hear(input), Released);
                    if (Differs(input, hearing) is { } difference)
                        return difference;
                    _heard.Add((forum, secrecy), (hearing, Released - before));
                }
            }

            foreach (var secrecy in secrecies)
            {
                var input = occasion with { Forum = DecisionInput.NoForum, Secrecy = secrecy, BreakGlass = true };
                var before = Released;
                if (Differs(input, _interpreter.Hear(input, there => _heard.GetValueOrDefault((there.Forum, there.Secrecy)).Hearing)) is { } difference)
                    return difference;
                ByBreakGlass++;
                Lifted += Released - before > _heard[(DecisionInput.NoForum, secrecy)].Released ? 1 : 0;
            }

            return null;
        }

        private string? Differs(DecisionInput input, Interpreter.Hearing hearing)
        {
            Contexts++;
            var view = _covenant.Open(Covenants.ContextOf(input));

            // Handling: the values that guard are one, so each situation meets one of them, in turn.
            var guarded = Distinguishable.Guarded[(int)(Contexts % Distinguishable.Guarded.Count)];
            if (Differs(input, hearing, view, InTurn(7), guarded) is { } difference)
                return difference;

            // Restriction: whatever it is, if not none, the guard holds before anything else is looked at. Every seventeenth situation meets one.
            if (Contexts % 17 == 0)
            {
                var restricted = input with { Restriction = Distinguishable.Restricting[(int)(Contexts / 17 % Distinguishable.Restricting.Count)] };
                if (Differs(restricted, _interpreter.Hear(restricted), _covenant.Open(Covenants.ContextOf(restricted)), InTurn(3), Handling.Open) is { } other)
                    return other;
            }

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
                    if (Differs(input, hearing, view, (category, source), Handling.Open) is { } wrong)
                        return wrong;
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
