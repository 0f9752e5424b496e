using System.CommandLine;
using System.Text.Json;
using Exchange.Cli.Call;
using Exchange.Cli.Demo;
using Exchange.Cli.Pki;
using Exchange.Dossiers;
using Exchange.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Level = Exchange.Consent.Level;

namespace Exchange.Cli.Bench;

/// <summary>
/// The callers: they ask the gateway, the bare method and the logged one in turn, round by round, over the same connections; part of
/// <c>exchange bench gateway</c>. Reads where the gateway is from standard input, writes one line of JSON per view.
/// </summary>
internal sealed class BenchCallers : IDisposable
{
    public const string Name = "gateway-callers";

    private const string Purpose = "casusoverleg";
    private const int SeatsPerMeeting = 8;
    private const int Rounds = 5;
    private const int LongestWarmUps = 9;
    private static readonly TimeSpan TokensLive = TimeSpan.FromMinutes(10);
    private static readonly Person Secretary = new("oov", "s.oov.01", "secretary");

    private readonly TimeProvider _time = TimeProvider.System;
    private readonly List<GrpcChannel> _channels = [];
    private readonly DevPkiFolder _pki;
    private readonly string _authority;
    private readonly BenchSite _site;
    private readonly BenchLoad _load;

    private BenchCallers(DirectoryInfo folder, BenchSite site, BenchLoad load)
    {
        _pki = new DevPkiFolder(folder.FullName);
        _authority = _pki.ReadOptions().TrustBundle;
        (_site, _load) = (site, load);
    }

    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("DIR");
        var options = new BenchLoad.Options();
        var command = new Command(Name, "Part of `bench gateway`") { folder };
        command.Hidden = true;
        options.AddTo(command);
        command.SetAction(async (call, cancellation) =>
        {
            var site = JsonSerializer.Deserialize<BenchSite>(await Console.In.ReadLineAsync(cancellation) ?? "", BenchJson.Options)!;
            using var callers = new BenchCallers(call.GetRequiredValue(folder), site, options.Of(call));
            try
            {
                var output = call.InvocationConfiguration.Output;
                output.WriteLine(JsonSerializer.Serialize(
                    await callers.MeasureAsync(Level.Full, "regieoverleg", "politie"), BenchJson.Options));
                output.Flush();
                output.WriteLine(JsonSerializer.Serialize(
                    await callers.MeasureAsync(Level.Anonymised, "itat", "ggd"), BenchJson.Options));
                return Exit.Fine;
            }
            catch (RpcException e)
            {
                call.InvocationConfiguration.Error.WriteLine($"exchange: the gateway refused a call with {RefusalDetails.Of(e).Reason}; nothing can be measured.");
                return Exit.No;
            }
        });
        return command;
    }

    public void Dispose()
    {
        foreach (var channel in _channels)
            channel.Dispose();
    }

    private async Task<BenchResult> MeasureAsync(Level view, string forum, string partner)
    {
        var connections = Enumerable.Range(0, _load.Connections).Select(_ => Connect(partner)).ToList();
        var seats = await SeatAsync(view, forum, partner, connections);
        var answer = await seats[0].AskAsync();
        if (GetBasisdossierResponse.Parser.ParseFrom(answer).View.ToString() != view.ToString())
            throw new InvalidDataException("The answer is of another view than is measured.");
        await connections[0].AsyncUnaryCall(EchoEndpoint.SetMethod, null, new CallOptions(), answer);

        // The methods warm up, then take turns, so that whatever else the machine does meets all of them.
        await WarmUpAsync(seat => seat.EchoAsync());
        await WarmUpAsync(seat => seat.LoggedAsync());
        await WarmUpAsync(seat => seat.AskAsync());
        var (echo, logged, gateway) = (new BenchPhase(seats.Count, _time), new BenchPhase(seats.Count, _time), new BenchPhase(seats.Count, _time));
        var round = TimeSpan.FromSeconds((double)_load.Seconds / Rounds);
        for (var i = 0; i < Rounds; i++)
        {
            await RoundAsync(echo, round, seat => seat.EchoAsync());
            await RoundAsync(logged, round, seat => seat.LoggedAsync());
            await RoundAsync(gateway, round, seat => seat.AskAsync());
        }

        return new BenchResult
        {
            Store = "sqlite",
            Callers = _load.Callers,
            Connections = _load.Connections,
            Payload = answer.Length,
            View = Consent.Words.Of(view),
            EchoPerSecond = Math.Round(echo.PerSecond, 1),
            GatewayPerSecond = Math.Round(gateway.PerSecond, 1),
            Ratio = Math.Round(gateway.PerSecond / echo.PerSecond, 3),
            LoggedPerSecond = Math.Round(logged.PerSecond, 1),
            LoggedRatio = Math.Round(logged.PerSecond / echo.PerSecond, 3),
            P50Ms = Math.Round(gateway.Percentile(0.5), 3),
            P99Ms = Math.Round(gateway.Percentile(0.99), 3),
            EchoP50Ms = Math.Round(echo.Percentile(0.5), 3),
            EchoP99Ms = Math.Round(echo.Percentile(0.99), 3),
            BytesPerRequest = gateway.BytesPerRequest,
            EchoBytesPerRequest = echo.BytesPerRequest,
            CpuMicrosPerRequest = Math.Round(gateway.CpuMicrosPerRequest, 1),
            LoggedCpuMicrosPerRequest = Math.Round(logged.CpuMicrosPerRequest, 1),
            EchoCpuMicrosPerRequest = Math.Round(echo.CpuMicrosPerRequest, 1),
        };

        async Task WarmUpAsync(Func<BenchSeat, Task<byte[]>> call)
        {
            var (began, settling, round) = (_time.GetTimestamp(), new Settling(), TimeSpan.FromSeconds(Math.Min(2, _load.Seconds / 5.0)));
            do
            {
                var phase = new BenchPhase(seats.Count, _time);
                await RoundAsync(phase, round, call);
                settling.Add(phase.CpuMicrosPerRequest, phase.Compiling);
            }
            while (!settling.IsOver && _time.GetElapsedTime(began) < LongestWarmUps * TimeSpan.FromSeconds(Math.Min(10, _load.Seconds)));
        }

        Task RoundAsync(BenchPhase phase, TimeSpan length, Func<BenchSeat, Task<byte[]>> call) =>
            phase.RunAsync(length, seats, call, answer.Length, async () => JsonSerializer.Deserialize<ServerUse>(
                await connections[0].AsyncUnaryCall(EchoEndpoint.UseMethod, null, new CallOptions(), []), BenchJson.Options)!);
    }

    // Meetings of a usual size: a handful of people and as many cases.
    private async Task<IReadOnlyList<BenchSeat>> SeatAsync(Level view, string forum, string partner, IReadOnlyList<CallInvoker> connections)
    {
        var meetings = new MeetingService.MeetingServiceClient(Connect("gemeente-amsterdam"));
        var seats = new List<BenchSeat>();
        foreach (var cases in _site.Cases.Chunk(SeatsPerMeeting))
        {
            var people = cases.Select((_, i) => new Person(partner, $"c.{partner}.{seats.Count + i:000}", "caseworker")).ToArray();
            var starts = _time.GetUtcNow().AddDays(1);
            var planned = await meetings.PlanAsync(
                new PlanRequest
                {
                    Partnership = Installation.DefaultPartnership,
                    ActingRole = Secretary.Role,
                    IdempotencyKey = RandomId.Create(),
                    Purpose = "regie",
                    Forum = forum,
                    StartsAt = Timestamp.FromDateTimeOffset(starts),
                    EndsAt = Timestamp.FromDateTimeOffset(starts.AddHours(3)),
                    Attendees = { people.Select(p => new V1.Attendee { Partner = p.Partner, Actor = p.Actor }) },
                    Agenda = { cases },
                },
                new Metadata { { "authorization", $"Bearer {Token("gemeente-amsterdam", Secretary)}" } });
            for (var i = 0; i < cases.Length; i++)
            {
                var request = new GetBasisdossierRequest
                {
                    Partnership = Installation.DefaultPartnership,
                    ActingRole = people[i].Role,
                    Purpose = Purpose,
                    MeetingId = planned.MeetingId,
                };
                if (view == Level.Full)
                    request.CaseId = cases[i];
                else
                    request.Alias = planned.Agenda.Single(item => item.CaseId == cases[i]).Alias;
                seats.Add(new BenchSeat(connections[seats.Count % connections.Count], Token(partner, people[i]), request));
            }
        }

        return seats;
    }

    private CallInvoker Connect(string controller)
    {
        var party = Party(controller);
        var authority = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(File.ReadAllText(_authority));
        var channel = GrpcChannel.ForAddress(_site.Address, new GrpcChannelOptions
        {
            HttpHandler = DevConnection.Handler(authority, party.Certificate),
            DisposeHttpClient = true,
        });
        _channels.Add(channel);
        return channel.CreateCallInvoker();
    }

    private string Token(string controller, Person person) => Party(controller)
        .IssueToken(new DevToken { Unit = person.Partner, Actor = person.Actor, Roles = [person.Role], Lives = TokensLive }, _time);

    private DevParty Party(string controller) =>
        _pki.ReadParty(controller) ?? throw new InvalidDataException("The development PKI lacks an organisation of the covenant.");
}
