using System.CommandLine;

namespace Exchange.Cli.Pki;

/// <summary><c>exchange pki renew DIR</c>.</summary>
internal static class PkiRenewCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "The folder that 'pki dev' made" };
        var command = new Command("renew", "Gives the gateway another server certificate and key, for development only") { folder };
        command.SetAction(call => PkiFolderCommand.Run(call, call.GetRequiredValue(folder), pki =>
        {
            pki.RenewServer(TimeProvider.System);
            return "Renewed: a running gateway shows the new server certificate to new connections within seconds";
        }));
        return command;
    }
}
