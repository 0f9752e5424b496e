using System.CommandLine;

namespace Exchange.Cli.Covenants.Matrix;

/// <summary><c>exchange covenant matrix FILE</c>: who sees what, on the terminal, as CSV, or as a page for a board.</summary>
internal static class MatrixCommand
{
    public static Command Create()
    {
        var file = CovenantCommands.FileArgument();
        var csv = new Option<bool>("--csv") { Description = "A line per forum, relation, partner and category, with the values that it takes" };
        var html = new Option<bool>("--html") { Description = "One page in Dutch, for people who never saw the file" };
        var command = new Command("matrix", "Shows who sees what at most, per forum and relation, with the article")
        {
            file,
            csv,
            html,
        };
        command.SetAction(call =>
        {
            if (call.GetValue(csv) && call.GetValue(html))
                return Exit.Unusable(call, "choose one of --csv and --html.");
            if (CovenantFile.Load(call, call.GetRequiredValue(file)) is not { } covenant)
                return Exit.Wrong;
            var (matrix, output) = (covenant.Matrix(), call.InvocationConfiguration.Output);
            if (call.GetValue(csv))
                MatrixCsv.Write(matrix, output);
            else if (call.GetValue(html))
                output.Write(new MatrixPage(covenant, matrix).Write());
            else
                MatrixText.Write(covenant, matrix, output);
            return Exit.Fine;
        });
        return command;
    }
}
