using System.CommandLine;

namespace Exchange.Cli.Tests;

/// <summary>Runs the operator's command in this process.</summary>
internal static class CommandLine
{
    public static async Task<(int Exit, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await Operator.RunAsync(args, new InvocationConfiguration { Output = output, Error = error });
        return (exit, output.ToString(), error.ToString());
    }
}
