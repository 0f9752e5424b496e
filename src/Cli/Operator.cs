using System.CommandLine;
using System.CommandLine.Help;
using Exchange.Cli.Audit;
using Exchange.Cli.Bench;
using Exchange.Cli.Call;
using Exchange.Cli.Covenants;
using Exchange.Cli.Demo;
using Exchange.Cli.Import;
using Exchange.Cli.Keys;
using Exchange.Cli.Pki;
using Exchange.Cli.Redact;

namespace Exchange.Cli;

/// <summary>The operator's command: every subcommand in one line.</summary>
internal static class Operator
{
    private const string Name = "exchange";
    private const string Purpose = "Partners share case data as far as their covenant allows";

    // After Ctrl-C: the demo stops a gateway and deletes what it wrote.
    private static readonly TimeSpan TimeToCleanUp = TimeSpan.FromSeconds(10);

    /// <summary>Runs a command line and gives the exit code.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, InvocationConfiguration? configuration = null)
    {
        var parsed = Create(args.FirstOrDefault()).Parse(args);
        configuration ??= new InvocationConfiguration { ProcessTerminationTimeout = TimeToCleanUp };
        configuration.EnableDefaultExceptionHandler = false;
        if (parsed.Errors.Count > 0)
        {
            configuration.Error.WriteLine($"exchange: {Mistake(parsed)} See --help.");
            return Exit.Wrong;
        }

        try
        {
            return await parsed.InvokeAsync(configuration);
        }
        catch (OperationCanceledException)
        {
            return Exit.No;
        }
        catch (Exception e)
        {
            // The type and place only: a message may quote what it choked on, and that may be about a person.
            configuration.Error.WriteLine($"exchange: something broke here ({e.GetType().Name} in {e.TargetSite?.Name}); please report it.");
            return Exit.Wrong;
        }
    }

    /// <summary>What is wrong with a command line. The parser says of a mistyped command that one is required, and names it last.</summary>
    private static string Mistake(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command.Subcommands.Count == 0)
            return parsed.Errors[0].Message;
        var known = string.Join(", ", command.Subcommands.Select(sub => sub.Name));
        return parsed.UnmatchedTokens is [var word, ..] ? $"There is no command '{word}' here; there are {known}." : $"A command is missing; there are {known}.";
    }

    // Scripts start `redact` for each text that they have: it does not wait for the making of all the other commands.
    private static Command Create(string? first) =>
        first == RedactCommand.Name ? new(Name, Purpose) { new HelpOption(), RedactCommand.Create() } : Create();

    // Not a RootCommand: that would be called after its assembly.
    private static Command Create() => new(Name, Purpose)
    {
        new HelpOption(),
        DemoCommand.Create(),
        CovenantCommands.Create(),
        ImportCommand.Create(),
        CallCommand.Create(),
        AuditCommands.Create(),
        RedactCommand.Create(),
        KeysCommands.Create(),
        BenchCommands.Create(),
        PkiCommands.Create(),
    };
}
