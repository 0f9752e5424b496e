using System.CommandLine;
using Exchange.Cli.Covenants.Comparing;
using Exchange.Cli.Covenants.Explaining;
using Exchange.Cli.Covenants.Matrix;

namespace Exchange.Cli.Covenants;

/// <summary><c>exchange covenant</c>: looks at a covenant file. Only <c>replay</c> needs a store, and no key of it.</summary>
internal static class CovenantCommands
{
    public static Command Create() => new("covenant", "Checks, tests, proves, explains and compares covenant files")
    {
        Named("check", "Says everything that is wrong with a covenant file, with line and column", CheckCommand.Run),
        TestCommand.Create(),
        Named("prove", "Proves or refutes the invariants of a covenant by visiting every cell", ProveCommand.Run),
        DecideCommand.Create(),
        SchemaCommand.Create(),
        ReplayCommand.Create(),
        ExplainCommand.Create(),
        MatrixCommand.Create(),
        DiffCommand.Create(),
        SignCommand.Create(),
    };

    /// <summary>A command that takes one file.</summary>
    private static Command Named(string name, string description, Func<ParseResult, string, int> run)
    {
        var file = FileArgument();
        var command = new Command(name, description) { file };
        command.SetAction(call => run(call, call.GetRequiredValue(file)));
        return command;
    }

    internal static Argument<string> FileArgument() => new("FILE") { Description = "The covenant" };
}
