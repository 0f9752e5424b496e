using System.CommandLine;
using Exchange.Consent;

namespace Exchange.Cli.Covenants.Comparing;

/// <summary><c>exchange covenant diff OLD NEW</c>: what another version changes for whom; 1 when anything widens.</summary>
internal static class DiffCommand
{
    public static Command Create()
    {
        var old = new Argument<string>("OLD") { Description = "The version as it is" };
        var @new = new Argument<string>("NEW") { Description = "The version as it would be" };
        var json = new Option<bool>("--json") { Description = "A JSON object per change, one a line" };
        var all = new Option<bool>("--all") { Description = "Also what takes a second role in the token, whose caps then have their part in it" };
        var command = new Command("diff", "Compares two versions by effect: who gains or loses what, and what guards less")
        {
            old,
            @new,
            json,
            all,
        };
        command.SetAction(call =>
        {
            // Both are read, so that whoever has two to correct hears of both.
            if ((CovenantFile.Load(call, call.GetRequiredValue(old)), CovenantFile.Load(call, call.GetRequiredValue(@new))) is not ({ } before, { } after))
                return Exit.Wrong;
            var comparison = before.CompareTo(after);
            if (call.GetValue(json))
                ComparisonJson.Write(comparison, call.InvocationConfiguration.Output);
            else
                Write(before, after, comparison, call.GetValue(all), call.InvocationConfiguration.Output);
            return comparison.Widens ? Exit.No : Exit.Fine;
        });
        return command;
    }

    private static void Write(Covenant before, Covenant after, CovenantComparison comparison, bool all, TextWriter output)
    {
        output.WriteLine($"{before.Id} {before.Version} → {after.Id} {after.Version}");
        if (comparison.IsEmpty)
            output.WriteLine("nothing changes");
        var told = comparison.Access.Where(change => all || change.RolesAlone.Count > 0).ToList();
        Part(output, "Widens", [.. told.Where(c => c.Widens).Select(ChangeText.Of), .. comparison.Terms.Where(c => c.Widens).Select(ChangeText.Of)]);
        Part(output, "Narrows or changes", [.. told.Where(c => !c.Widens).Select(ChangeText.Of), .. comparison.Terms.Where(c => !c.Widens).Select(ChangeText.Of)]);
        output.WriteLine();
        if (comparison.Access.Count > told.Count)
            output.WriteLine($"{CovenantFile.Counted(comparison.Access.Count - told.Count, "statement")} about callers with a second role in the token, which caps what they see; --all tells them.");
        output.WriteLine(comparison.Widens ? "This version widens." : "This version widens nothing.");
    }

    private static void Part(TextWriter output, string title, List<string> changes)
    {
        if (changes.Count == 0)
            return;
        output.WriteLine();
        output.WriteLine(title);
        foreach (var change in changes)
            output.WriteLine($"  {change}");
    }
}
