using System.CommandLine;
using System.Text.Json;
using Exchange.Cli.Demo;
using Exchange.Cli.Pki;
using Exchange.Commands;
using Exchange.Consent;
using Exchange.Gateway.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Exchange.Cli.Bench;

/// <summary>
/// The gateway as it is, on embedded storage, with the bare method beside its own and a case for each caller; part of
/// <c>exchange bench gateway</c>. Says where it is on standard output; stops when standard input ends.
/// </summary>
internal static class BenchServer
{
    public const string Name = "gateway-server";

    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("DIR");
        var load = new BenchLoad.Options();
        var command = new Command(Name, "Part of `bench gateway`") { folder };
        command.Hidden = true;
        load.AddTo(command);
        command.SetAction(async (call, cancellation) =>
        {
            try
            {
                await RunAsync(call, call.GetRequiredValue(folder), load.Of(call), cancellation);
                return Exit.Fine;
            }
            catch (ConfigurationException e)
            {
                return Exit.Unusable(call, e.Message);
            }
        });
        return command;
    }

    private static async Task RunAsync(ParseResult call, DirectoryInfo folder, BenchLoad load, CancellationToken cancellation)
    {
        var configuration = new ConfigurationBuilder()
            .AddJsonFile(new DevPkiFolder(folder.FullName).Configuration)
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                [$"{GatewayOptions.Section}:{nameof(GatewayOptions.Listen)}"] = "127.0.0.1:0",
                [$"{GatewayOptions.Section}:{nameof(GatewayOptions.Health)}"] = "127.0.0.1:0",
            })
            .Build();
        await using var app = GatewayHost.Build(configuration, TimeProvider.System, logging =>
        {
            logging.AddSimpleConsole(console => console.SingleLine = true);
            logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        });
        app.MapGrpcService<EchoEndpoint>();
        await app.StartAsync(cancellation);
        var site = new BenchSite(GatewayHost.Addresses(app).Grpc, await ImportAsync(app, load.Callers, cancellation));
        call.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(site, BenchJson.Options));
        call.InvocationConfiguration.Output.Flush();
        await Console.In.ReadToEndAsync(cancellation);
        await app.StopAsync(cancellation);
    }

    // The same dossier for each, so that every answer has the same length.
    private static async Task<IReadOnlyList<string>> ImportAsync(WebApplication app, int count, CancellationToken cancellation)
    {
        var partnership = new PartnershipId(Installation.DefaultPartnership);
        var covenant = app.Services.GetRequiredService<Partnerships>().Find(partnership.Value)!;
        var import = app.Services.GetRequiredService<ImportCase>();
        var dossier = SyntheticDossiers.Make(covenant, AmsterdamCalendar.DayOf(TimeProvider.System.GetUtcNow()), 1)[0];
        var cases = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var outcome = await import.HandleAsync(partnership, covenant, CaseState.Active, dossier.Sections, dossier.Team, cancellation);
            cases.Add(outcome.Value?.Id.Value ?? throw new ConfigurationException($"The covenant refuses the fictional dossier: {outcome.Refusal!.Message}"));
        }

        return cases;
    }
}
