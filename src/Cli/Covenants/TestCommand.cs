using System.CommandLine;
using Exchange.Cli.Covenants.Explaining;
using Exchange.Consent;

namespace Exchange.Cli.Covenants;

/// <summary>
/// <c>exchange covenant test FILE [SCENARIOS…]</c>: one line per scenario of the covenant and of files of their own; where they differ,
/// what was expected, what came, by which article, and for less than was expected what stood in the way.
/// </summary>
internal static class TestCommand
{
    public static Command Create()
    {
        var file = CovenantCommands.FileArgument();
        var files = new Argument<string[]>("SCENARIOS") { Description = "Files with scenarios of their own", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("test", "Runs the scenarios of a covenant, and of files that go with it") { file, files };
        command.SetAction(call => Run(call, call.GetRequiredValue(file), call.GetValue(files) ?? []));
        return command;
    }

    private static int Run(ParseResult call, string path, string[] files)
    {
        if (CovenantFile.Load(call, path) is not { } covenant)
            return Exit.Wrong;
        var runs = new List<(string File, IReadOnlyList<Scenario> Scenarios)> { (path, covenant.Scenarios) };
        foreach (var file in files)
        {
            if (Read(call, covenant, file) is not { } scenarios)
                return Exit.Wrong;
            runs.Add((file, scenarios));
        }

        var output = call.InvocationConfiguration.Output;
        var (count, failed, failing) = (0, 0, new List<string>());
        foreach (var (file, scenarios) in runs)
        {
            foreach (var result in covenant.RunScenarios(scenarios))
            {
                count++;
                if (!result.Passed)
                {
                    failed++;
                    failing.Add($"'{file}'");
                }

                Tell(output, covenant, file, result);
            }
        }

        output.WriteLine($"{CovenantFile.Counted(count, "scenario")}, {failed} failed");
        if (failed == 0)
            return Exit.Fine;
        call.InvocationConfiguration.Error.WriteLine($"exchange: {CovenantFile.Counted(failed, "scenario")} of {string.Join(", ", failing.Distinct())} failed; change the articles or the expectations.");
        return Exit.No;
    }

    private static IReadOnlyList<Scenario>? Read(ParseResult call, Covenant covenant, string file)
    {
        if (CovenantFile.Bytes(call, file) is not { } bytes)
            return null;
        var reading = covenant.ReadScenarios(bytes);
        if (reading.Mistakes.Count == 0)
            return reading.Scenarios;
        foreach (var mistake in reading.Mistakes)
            call.InvocationConfiguration.Output.WriteLine($"{file}:{mistake}");
        call.InvocationConfiguration.Error.WriteLine($"exchange: '{file}' has {CovenantFile.Counted(reading.Mistakes.Count, "mistake")}; correct what is listed and test again.");
        return null;
    }

    private static void Tell(TextWriter output, Covenant covenant, string file, ScenarioResult result)
    {
        output.WriteLine($"{(result.Passed ? "ok    " : "FAILED")}  {result.Scenario.Name}");
        foreach (var missed in result.Expectations.Where(expectation => !expectation.Met))
        {
            output.WriteLine($"        {file}:{result.Scenario.Line}: {missed}");
            if (missed.Got.Article is { } id && covenant.Article(id) is { Text.Length: > 0 } article)
                output.WriteLine($"          article {id}: {article.Text}");
            if (missed.Got.Level > missed.Expected || covenant.Explain(missed.Asked).Nearest is not { } nearest)
                continue;
            output.WriteLine($"          nearest: {(nearest.Article is { } other ? $"article {other.Id}: {other.Text}" : "no article")}");
            foreach (var condition in nearest.Because)
                output.WriteLine($"            {(nearest.Article?.Effect == ArticleEffect.Cap ? "because" : "but")} {ExplanationText.Phrase(condition)}");
        }
    }
}
