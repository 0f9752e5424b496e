using System.CommandLine;
using System.Security.Cryptography;

namespace Exchange.Cli.Audit;

/// <summary><c>exchange audit key</c>: the public keys that sign the log now. The private ones never leave the key store.</summary>
internal static class KeyCommand
{
    public static Command Create()
    {
        var pem = new Option<bool>("--pem") { Description = "As PEM (SubjectPublicKeyInfo), for tools that know no vkey" };
        var log = new LogOptions();
        var command = new Command("key", "Prints the public keys that sign the log now, the newest first: what everybody who verifies should keep") { pem };
        log.AddTo(command);
        command.SetAction(call => log.UseSigned(call, (open, signing) =>
        {
            foreach (var key in signing.PublicKeys(open.Partnership))
                call.InvocationConfiguration.Output.WriteLine(call.GetValue(pem) ? PemEncoding.WriteString("PUBLIC KEY", key.PublicKey.Span) : key.ToString());
            return Exit.Fine;
        }));
        return command;
    }
}
