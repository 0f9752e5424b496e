using Exchange.Audit;
using Exchange.Cli.Call;
using Exchange.Cli.Pki;
using Exchange.Commands;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Gateway.Hosting;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Exchange.Cli.Demo;

/// <summary>
/// A real gateway on loopback, with storage and PKI in a folder that goes with it, and real clients to it. Only the fictional
/// dossiers are taken over by hand; everything after that goes over gRPC.
/// </summary>
internal sealed class DemoGateway : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly DevPki _pki;
    private readonly Dictionary<string, GatewayConnection> _connections = new(StringComparer.Ordinal);
    private WebApplication? _app;

    private DemoGateway(DirectoryInfo folder, DevPki pki, Covenant covenant, TimeProvider time)
    {
        _folder = folder;
        _pki = pki;
        Covenant = covenant;
        Time = time;
    }

    public PartnershipId Partnership { get; } = new(Installation.DefaultPartnership);

    public Covenant Covenant { get; }

    public TimeProvider Time { get; }

    public DateOnly Today => AmsterdamCalendar.DayOf(Time.GetUtcNow());

    public Uri Address { get; private set; } = null!;

    public Uri Health { get; private set; } = null!;

    public LogTail Log { get; private set; } = null!;

    /// <summary>The dossiers, each with the case that it became.</summary>
    public IReadOnlyList<(SyntheticDossier Dossier, Case Case)> Dossiers { get; private set; } = [];

    /// <summary>Where the certificates and keys are.</summary>
    public string PkiFolder => Path.Combine(_folder.FullName, "pki");

    /// <summary>Starts it.</summary>
    /// <exception cref="ConfigurationException">The sample covenant cannot be used, or the records cannot be made.</exception>
    public static async Task<DemoGateway> StartAsync(TimeProvider time, CancellationToken cancellation)
    {
        var options = new PartnershipOptions { Id = Installation.DefaultPartnership, Covenant = SampleCovenant.Path };
        var covenant = CovenantFiles.Load([options]).Find(options.Id)!;
        var pki = DevPki.Make([.. covenant.Controllers.Values.Select(c => new DevController(c.Id, c.Oin))], time);
        var demo = new DemoGateway(Directory.CreateTempSubdirectory("exchange-demo-"), pki, covenant, time);
        try
        {
            await demo.StartAsync(cancellation);
            return demo;
        }
        catch
        {
            await demo.DisposeAsync();
            throw;
        }
    }

    private async Task StartAsync(CancellationToken cancellation)
    {
        var identities = new DevPkiFolder(PkiFolder);
        identities.Write(_pki);
        var section = GatewayOptions.Section;
        var configuration = new ConfigurationBuilder()
            .AddJsonFile(identities.Configuration)
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                [$"{section}:{nameof(GatewayOptions.Data)}"] = Path.Combine(_folder.FullName, "data"),
                [$"{section}:{nameof(GatewayOptions.Listen)}"] = "127.0.0.1:0",
                [$"{section}:{nameof(GatewayOptions.Health)}"] = "127.0.0.1:0",
                [$"{section}:{nameof(GatewayOptions.Partnerships)}:0:{nameof(PartnershipOptions.Id)}"] = Partnership.Value,
                [$"{section}:{nameof(GatewayOptions.Partnerships)}:0:{nameof(PartnershipOptions.Covenant)}"] = SampleCovenant.Path,
            })
            .Build();
        _app = GatewayHost.Build(
            configuration, Time, l => l.SetMinimumLevel(LogLevel.Error).AddConsole(c => c.LogToStandardErrorThreshold = LogLevel.Trace));
        await _app.StartAsync(cancellation);
        (Address, Health) = GatewayHost.Addresses(_app);
        Log = new LogTail(_app.Services.GetRequiredService<ILogStore>(), Partnership);

        var import = _app.Services.GetRequiredService<ImportCase>();
        var dossiers = new List<(SyntheticDossier, Case)>();
        foreach (var dossier in SyntheticDossiers.Make(Covenant, Today))
        {
            var outcome = await import.HandleAsync(Partnership, Covenant, CaseState.Active, dossier.Sections, dossier.Team, cancellation);
            dossiers.Add((dossier, outcome.Value ?? throw new ConfigurationException(
                $"The covenant refuses fictional dossier {dossier.Number}: {outcome.Refusal!.Message} {string.Join("; ", outcome.Refusal.Fields)}")));
        }

        Dossiers = dossiers;
        Log.TakeNew();
    }

    /// <summary>Calls the gateway over mutual TLS, with a signed request: the gateway looks at the signature where it wants one.</summary>
    /// <param name="method">The RPC, as in <c>DossierService/GetBasisdossier</c>.</param>
    /// <param name="request">The request.</param>
    /// <param name="caller">Whose certificate the connection has.</param>
    /// <param name="tokenOf">Whose token it sends: the caller's own, or somebody else's.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="Grpc.Core.RpcException">The gateway refused.</exception>
    public Task<Answer> CallAsync(string method, IMessage request, Person caller, Person tokenOf, CancellationToken cancellation)
    {
        var controller = ControllerOf(caller);
        if (!_connections.TryGetValue(controller, out var connection))
            _connections[controller] = connection = new GatewayConnection(Address, _pki.Connect(_pki.Parties[controller].Certificate));
        var token = new DevToken { Unit = tokenOf.Partner, Actor = tokenOf.Actor, Roles = [tokenOf.Role] };
        return connection.CallAsync(
            Methods.Find(method)!, request, _pki.IssueToken(ControllerOf(tokenOf), token), _pki.Parties[controller].Requests, cancellation);
    }

    /// <summary>The operator records what somebody is to a case from now on.</summary>
    public async Task ChangeTeamAsync(Case @case, TeamMember member)
    {
        if (await _app!.Services.GetRequiredService<ChangeTeam>().HandleAsync(Partnership, Covenant, @case, member) is { } refusal)
            throw new ConfigurationException($"The team could not be changed: {refusal.Message}");
    }

    public string ControllerOf(Person person) => Covenant.Partners[person.Partner].Controller;

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections.Values)
            connection.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }
}
