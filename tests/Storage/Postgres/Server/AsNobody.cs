using System.Diagnostics;

namespace Exchange.Storage.Tests.Postgres;

/// <summary>Starts programs that refuse to run as root: as the user <c>postgres</c> when we are root, and as ourselves otherwise.</summary>
internal static class AsNobody
{
    private const string User = "postgres";

    public static Process Start(string path, IReadOnlyList<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(Environment.IsPrivilegedProcess ? "setpriv" : path)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        if (Environment.IsPrivilegedProcess)
        {
            // It replaces itself with the program: the process that we know is the program's own.
            foreach (var argument in (string[])["--reuid", User, "--regid", User, "--clear-groups", path])
                start.ArgumentList.Add(argument);
        }
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    /// <summary>Gives a folder to that user.</summary>
    public static void Give(string folder)
    {
        if (!Environment.IsPrivilegedProcess)
            return;
        using var chown = Process.Start("chown", ["-R", $"{User}:{User}", folder]);
        chown.WaitForExit();
        if (chown.ExitCode != 0)
            throw new InvalidOperationException("chown failed.");
    }
}
