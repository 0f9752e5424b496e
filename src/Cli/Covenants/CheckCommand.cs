using System.CommandLine;
using Exchange.Consent;

namespace Exchange.Cli.Covenants;

/// <summary><c>exchange covenant check FILE</c>: every mistake and warning as <c>file:line:column: …</c>, in file order.</summary>
internal static class CheckCommand
{
    public static int Run(ParseResult call, string path)
    {
        if (CovenantFile.Read(call, path) is not { } reading)
            return Exit.Wrong;
        var output = call.InvocationConfiguration.Output;
        foreach (var mistake in reading.Mistakes)
            output.WriteLine($"{path}:{mistake}");
        foreach (var warning in reading.Warnings)
            output.WriteLine($"{path}:{warning.Line}:{warning.Column}: warning: {warning.Message}");
        if (reading.Covenant is { } covenant)
        {
            output.WriteLine(Summary(covenant));
            return Exit.Fine;
        }

        call.InvocationConfiguration.Error.WriteLine($"exchange: '{path}' has {CovenantFile.Counted(reading.Mistakes.Count, "mistake")}; correct what is listed and check again.");
        return Exit.No;
    }

    private static string Summary(Covenant covenant) =>
        $"{covenant.Id} {covenant.Version}, in force from {covenant.From:yyyy-MM-dd}{(covenant.Until is { } until ? $" until {until:yyyy-MM-dd}" : "")}: "
        + $"{CovenantFile.Counted(covenant.Partners.Count, "partner")}, {CovenantFile.Counted(covenant.Articles.Count, "article")}, "
        + $"{CovenantFile.Counted(covenant.Scenarios.Count, "scenario")}, {CovenantFile.Counted(covenant.Invariants.Count, "invariant")}; "
        + $"sha256 {Convert.ToHexStringLower(covenant.Digest.Span)}";
}
