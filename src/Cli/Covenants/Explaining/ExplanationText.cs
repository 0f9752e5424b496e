using Exchange.Consent;

namespace Exchange.Cli.Covenants.Explaining;

/// <summary>An explanation for people: the steps in their order, then the answer.</summary>
internal sealed class ExplanationText(Covenant covenant, Explanation explanation, TextWriter output)
{
    private readonly DecisionInput _input = explanation.Input;

    public void Write()
    {
        output.WriteLine($"{covenant.Id} {covenant.Version}");
        output.WriteLine($"{_input.Category ?? "unknown"} from {_input.Source ?? "an unknown source"}, to {_input.Partner ?? "an unknown partner"} as {_input.Role ?? "unknown"}");
        output.WriteLine($"  {Situation()}");
        output.WriteLine();
        Checks("1. Guards", explanation.Guards);
        Checks("2. The caller", explanation.Caller);
        output.WriteLine($"     counts as {(explanation.Circle is { } circle ? $"{Words.Of(circle)} circle" : "of an unknown circle")} here");
        Articles();
        OneView();
        output.WriteLine("5. Meeting");
        output.WriteLine(explanation.InMeeting ? "     one is open" : "     none is open: what is anonymised is not given");
        output.WriteLine();
        Answer();
    }

    public static string Phrase(ConditionFinding condition) =>
        condition.Wanted.Count == 0
            ? $"{condition.Key}: {condition.Got}"
            : $"{condition.Key} is {condition.Got ?? "unknown"}{(condition.Outcome == ConditionOutcome.Holds ? "" : $", not {string.Join(" or ", condition.Wanted)}")}";

    private string Situation() => string.Join(", ", new[]
    {
        $"relation {Word(_input.Relation)}",
        $"forum {_input.Forum ?? "unknown"}",
        $"purpose {_input.Purpose ?? "unknown"}",
        $"case {Word(_input.Case)}",
        $"consent {Word(_input.Consent)}",
        $"secrecy {Word(_input.Secrecy)}",
        $"minor {Word(_input.Minor)}",
        $"handling {Word(_input.Handling)}",
        $"date {(_input.Date is { } day ? $"{day:yyyy-MM-dd}" : "unknown")}",
    });

    private void Checks(string title, IReadOnlyList<CheckFinding> checks)
    {
        output.WriteLine(title);
        foreach (var check in checks)
            output.WriteLine($"  {(check.Passed ? "   " : "no ")}{check.Name}: {check.Found}");
    }

    private void Articles()
    {
        var applying = explanation.Articles.Where(finding => finding.Applies).ToList();
        var others = explanation.Articles.Where(finding => !finding.Applies).ToList();
        var elsewhere = others.Count(AboutSomethingElse);
        output.WriteLine("3. Articles that apply");
        if (applying.Count == 0)
            output.WriteLine("     none");
        foreach (var finding in applying)
        {
            output.WriteLine($"     {finding.Article.Id,-6} {Effect(finding.Article)}: {finding.Article.Text}");
            if (finding.Article.Ground is { } ground)
                output.WriteLine($"            ground: {ground}");
            foreach (var unknown in finding.Conditions.Where(condition => condition.Outcome == ConditionOutcome.Unknown))
                output.WriteLine($"            {unknown.Key} is unknown, which does not rule out a cap");
        }

        output.WriteLine($"     highest grant: {Named(explanation.Grant)}; lowest cap: {Named(explanation.Cap)}");
        output.WriteLine("   Articles that are ruled out");
        foreach (var finding in others.Where(finding => !AboutSomethingElse(finding)))
            output.WriteLine($"     {finding.Article.Id,-6} {Effect(finding.Article)}: {string.Join("; ", finding.RuledOutBy.Select(Phrase))}");
        output.WriteLine($"     {CovenantFile.Counted(elsewhere, "article")} about other categories");
    }

    private static bool AboutSomethingElse(ArticleFinding finding) =>
        finding.Conditions.Any(condition => condition is { Key: "categories", Outcome: ConditionOutcome.Fails });

    private void OneView()
    {
        var view = explanation.OneView;
        output.WriteLine("4. One view");
        foreach (var category in view.Identifying)
            output.WriteLine($"     {category.Category}: {Words.Of(category.Level)}{(category.Article is { } article ? $" by {article}" : "")}");
        output.WriteLine(view.Ceiling.Level == Level.Full
            ? "     no limit"
            : $"     everything at most {Words.Of(view.Ceiling.Level > Level.Anonymised ? view.Ceiling.Level : Level.Anonymised)}, and no own contributions");
        if (view.Lowers)
            output.WriteLine("     this lowers the answer");
        if (view.LeavesOutOwn)
            output.WriteLine("     this is an own contribution, and left out");
    }

    private void Answer()
    {
        var decision = explanation.Decision;
        output.WriteLine($"Answer: {Words.Of(decision.Level)} ({Words.Of(decision.Reason)}{(decision.Article is { } by ? $" by article {by}" : "")})");
        if (decision.Level > Level.None)
        {
            output.WriteLine(explanation.Obliges is { } obliges
                ? $"Obliges to: only for {obliges.Purpose}, keep for {CovenantFile.Counted(obliges.KeepDays, "day")}, {(obliges.Onward ? "may" : "may not")} be passed on"
                : "Obliges to: only for the stated purpose, may not be passed on; the grant says nothing more");
            return;
        }

        if (explanation.Nearest is not { } nearest)
            return;
        output.WriteLine($"Nearest: {(nearest.Article is { } article ? $"article {article.Id}, which {Effect(article)}" : "no article")}");
        foreach (var condition in nearest.Because)
            output.WriteLine($"  {(nearest.Article?.Effect == ArticleEffect.Cap ? "because" : "but")} {Phrase(condition)}");
    }

    private static string Effect(Article article) => $"{(article.Effect == ArticleEffect.Grant ? "grants" : "caps at")} {Words.Of(article.Level)}";

    private static string Named(Article? article) => article is null ? "no article" : $"{Words.Of(article.Level)} ({article.Id})";

    private static string Word<T>(T? value)
        where T : struct, Enum => value is { } known ? Words.Of(known) : "unknown";
}
