using System.Text.Json.Nodes;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Cli.Call;
using Exchange.Cli.Pki;
using Exchange.Commands;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Gateway.Hosting;
using Exchange.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Exchange.Gateway.Tests.Harness;

/// <summary>
/// A real gateway on free loopback ports with a development PKI, the sample covenant and embedded storage in a folder of its
/// own, and real clients to it.
/// </summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    public const string PartnershipName = "amsterdam";

    private readonly Dictionary<string, GrpcChannel> _channels = [];
    private readonly bool _ownsFolder;

    private RunningGateway(string folder, DevPki pki, WebApplication app, TimeProvider time, bool ownsFolder = true)
    {
        _ownsFolder = ownsFolder;
        Folder = folder;
        Pki = pki;
        App = app;
        Time = time;
        Address = GatewayHost.Addresses(app).Grpc;
    }

    public string Folder { get; }

    public DevPki Pki { get; }

    public WebApplication App { get; private set; }

    public TimeProvider Time { get; }

    public Uri Address { get; private set; }

    public PartnershipId Partnership { get; } = new(PartnershipName);

    public Covenant Covenant => App.Services.GetRequiredService<Partnerships>().Find(PartnershipName)!;

    public string DataFolder => Path.Combine(Folder, "data");

    public static async Task<RunningGateway> StartAsync(
        TimeProvider? time = null, Action<ILoggingBuilder>? logging = null, string? covenantFile = null, Action<JsonObject>? configure = null)
    {
        time ??= TimeProvider.System;
        var folder = Directory.CreateTempSubdirectory("exchange-test-").FullName;
        var covenant = Covenant.Load(await File.ReadAllBytesAsync(covenantFile ?? Repository.SampleCovenant)).Covenant!;
        var pki = DevPki.Make([.. covenant.Controllers.Values.Select(c => new DevController(c.Id, c.Oin))], time);
        var pkiFolder = new DevPkiFolder(Path.Combine(folder, "pki"));
        pkiFolder.Write(pki);
        var configurationFile = WriteConfiguration(folder, pkiFolder, covenantFile ?? Repository.SampleCovenant, configure);
        var app = GatewayHost.Build(new ConfigurationBuilder().AddJsonFile(configurationFile).Build(), time, logging ?? (_ => { }));
        await app.StartAsync();
        return new RunningGateway(folder, pki, app, time);
    }

    /// <summary>Starts another gateway of the same configuration, where the stores are such that gateways can share them.</summary>
    public async Task<RunningGateway> StartBesideAsync()
    {
        var app = GatewayHost.Build(new ConfigurationBuilder().AddJsonFile(Path.Combine(Folder, "gateway.json")).Build(), Time, _ => { });
        try
        {
            await app.StartAsync();
            return new RunningGateway(Folder, Pki, app, Time, ownsFolder: false);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes the configuration that a gateway process would be started with.</summary>
    public static string WriteConfiguration(string folder, DevPkiFolder pki, string covenantFile, Action<JsonObject>? configure = null)
    {
        var configuration = JsonNode.Parse(File.ReadAllText(pki.Configuration))!.AsObject();
        configuration[GatewayOptions.Section] = new JsonObject
        {
            ["Data"] = Path.Combine(folder, "data"),
            ["Listen"] = "127.0.0.1:0",
            ["Health"] = "127.0.0.1:0",
            ["Partnerships"] = new JsonArray(new JsonObject { ["Id"] = PartnershipName, ["Covenant"] = covenantFile }),
        };
        configure?.Invoke(configuration);
        var file = Path.Combine(folder, "gateway.json");
        File.WriteAllText(file, configuration.ToJsonString());
        return file;
    }

    /// <summary>Stops the gateway and starts another on the same records, which remembers nothing of what was in use.</summary>
    public async Task RestartAsync()
    {
        DisposeChannels();
        await App.StopAsync();
        await App.DisposeAsync();
        var configuration = new ConfigurationBuilder().AddJsonFile(Path.Combine(Folder, "gateway.json")).Build();
        App = GatewayHost.Build(configuration, Time, _ => { });
        await App.StartAsync();
        Address = GatewayHost.Addresses(App).Grpc;
    }

    /// <summary>A channel with a partner's own client certificate.</summary>
    public GrpcChannel Channel(string controller)
    {
        lock (_channels)
        {
            if (!_channels.TryGetValue(controller, out var channel))
            {
                _channels[controller] = channel = GrpcChannel.ForAddress(
                    Address, new GrpcChannelOptions { HttpHandler = Pki.Connect(Pki.Parties[controller].Certificate), DisposeHttpClient = true });
            }

            return channel;
        }
    }

    /// <summary>Somebody at a partner, with a token of the partner's own issuer.</summary>
    public Person Person(string partner, string actor, string role, params string[] otherRoles) =>
        new(this, Covenant.Partners[partner].Controller, partner, actor, role, [role, .. otherRoles]);

    /// <summary>Takes over an active case.</summary>
    public async Task<Case> ImportAsync(IReadOnlyList<(string Source, OfferedSection Section)> sections, params Dossiers.TeamMember[] team) =>
        await ImportAsync(Consent.CaseState.Active, sections, team);

    /// <summary>Takes over a case in a given state.</summary>
    public async Task<Case> ImportAsync(
        Consent.CaseState state, IReadOnlyList<(string Source, OfferedSection Section)> sections, params Dossiers.TeamMember[] team)
    {
        var outcome = await App.Services.GetRequiredService<ImportCase>()
            .HandleAsync(Partnership, Covenant, state, sections, team, TestContext.Current.CancellationToken);
        return outcome.Value ?? throw new InvalidOperationException(outcome.Refusal!.Message + string.Join("; ", outcome.Refusal.Fields));
    }

    /// <summary>Every entry of the log.</summary>
    public IReadOnlyList<Entry> Entries() =>
        [.. App.Services.GetRequiredService<ILogStore>().Read(Partnership, 0).Select(leaf => Entry.Parser.ParseFrom(leaf.Leaf.Span))];

    public async ValueTask DisposeAsync()
    {
        DisposeChannels();
        await App.DisposeAsync();
        if (_ownsFolder)
            Directory.Delete(Folder, recursive: true);
    }

    private void DisposeChannels()
    {
        lock (_channels)
        {
            foreach (var channel in _channels.Values)
                channel.Dispose();
            _channels.Clear();
        }
    }
}

/// <summary>Somebody at a partner who calls the gateway.</summary>
internal sealed record Person(RunningGateway Gateway, string Controller, string Partner, string Actor, string Role, string[] Roles)
{
    public DossierService.DossierServiceClient Dossiers => new(Gateway.Channel(Controller));

    public MeetingService.MeetingServiceClient Meetings => new(Gateway.Channel(Controller));

    public AuditService.AuditServiceClient Audit => new(Gateway.Channel(Controller));

    public string Token(Func<DevToken, DevToken>? change = null)
    {
        var token = new DevToken { Unit = Partner, Actor = Actor, Roles = Roles };
        return Gateway.Pki.IssueToken(Controller, change is null ? token : change(token));
    }

    /// <summary>The token, and the signature of the person's organisation over a request that must be signed.</summary>
    public Metadata Headers(IMessage? signed = null)
    {
        var headers = new Metadata { { "authorization", "Bearer " + Token() } };
        if (signed is not null)
            headers.Add(RequestSigner.Header, Gateway.Pki.Parties[Controller].Requests.Sign(signed.Descriptor, signed.ToByteArray()));
        return headers;
    }

    public GetBasisdossierRequest Asking(string purpose, string? caseId = null, string? alias = null, string meeting = "")
    {
        var request = new GetBasisdossierRequest
        {
            Partnership = RunningGateway.PartnershipName,
            ActingRole = Role,
            Purpose = purpose,
            MeetingId = meeting,
        };
        if (caseId is not null)
            request.CaseId = caseId;
        if (alias is not null)
            request.Alias = alias;
        return request;
    }

    public async Task<GetBasisdossierResponse> GetAsync(GetBasisdossierRequest request) =>
        await Dossiers.GetBasisdossierAsync(request, Headers(), cancellationToken: TestContext.Current.CancellationToken);

    public async Task<PlanResponse> PlanAsync(string purpose, string forum, DateTimeOffset starts, IEnumerable<Person> attendees, params string[] agenda) =>
        await Meetings.PlanAsync(
            new PlanRequest
            {
                Partnership = RunningGateway.PartnershipName,
                ActingRole = Role,
                Purpose = purpose,
                IdempotencyKey = RandomId.Create(),
                Forum = forum,
                StartsAt = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(starts),
                EndsAt = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(starts.AddHours(2)),
                Attendees = { attendees.Select(a => new V1.Attendee { Partner = a.Partner, Actor = a.Actor }) },
                Agenda = { agenda },
            },
            Headers(),
            cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>Reports that the person of a case was recognised at a meeting.</summary>
    public async Task<ReportRecognitionResponse> ReportAsync(
        string purpose, string alias, string meeting, string reason = "Door het ongeval in de tekst.", string? key = null) =>
        await Dossiers.ReportRecognitionAsync(
            new ReportRecognitionRequest
            {
                Partnership = RunningGateway.PartnershipName,
                ActingRole = Role,
                IdempotencyKey = key ?? RandomId.Create(),
                Alias = alias,
                MeetingId = meeting,
                Purpose = purpose,
                Reason = reason,
            },
            Headers(),
            cancellationToken: TestContext.Current.CancellationToken);
}
