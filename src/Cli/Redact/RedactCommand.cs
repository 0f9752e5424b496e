using System.CommandLine;

namespace Exchange.Cli.Redact;

/// <summary><c>exchange redact</c>: texts as JSON lines on stdin, what may be seen of them as JSON lines on stdout.</summary>
internal static class RedactCommand
{
    public const string Name = "redact";

    public static Command Create()
    {
        var command = new Command(Name, "Redacts JSON lines from stdin, one answer per line and in order");
        command.SetAction((call, cancellation) => RunAsync(call, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult call, CancellationToken cancellation)
    {
        try
        {
            await using var input = Console.OpenStandardInput();
            await using var output = Console.OpenStandardOutput();
            var unreadable = await new RedactLines().RunAsync(input, output, cancellation);
            if (unreadable == 0)
                return Exit.Fine;
            call.InvocationConfiguration.Error.WriteLine(
                $"exchange: {unreadable} of the lines could not be read and have no text; write each as one JSON object with the keys id, text and known.");
            return Exit.Wrong;
        }
        catch (IOException)
        {
            call.InvocationConfiguration.Error.WriteLine("exchange: stdin or stdout was closed before the last line was answered; run it again with both open.");
            return Exit.Wrong;
        }
    }
}
