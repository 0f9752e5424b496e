using System.CommandLine;
using Exchange.Audit;

namespace Exchange.Cli.Audit;

/// <summary><c>exchange audit head</c>: how long the log is, and its root, signed when that is asked.</summary>
internal static class HeadCommand
{
    public static Command Create()
    {
        var log = new LogOptions();
        var signed = new Option<bool>("--signed") { Description = "Print the signed checkpoint, to be kept elsewhere" };
        var command = new Command("head", "Prints how many entries the log has, and the root of its tree") { signed };
        log.AddTo(command);
        command.SetAction(call => call.GetValue(signed)
            ? log.UseSigned(call, (open, signing) =>
            {
                var head = open.Store.ReadHead(open.Partnership);
                call.InvocationConfiguration.Output.Write(signing.Sign(open.Partnership, head.Size, MerkleTree.Root(head)).Note.ToString());
                return Exit.Fine;
            })
            : log.Use(call, open =>
            {
                var head = open.Store.ReadHead(open.Partnership);
                call.InvocationConfiguration.Output.WriteLine($"{head.Size} entries, root {Convert.ToHexStringLower(MerkleTree.Root(head))}");
                return Exit.Fine;
            }));
        return command;
    }
}
