using System.CommandLine;
using Exchange.Audit;

namespace Exchange.Cli.Audit;

/// <summary><c>exchange audit export</c>: lays the log out for strangers, as C2SP tlog-tiles.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("DIR") { Description = "The directory; an export of this log that is there is brought up to date" };
        var log = new LogOptions();
        var command = new Command("export", "Writes the log, its tree and its signed head to a directory that anybody can verify (C2SP tlog-tiles)") { folder };
        log.AddTo(command);
        command.SetAction((call, cancellation) => Task.FromResult(log.UseSigned(call, (open, signing) =>
        {
            var outcome = LogExport.Write(
                open.Store, open.Partnership, call.GetRequiredValue(folder).FullName, (size, root) => signing.Sign(open.Partnership, size, root), cancellation);
            if (outcome is ExportOutcome.Refused refused)
            {
                if (refused.Why == ExportRefusal.OtherFolder)
                    return Exit.Unusable(call, $"{call.GetRequiredValue(folder)} has something else in it: name an empty directory, or this log's own export.");
                call.InvocationConfiguration.Output.WriteLine(Verdict.Of(refused));
                return Exit.No;
            }

            var written = (ExportOutcome.Written)outcome;
            call.InvocationConfiguration.Output.WriteLine(
                $"{written.Checkpoint.Checkpoint.Size} entries of {written.Checkpoint.Checkpoint.Origin}, root {Convert.ToHexStringLower(written.Checkpoint.Checkpoint.Root.Span)}"
                + (written.Minimum > 0 ? $"; those before entry {written.Minimum} are pruned" : ""));
            return Exit.Fine;
        })));
        return command;
    }
}
