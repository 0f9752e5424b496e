using System.CommandLine;
using System.Globalization;
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
        var review = reading.Covenant?.Review();
        foreach (var warning in reading.Warnings.Concat(review?.Warnings ?? []).OrderBy(w => w.Line).ThenBy(w => w.Column))
            output.WriteLine($"{path}:{warning.Line}:{warning.Column}: warning: {warning.Message}");
        if (reading.Covenant is { } covenant)
        {
            output.WriteLine(Summary(covenant));
            Gate(output, covenant, review!);
            return Exit.Fine;
        }

        call.InvocationConfiguration.Error.WriteLine($"exchange: '{path}' has {CovenantFile.Counted(reading.Mistakes.Count, "mistake")}; correct what is listed and check again.");
        return Exit.No;
    }

    /// <summary>What <em>k</em> leaves readable at the register's size.</summary>
    private static void Gate(TextWriter output, Covenant covenant, CovenantReview review)
    {
        if (covenant.ReleaseGate is not { } gate)
            return;
        var of = gate.Of == PopulationOf.District ? ", of the subject's district" : "";
        output.WriteLine($"release gate: k = {gate.K} of {gate.Size} ({gate.Population}{of}), so at most {gate.Size / gate.K} groups of people can be told apart");
        foreach (var row in review.Readability)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {(row.Readable ? "readable" : "withheld")}  {row.What} ({row.Left}): {row.Values} values, {row.LookAlikes:0.#} people each on average"));
        }
    }

    private static string Summary(Covenant covenant) =>
        $"{covenant.Id} {covenant.Version}, in force from {covenant.From:yyyy-MM-dd}{(covenant.Until is { } until ? $" until {until:yyyy-MM-dd}" : "")}: "
        + $"{CovenantFile.Counted(covenant.Partners.Count, "partner")}, {CovenantFile.Counted(covenant.Articles.Count, "article")}, "
        + $"{CovenantFile.Counted(covenant.Scenarios.Count, "scenario")}, {CovenantFile.Counted(covenant.Invariants.Count, "invariant")}; "
        + $"sha256 {Convert.ToHexStringLower(covenant.Digest.Span)}";
}
