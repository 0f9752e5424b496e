using System.CommandLine;
using Exchange.Audit.V1;
using Exchange.Cli.Audit;
using Exchange.Commands;
using Exchange.Consent;

namespace Exchange.Cli.Covenants;

/// <summary>
/// <c>exchange covenant replay NEW</c>: what a proposed version would have decided otherwise over a period of a gateway's log. It needs
/// no key and opens nothing that is sealed. Exit 1 when something would have been given that was not.
/// </summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("NEW") { Description = "The proposed version" };
        var from = new Option<string?>("--from") { Description = "From this moment on, or this day: 2026-03-01 or 2026-03-01T12:00:00Z" };
        var until = new Option<string?>("--until") { Description = "Before this moment; a day counts whole" };
        var json = new Option<bool>("--json") { Description = "A JSON object a line: every change, then the counts" };
        var log = new LogOptions();
        var command = new Command("replay", "Decides the accesses on a gateway's log once more under a proposed version; exit 1 when something widens")
        {
            file, from, until, json,
        };
        log.AddTo(command);
        command.SetAction((call, cancellation) => Task.FromResult(Run(call, call.GetRequiredValue(file), (call.GetValue(from), call.GetValue(until)), call.GetValue(json), log, cancellation)));
        return command;
    }

    private static int Run(
        ParseResult call, string path, (string? From, string? Until) period, bool json, LogOptions log, CancellationToken cancellation)
    {
        if (CovenantFile.Load(call, path) is not { } proposed)
            return Exit.Wrong;
        DateTimeOffset? from, until;
        try
        {
            (from, until) = (Moments.Read(period.From, wholeDay: false), Moments.Read(period.Until, wholeDay: true));
        }
        catch (FormatException e)
        {
            return Exit.Unusable(call, e.Message);
        }

        if (until <= from)
            return Exit.Unusable(call, "'--until' comes before '--from', so nothing lies between them.");

        return log.Use(call, open =>
        {
            var replay = new CovenantReplay(proposed);
            var report = new ReplayReport(call.InvocationConfiguration.Output, json);
            foreach (var stored in open.Store.Read(open.Partnership, 0))
            {
                cancellation.ThrowIfCancellationRequested();
                var entry = Entry.Parser.ParseFrom(stored.Leaf.Span);
                var time = entry.Time.ToDateTimeOffset();
                if (time < from || time >= until)
                    continue;
                report.Read();
                foreach (var change in replay.Take(stored.Index, entry))
                    report.Add(change);
            }

            report.End(proposed, replay);
            return report.Widens ? Exit.No : Exit.Fine;
        });
    }
}
