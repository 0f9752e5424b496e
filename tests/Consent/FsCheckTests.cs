using FsCheck;
using FsCheck.Fluent;

namespace Exchange.Consent.Tests;

/// <summary>
/// What must hold for any covenant, tried by FsCheck on random ones; of a covenant for which it does not hold, articles are dropped one by
/// one as long as it still does not.
/// </summary>
public sealed class FsCheckTests
{
    private const int Questions = 120;

    private static readonly Arbitrary<Drawn> Covenants = Arb.From(Gen.Choose(0, int.MaxValue).Select(Drawn.From), Drawn.Smaller);

    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(40);

    [Fact]
    public void Decide_IsWhatTheInterpreterDecides() => Check(drawn =>
    {
        var covenant = drawn.Load();
        var interpreter = new Interpreter(covenant);
        return drawn.Questions(Questions).All(question => covenant.Decide(question) == interpreter.Decide(question));
    });

    [Fact]
    public void Decide_OrderOfArticles_DoesNotMatter() => Check(drawn =>
    {
        var (covenant, reversed) = (drawn.Load(), (drawn with { Articles = [.. drawn.Articles.Reverse()] }).Load());
        return covenant.CompareTo(reversed).IsEmpty && drawn.Questions(Questions).All(question => covenant.Decide(question) == reversed.Decide(question));
    });

    [Fact]
    public void Explain_DerivesWhatIsDecided() => Check(drawn =>
    {
        var covenant = drawn.Load();
        return drawn.Questions(Questions / 4).All(question => covenant.Explain(question) is var explained && explained.Derived == explained.Decision);
    });

    [Fact]
    public void Compare_WithOneArticleLess_ReportsEveryQuestionWhoseLevelDiffers() => Check(drawn =>
    {
        if (drawn.Articles.Length < 2)
            return true;
        var (covenant, less) = (drawn.Load(), (drawn with { Articles = drawn.Articles[1..] }).Load());
        var comparison = covenant.CompareTo(less);
        return drawn.Questions(Questions)
            .Select(question => question with { Handling = Handling.Open, Restriction = Restriction.None, BreakGlass = false, Date = new DateOnly(2020, 6, 1) })
            .Where(question => covenant.Decide(question).Level != less.Decide(question).Level)
            .All(question => comparison.Access.Any(change => change.Covers(question) && change.New == less.Decide(question).Level));
    });

    [Fact]
    public void Prove_WhatHolds_IsNeverBrokenByTrying() => Check(drawn =>
    {
        var covenant = drawn.Load("invariants:\n  - { name: a, never: { categories: [c0, c1], purpose: [regie, casusoverleg], above: anonymised } }\n");
        var result = covenant.CheckInvariants()[0];
        return result.Counterexample is { } found
            ? covenant.Decide(found.Input).Level > Level.Anonymised
            : drawn.Questions(Questions).All(question =>
                question is not { Category: "c0" or "c1", Purpose: "regie" or "casusoverleg" } || covenant.Decide(question with { BreakGlass = false }).Level <= Level.Anonymised);
    });

    private static void Check(Func<Drawn, bool> holds) => Prop.ForAll(Covenants, holds).Check(Runs);

    /// <summary>A random covenant as text, so that articles can be dropped.</summary>
    private sealed record Drawn(int Number, string Parties, string[] Articles)
    {
        public static Drawn From(int number)
        {
            var text = new RandomCovenants(new Seed((ulong)number)).Text();
            return new Drawn(number, text.Parties, [.. text.Articles]);
        }

        public static IEnumerable<Drawn> Smaller(Drawn drawn) =>
            drawn.Articles.Length < 2 ? [] : drawn.Articles.Select((_, left) => drawn with { Articles = [.. drawn.Articles.Where((_, i) => i != left)] });

        public Covenant Load(string more = "") => Tests.Covenants.Load(RandomCovenants.Whole(Parties, Articles) + more);

        public IEnumerable<DecisionInput> Questions(int count)
        {
            var random = new RandomCovenants(new Seed((ulong)Number + 1));
            return Enumerable.Range(0, count).Select(_ => random.Input());
        }

        public override string ToString() => RandomCovenants.Whole(Parties, Articles);
    }
}
