using System.CommandLine;

namespace Exchange.Cli.Pki;

/// <summary><c>exchange pki</c>: identities for development. No key or certificate that it makes belongs in production.</summary>
internal static class PkiCommands
{
    public static Command Create() => new("pki", "Makes certificates and tokens, for development only")
    {
        PkiDevCommand.Create(),
        PkiTokenCommand.Create(),
        PkiRevokeCommand.Create(),
        PkiRenewCommand.Create(),
    };
}
