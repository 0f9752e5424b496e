using System.CommandLine;

namespace Exchange.Cli.Pki;

/// <summary><c>exchange pki revoke DIR NAME</c>.</summary>
internal static class PkiRevokeCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "The folder that 'pki dev' made" };
        var name = new Argument<string>("NAME") { Description = "The organisation" };
        var command = new Command("revoke", "Takes an organisation's client certificate back, for development only") { folder, name };
        command.SetAction(call => PkiFolderCommand.Run(call, call.GetRequiredValue(folder), pki =>
            pki.Revoke(call.GetRequiredValue(name), TimeProvider.System)
                ? "Revoked: a running gateway refuses the certificate within seconds, on open connections too"
                : null));
        return command;
    }
}
