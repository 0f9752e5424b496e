using System.CommandLine;

namespace Exchange.Cli.Audit;

/// <summary><c>exchange audit</c>: reads, proves and verifies a partnership's log, also while a gateway writes it. Contents stay sealed.</summary>
internal static class AuditCommands
{
    public static Command Create() => new("audit", "Reads, proves and verifies the log; also while a gateway runs")
    {
        VerifyCommand.Create(),
        HeadCommand.Create(),
        ProveCommand.Create(),
        ExportCommand.Create(),
        KeyCommand.Create(),
        RotateKeyCommand.Create(),
        PruneCommand.Create(),
        ReindexCommand.Create(),
        WitnessCommand.Create(),
        WitnessKeyCommand.Create(),
        SearchCommand.Create(),
        ReconcileCommand.Create(),
    };
}
