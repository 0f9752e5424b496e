using System.CommandLine;
using Exchange.Cli.Bench.Redact;

namespace Exchange.Cli.Bench;

/// <summary><c>exchange bench</c>: how fast this is, on this machine.</summary>
internal static class BenchCommands
{
    public static Command Create() => new("bench", "Measures how fast this is, here")
    {
        DecideBench.Create(),
        GatewayBench.Create(),
        RedactBench.Create(),
        RedactBench.CreateWorker(),
        AuditBench.Create(),
        AuditBench.CreateOpen(),
        BenchServer.Create(),
        BenchCallers.Create(),
    };
}
