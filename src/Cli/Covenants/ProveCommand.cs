using System.CommandLine;
using System.Globalization;
using Exchange.Consent;

namespace Exchange.Cli.Covenants;

/// <summary><c>exchange covenant prove FILE</c>: one line per invariant, with the cells visited, or the counterexample.</summary>
internal static class ProveCommand
{
    public static int Run(ParseResult call, string path)
    {
        if (CovenantFile.Load(call, path) is not { } covenant)
            return Exit.Wrong;
        var output = call.InvocationConfiguration.Output;
        IReadOnlyList<InvariantResult> results = [.. covenant.CheckBuiltIns(), .. covenant.CheckInvariants()];
        foreach (var result in results)
        {
            output.WriteLine($"{(result.Holds ? "proved" : "FAILED")}  {result.Invariant.Name}{(result.Invariant.IsBuiltIn ? " (built in)" : "")}");
            output.WriteLine(result.Counterexample is { } counterexample
                ? $"        {path}{(result.Invariant.IsBuiltIn ? "" : $":{result.Invariant.Line}")}: {counterexample}"
                : string.Create(CultureInfo.InvariantCulture, $"        holds in all {result.Cells:N0} cells"));
        }

        var failed = results.Count(result => !result.Holds);
        output.WriteLine($"{CovenantFile.Counted(results.Count, "invariant")}, {results.Count(result => result.Invariant.IsBuiltIn)} of them built in, {failed} failed");
        if (failed == 0)
            return Exit.Fine;
        call.InvocationConfiguration.Error.WriteLine($"exchange: {CovenantFile.Counted(failed, "invariant")} of '{path}' failed; change the articles or the promise.");
        return Exit.No;
    }
}
