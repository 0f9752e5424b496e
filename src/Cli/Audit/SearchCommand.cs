using System.CommandLine;
using System.Security.Cryptography;
using Exchange.Cli.Call;
using Exchange.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Enum = System.Enum;

namespace Exchange.Cli.Audit;

/// <summary>
/// <c>exchange audit search</c>: what a reviewer may see of a gateway's log, page by page, as lines. It is a client like any other: each
/// page is an entry of the log, and the operator sees no more by it than the reviewer whose token it is.
/// </summary>
internal static class SearchCommand
{
    private const int PageSize = 100;

    public static Command Create()
    {
        var gateway = new CallerOptions();
        var role = new Option<string>("--role") { Description = "The reviewer's role: fg, privacyCoordinator, wpgPrivacyOfficer or auditor", Required = true };
        var partnership = new Option<string>("--partnership") { Description = "The partnership", DefaultValueFactory = _ => Installation.DefaultPartnership };
        var format = new Option<string>("--format") { Description = "jsonl, csv or nen7513 (JSON lines with that standard's field names)", DefaultValueFactory = _ => "jsonl" };
        format.AcceptOnlyFromAmong("jsonl", "csv", "nen7513");
        var register = new Option<string?>("--register") { Description = "Instead, what was released of this source of the reviewer's controller (jsonl or csv)", HelpName = "SOURCE" };
        var counts = new Option<bool>("--counts") { Description = "Instead, counts per day, partner and outcome, of the days of --from and --until (jsonl or csv)" };
        var filter = new FilterOptions();
        var command = new Command("search", "Searches a gateway's log as a reviewer, and writes what is found as lines, the newest first") { role, partnership, format, register, counts };
        gateway.AddTo(command);
        filter.AddTo(command);
        command.SetAction(async (call, cancellation) =>
        {
            if (gateway.Check(call) is { } wrong)
                return Exit.Unusable(call, wrong);
            var written = Enum.Parse<LogFormat>(call.GetRequiredValue(format), ignoreCase: true);
            try
            {
                var wanted = filter.Read(call);
                if (wanted is { From: { } first, Until: { } end } && end <= first)
                    return Exit.Unusable(call, "'--until' is not after '--from', so nothing lies between them.");
                if ((call.GetValue(counts) || call.GetValue(register) is not null) && filter.NamesMoreThanAPeriod(call))
                    return Exit.Unusable(call, "'--register' and '--counts' go by '--from' and '--until' only; leave the other filters out.");
                using var caller = await gateway.OpenAsync(call, cancellation);
                var reader = new LogPages(caller, call.GetRequiredValue(partnership), call.GetRequiredValue(role), PageSize);
                var lines = call.GetValue(counts) ? reader.CountsAsync(wanted, written, cancellation)
                    : call.GetValue(register) is { } source ? reader.RegisterAsync(source, wanted, written, cancellation)
                    : reader.EntriesAsync(wanted, written, cancellation);
                await foreach (var line in lines)
                    await call.InvocationConfiguration.Output.WriteLineAsync(line);
                return Exit.Fine;
            }
            catch (RpcException e)
            {
                var refusal = RefusalDetails.Of(e);
                call.InvocationConfiguration.Error.WriteLine($"{refusal.Reason}: {refusal.Message}");
                foreach (var violation in refusal.Fields)
                    call.InvocationConfiguration.Error.WriteLine($"  {violation.Field}: {violation.Description}");
                return Exit.No;
            }
            catch (FormatException e)
            {
                return Exit.Unusable(call, e.Message);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
            {
                return Exit.Unusable(call, $"a file cannot be read: {e.Message}");
            }
        });
        return command;
    }

    /// <summary>What to search for, on the command line. A BSN is read from a file: others see what stands on a command line.</summary>
    private sealed class FilterOptions
    {
        private readonly Option<string?> _from = new("--from") { Description = "From this moment on, or this day: 2026-03-01 or 2026-03-01T12:00:00Z" };
        private readonly Option<string?> _until = new("--until") { Description = "Before this moment; a day counts whole" };
        private readonly Option<string?> _partner = new("--partner") { Description = "A partner that called, was a source, or was given something" };
        private readonly Option<string?> _actor = new("--actor") { Description = "Who called, of the reviewer's own controller" };
        private readonly Option<string?> _acted = new("--acted-as") { Description = "The role in which was called", HelpName = "ROLE" };
        private readonly Option<string?> _case = new("--case") { Description = "The case, by its pseudonym" };
        private readonly Option<string?> _subject = new("--subject-file") { Description = "The file that holds the BSN of the subject", HelpName = "FILE" };
        private readonly Option<string?> _category = new("--category") { Description = "The category of a decision" };
        private readonly Option<string?> _level = new("--level") { Description = "The level of a decision" };
        private readonly Option<string?> _article = new("--article") { Description = "The article of a decision" };
        private readonly Option<string?> _forum = new("--forum") { Description = "The forum, or none" };
        private readonly Option<string?> _purpose = new("--purpose") { Description = "The purpose" };
        private readonly Option<string?> _outcome = new("--outcome") { Description = "released, refused, done or repeated" };
        private readonly Option<string?> _event = new("--event") { Description = "The kind of entry" };
        private readonly Option<bool?> _glass = new("--break-glass") { Description = "true or false" };

        public void AddTo(Command command)
        {
            _outcome.AcceptOnlyFromAmong("released", "refused", "done", "repeated");
            foreach (var option in new System.CommandLine.Option[] { _from, _until, _partner, _actor, _acted, _case, _subject, _category, _level, _article, _forum, _purpose, _outcome, _event, _glass })
                command.Add(option);
        }

        /// <summary>Whether it says more than from when and until when.</summary>
        public bool NamesMoreThanAPeriod(ParseResult call) =>
            new System.CommandLine.Option[] { _partner, _actor, _acted, _case, _subject, _category, _level, _article, _forum, _purpose, _outcome, _event, _glass }
                .Any(option => call.GetResult(option) is { Implicit: false });

        public LogFilter Read(ParseResult call)
        {
            var filter = new LogFilter
            {
                From = Moment(call.GetValue(_from), wholeDay: false),
                Until = Moment(call.GetValue(_until), wholeDay: true),
                Partner = call.GetValue(_partner) ?? "",
                Actor = call.GetValue(_actor) ?? "",
                Role = call.GetValue(_acted) ?? "",
                CasePseudonym = call.GetValue(_case) ?? "",
                SubjectBsn = call.GetValue(_subject) is { } file ? File.ReadAllText(file).Trim() : "",
                Category = call.GetValue(_category) ?? "",
                Level = call.GetValue(_level) ?? "",
                Article = call.GetValue(_article) ?? "",
                Forum = call.GetValue(_forum) ?? "",
                Purpose = call.GetValue(_purpose) ?? "",
                Outcome = call.GetValue(_outcome) is { } outcome ? Enum.Parse<LogOutcome>(outcome, ignoreCase: true) : LogOutcome.Unspecified,
                Event = call.GetValue(_event) ?? "",
            };
            if (call.GetValue(_glass) is { } broken)
                filter.BreakGlass = broken;
            return filter;
        }

        private static Timestamp? Moment(string? text, bool wholeDay) =>
            Moments.Read(text, wholeDay) is { } moment ? Timestamp.FromDateTimeOffset(moment) : null;
    }
}
