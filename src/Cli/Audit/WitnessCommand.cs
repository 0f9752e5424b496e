using System.CommandLine;
using Exchange.Audit;

namespace Exchange.Cli.Audit;

/// <summary><c>exchange audit witness</c>: looks at a log once, at another organisation, and countersigns that it only grew.</summary>
internal static class WitnessCommand
{
    public static Command Create()
    {
        var source = new Argument<string>("SOURCE") { Description = "The log's export: a directory or an address" };
        var key = InputFiles.KeyOption(isRequired: true);
        var state = StateOption();
        var command = new Command("witness", "Checks that a log only grew since the last look, remembers it, and prints the countersigned checkpoint; exit 1 says what is wrong")
        {
            source, key, state,
        };
        command.SetAction(call =>
        {
            if (InputFiles.Keys(call.GetRequiredValue(key), out var sentence) is not { } keys)
                return Exit.Unusable(call, sentence);
            if (Exports.Find(call.GetRequiredValue(source)) is not { } export)
                return Exit.Unusable(call, $"there is no export {call.GetRequiredValue(source)}: name a directory, or an address that begins with https://.");
            var folder = call.GetRequiredValue(state).FullName;
            try
            {
                if (WitnessKey.Find(folder) is not { } own)
                    return Exit.Unusable(call, $"{folder} has no witness: make one with `exchange audit witness-key`.");
                return Say(call, new Witness(folder, own, TimeProvider.System).Look(export, keys));
            }
            catch (StoreUnavailableException e)
            {
                return Exit.Unusable(call, e.Message);
            }
        });
        return command;
    }

    public static Option<DirectoryInfo> StateOption() => new("--state") { Description = "The witness's own directory: its key, and what it saw", Required = true, HelpName = "DIR" };

    private static int Say(ParseResult call, WitnessAnswer answer)
    {
        if (answer is WitnessAnswer.Countersigned countersigned)
        {
            call.InvocationConfiguration.Output.Write(countersigned.Checkpoint.Note.ToString());
            return Exit.Fine;
        }

        call.InvocationConfiguration.Error.WriteLine(Verdict.Of((WitnessAnswer.Refused)answer));
        return Exit.No;
    }
}
