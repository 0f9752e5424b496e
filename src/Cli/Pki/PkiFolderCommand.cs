using System.CommandLine;
using System.Security.Cryptography;

namespace Exchange.Cli.Pki;

/// <summary>What every command has in common that changes a folder of <c>pki dev</c>.</summary>
internal static class PkiFolderCommand
{
    /// <summary>Does the work and says what came of it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="path">The folder.</param>
    /// <param name="work">Changes it and gives the sentence to print, or null when it has no organisation of that name.</param>
    public static int Run(ParseResult call, string path, Func<DevPkiFolder, string?> work)
    {
        try
        {
            if (work(new DevPkiFolder(path)) is not { } done)
                return Exit.Unusable(call, $"'{path}' has no organisation of that name: see 'clients' in it, or run 'exchange pki dev'.");
            call.InvocationConfiguration.Output.WriteLine(done);
            return Exit.Fine;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return Exit.Unusable(call, $"'{path}' cannot be read or written: make it anew with 'exchange pki dev'.");
        }
    }
}
