using System.CommandLine;

namespace Exchange.Cli.Keys;

/// <summary><c>exchange keys</c>: what the operator does with keys.</summary>
internal static class KeysCommands
{
    public static Command Create() => new("keys", "Destroys keys") { DestroyCommand.Create() };
}
