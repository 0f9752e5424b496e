using System.CommandLine;
using Exchange.Audit;

namespace Exchange.Cli.Audit;

/// <summary><c>exchange audit witness-key</c>: makes a witness, or prints the public key of one.</summary>
internal static class WitnessKeyCommand
{
    public static Command Create()
    {
        var name = new Option<string?>("--name") { Description = "The name of a new witness, such as fg.example.nl/witness" };
        var state = WitnessCommand.StateOption();
        var command = new Command("witness-key", "Prints a witness's public key; makes the witness when there is none") { name, state };
        command.SetAction(call =>
        {
            var folder = call.GetRequiredValue(state).FullName;
            try
            {
                if (WitnessKey.Find(folder) is { } own)
                {
                    call.InvocationConfiguration.Output.WriteLine(own.PublicKey);
                    return Exit.Fine;
                }

                if (call.GetValue(name) is not { } named || !SignedNote.IsKeyName(named))
                    return Exit.Unusable(call, "--name names a new witness, without spaces and plus signs.");
                call.InvocationConfiguration.Output.WriteLine(WitnessKey.Make(folder, named).PublicKey);
                return Exit.Fine;
            }
            catch (StoreUnavailableException e)
            {
                return Exit.Unusable(call, e.Message);
            }
        });
        return command;
    }
}
