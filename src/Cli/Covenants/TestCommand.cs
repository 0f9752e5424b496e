using System.CommandLine;

namespace Exchange.Cli.Covenants;

/// <summary><c>exchange covenant test FILE</c>: one line per scenario, and what was expected and came where they differ.</summary>
internal static class TestCommand
{
    public static int Run(ParseResult call, string path)
    {
        if (CovenantFile.Load(call, path) is not { } covenant)
            return Exit.Wrong;
        var output = call.InvocationConfiguration.Output;
        var results = covenant.RunScenarios();
        foreach (var result in results)
        {
            output.WriteLine($"{(result.Passed ? "ok    " : "FAILED")}  {result.Scenario.Name}");
            foreach (var missed in result.Expectations.Where(expectation => !expectation.Met))
                output.WriteLine($"        {path}:{result.Scenario.Line}: {missed}");
        }

        var failed = results.Count(result => !result.Passed);
        output.WriteLine($"{CovenantFile.Counted(results.Count, "scenario")}, {failed} failed");
        if (failed == 0)
            return Exit.Fine;
        call.InvocationConfiguration.Error.WriteLine($"exchange: {CovenantFile.Counted(failed, "scenario")} of '{path}' failed; change the articles or the expectations.");
        return Exit.No;
    }
}
