using System.CommandLine;
using System.Text.Json;
using Exchange.Cli.Pki;
using Exchange.Dossiers;
using Exchange.Gateway.Hosting;

namespace Exchange.Cli.Bench;

/// <summary>
/// <c>exchange bench gateway</c>: what all that the gateway does costs, beside a bare method of the same server. The gateway runs
/// in a process of its own on one core, the callers in another on another core; both are this command again.
/// </summary>
internal static class GatewayBench
{
    // Together within the time that the command has to clean up after Ctrl-C.
    private static readonly TimeSpan ServerStops = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan CallersStop = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "One JSON object a line, one line per view" };
        var data = new Option<DirectoryInfo>("--data")
        {
            Description = "Where the temporary records go: a folder on a disk",
            HelpName = "DIR",
            DefaultValueFactory = _ => new DirectoryInfo(Path.GetTempPath()),
        };
        var load = new BenchLoad.Options();
        var command = new Command("gateway", "Measures GetBasisdossier through every hop against a bare echo of the same server") { json, data };
        load.AddTo(command);
        command.SetAction((call, cancellation) =>
            RunAsync(call, load.Of(call), call.GetRequiredValue(data), call.GetValue(json), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult call, BenchLoad load, DirectoryInfo data, bool json, CancellationToken cancellation)
    {
        if (PinnedProcess.Fault() is { } fault)
            return Exit.Unusable(call, fault);
        if (BenchFolder.Fault(data) is { } unusable)
            return Exit.Unusable(call, unusable);

        var folder = Directory.CreateDirectory(Path.Combine(data.FullName, $"exchange-bench-{RandomId.Create()}"));
        try
        {
            var covenant = CovenantFiles.Load([new PartnershipOptions { Id = Installation.DefaultPartnership, Covenant = SampleCovenant.Path }])
                .Find(Installation.DefaultPartnership)!;
            var pki = DevPki.Make([.. covenant.Controllers.Values.Select(c => new DevController(c.Id, c.Oin))], TimeProvider.System);
            new DevPkiFolder(folder.FullName).Write(pki, SampleCovenant.Path);
            return await MeasureAsync(call, load, folder, json, cancellation);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<int> MeasureAsync(ParseResult call, BenchLoad load, DirectoryInfo folder, bool json, CancellationToken cancellation)
    {
        var output = call.InvocationConfiguration.Output;
        await using var server = PinnedProcess.Start(
            PinnedProcess.Core.First, ["bench", BenchServer.Name, folder.FullName, .. load.ToArguments()], call.InvocationConfiguration.Error, ServerStops);
        if (await server.Output.ReadLineAsync(cancellation) is not { } site)
            return Exit.Unusable(call, "the gateway that was to be measured did not start; see above.");

        await using var callers = PinnedProcess.Start(
            PinnedProcess.Core.Second, ["bench", BenchCallers.Name, folder.FullName, .. load.ToArguments()], call.InvocationConfiguration.Error, CallersStop);
        await callers.Input.WriteLineAsync(site.AsMemory(), cancellation);
        await callers.Input.FlushAsync(cancellation);
        if (!json)
            output.WriteLine(BenchResult.TableHead);
        while (await callers.Output.ReadLineAsync(cancellation) is { } line)
        {
            output.WriteLine(json ? line : JsonSerializer.Deserialize<BenchResult>(line, BenchJson.Options)!.ToTableRow());
            output.Flush();
        }

        return await callers.ExitAsync(cancellation) == Exit.Fine ? Exit.Fine : Exit.No;
    }
}
