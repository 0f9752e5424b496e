using System.CommandLine;
using Exchange.Consent;

namespace Exchange.Cli.Import;

/// <summary><c>exchange import</c>: takes over what partners already have.</summary>
internal static class ImportCommand
{
    // Many times the official test persons; one person is held in memory at a time, but a file without an end is not read.
    private const long MaxFileBytes = 256L * 1024 * 1024;
    private const int MaxReportedInSummary = 10;

    public static Command Create() => new("import", "Takes over cases from elsewhere")
    {
        CreateBrpPersonas(),
    };

    private static Command CreateBrpPersonas()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The official test persons of the BRP, as a JSON list" };
        var source = new Option<string>("--source") { Description = "The partner that keeps the register", DefaultValueFactory = _ => "oov" };
        var command = new Command("brp-personas", "Makes an active case of every test person; a second run makes them again")
        {
            file, source,
        };
        var into = new InstallationOptions();
        into.AddTo(command);
        command.SetAction((call, cancellation) => RunAsync(call, call.GetRequiredValue(file), into, call.GetRequiredValue(source), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult call, FileInfo file, InstallationOptions into, string source, CancellationToken cancellation)
    {
        if (!file.Exists)
            return Exit.Unusable(call, $"there is no file {file.FullName}: name the file of test persons.");
        if (file.Length > MaxFileBytes)
            return Exit.Unusable(call, $"{file.FullName} is larger than {MaxFileBytes / 1024 / 1024} MiB: split it.");

        return await into.UseAsync(call, mayBeNew: true, async (installation, _) =>
        {
            var today = AmsterdamCalendar.DayOf(installation.Time.GetUtcNow());
            var sections = new BrpSections(installation.Covenant, source, today.AddYears(1));
            if (sections.Uncovered is { } category)
                return Exit.Unusable(call, $"the covenant gives {source} no ground to contribute {category}: name another --source or --covenant.");

            await using var stream = file.OpenRead();
            var result = await new BrpImport(installation, sections).RunAsync(stream, cancellation);
            call.InvocationConfiguration.Output.WriteLine(Summary(result));
            if (result.Stopped is { } why)
                return Exit.Unusable(call, $"stopped early: {why}");
            return result.Imported > 0 ? Exit.Fine : Exit.No;
        });
    }

    private static string Summary(BrpImportResult result)
    {
        var named = result.Reported.Take(MaxReportedInSummary).Select(r => $"ordinal {r.Ordinal}: {r.Why}");
        var rest = result.Reported.Count > MaxReportedInSummary ? $"; and {result.Reported.Count - MaxReportedInSummary} more" : "";
        var who = result.Reported.Count == 0 ? "" : $" ({string.Join("; ", named)}{rest})";
        return $"{result.Imported} imported, {result.Reported.Count} reported{who}, {result.Secret} with a secret address";
    }
}
