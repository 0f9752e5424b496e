using System.CommandLine;

namespace Exchange.Cli.Covenants;

/// <summary><c>exchange covenant decide FILE</c>: decision inputs as JSON lines on stdin, decisions as JSON lines on stdout.</summary>
internal static class DecideCommand
{
    public static Command Create()
    {
        var file = CovenantCommands.FileArgument();
        var command = new Command("decide", "Decides JSON lines from stdin, one answer per line and in order")
        {
            file,
        };
        command.SetAction((call, cancellation) => RunAsync(call, call.GetRequiredValue(file), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult call, string path, CancellationToken cancellation)
    {
        if (CovenantFile.Load(call, path) is not { } covenant)
            return Exit.Wrong;
        try
        {
            await using var input = Console.OpenStandardInput();
            await using var output = Console.OpenStandardOutput();
            var unreadable = await new DecisionLines(covenant).RunAsync(input, output, cancellation);
            if (unreadable == 0)
                return Exit.Fine;
            call.InvocationConfiguration.Error.WriteLine(
                $"exchange: {unreadable} of the lines could not be read and gave INVALID_INPUT; write each as one JSON object with the keys of 'covenant decide' and texts as values.");
            return Exit.Wrong;
        }
        catch (IOException)
        {
            call.InvocationConfiguration.Error.WriteLine("exchange: stdin or stdout was closed before the last line was answered; run it again with both open.");
            return Exit.Wrong;
        }
    }
}
