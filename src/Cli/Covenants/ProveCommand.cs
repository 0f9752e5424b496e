using System.CommandLine;
using System.Globalization;

namespace Exchange.Cli.Covenants;

/// <summary><c>exchange covenant prove FILE</c>: one line per invariant, with the cells visited, or the counterexample.</summary>
internal static class ProveCommand
{
    public static int Run(ParseResult call, string path)
    {
        if (CovenantFile.Load(call, path) is not { } covenant)
            return Exit.Wrong;
        var output = call.InvocationConfiguration.Output;
        var results = covenant.CheckInvariants();
        foreach (var result in results)
        {
            output.WriteLine($"{(result.Holds ? "proved" : "FAILED")}  {result.Invariant.Name}");
            output.WriteLine(result.Counterexample is { } counterexample
                ? $"        {path}:{result.Invariant.Line}: {counterexample}"
                : string.Create(CultureInfo.InvariantCulture, $"        holds in all {result.Cells:N0} cells"));
        }

        var failed = results.Count(result => !result.Holds);
        output.WriteLine($"{CovenantFile.Counted(results.Count, "invariant")}, {failed} failed");
        if (failed == 0)
            return Exit.Fine;
        call.InvocationConfiguration.Error.WriteLine($"exchange: {CovenantFile.Counted(failed, "invariant")} of '{path}' failed; change the articles or the promise.");
        return Exit.No;
    }
}
