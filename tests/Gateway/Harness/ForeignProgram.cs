using System.Diagnostics;

namespace Exchange.Gateway.Tests.Harness;

/// <summary>Runs a program that is not ours: a compiler, an interpreter, a tool.</summary>
internal static class ForeignProgram
{
    /// <summary>Debian's Python, whose gRPC library ./test installs; another that comes first on the path may not have it.</summary>
    public const string Python = "/usr/bin/python3";

    /// <summary>A partner's client that is written in Python.</summary>
    public static string PythonPeer(string name) => Path.Combine(Repository.Root, "tests", "Peers", "python", name);

    /// <summary>A program in Node, whose packages <c>npm ci</c> brought; ./test does.</summary>
    public static string NodeProgram(params string[] path)
    {
        var program = Path.Combine([Repository.Root, .. path]);
        var folder = Path.GetDirectoryName(program)!;
        Assert.True(Directory.Exists(Path.Combine(folder, "node_modules")), $"Run `npm ci --ignore-scripts` in {folder} first; ./test does.");
        return program;
    }

    /// <summary>What a program made of its arguments, standard input and settings in the environment.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string program, IEnumerable<string> arguments, string input = "", IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await errors);
    }
}
