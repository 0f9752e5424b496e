using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using Exchange.Audit;
using Exchange.Gateway.Tests.Harness;
using Exchange.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Exchange.Gateway.Tests.Shared;

/// <summary>"Nothing leaves unlogged", against the plug being pulled of one of two gateways on one PostgreSQL, again and again.</summary>
public sealed class KilledGatewaysTests
{
    private const int Callers = 8;

    // How long one that dies may keep the other waiting.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);

    private static readonly int Kills = Environment.GetEnvironmentVariable("EXCHANGE_LONG") == "true" ? 200 : 4;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OneOfTwoKilledUnderLoad_EveryAnswerHasItsEntryAndTheOtherGoesOn()
    {
        using var databases = await SharedDatabases.RentAsync();
        await using var gateway = await RunningGateway.StartAsync(configure: databases.Settings);
        var caseId = (await gateway.ImportAsync(
            Samples.Sections(gateway.Covenant), new Dossiers.TeamMember("politie", "p.lead", Consent.Relation.Lead))).Id.Value;
        var configuration = Path.Combine(gateway.Folder, "gateway.json");
        var received = new ConcurrentBag<(byte[] Nonce, byte[] Response)>();
        Load?[] loads = [null, null];
        try
        {
            for (var kill = 0; kill < Kills; kill++)
            {
                for (var i = 0; i < loads.Length; i++)
                    loads[i] ??= await Load.StartAsync(gateway, configuration, caseId, received, Cancellation);
                await Task.WhenAll(loads.Select(l => l!.AnswersAsync(20, Bound * 4, Cancellation)));
                await Task.Delay(RandomNumberGenerator.GetInt32(100), Cancellation);

                await loads[kill % 2]!.KillAsync();
                loads[kill % 2] = null;
                await loads[(kill + 1) % 2]!.AnswersAsync(1, Bound, Cancellation);
            }
        }
        finally
        {
            foreach (var load in loads.OfType<Load>())
                await load.KillAsync();
        }

        var logged = gateway.Entries().Select(e => e.ResponseHmac).ToHashSet();
        Assert.True(received.Count >= Kills * 20);
        Assert.All(received, answer => Assert.Contains(ByteString.CopyFrom(HMACSHA256.HashData(answer.Nonce, answer.Response)), logged));
        var found = LogVerifier.Verify(Samples.Log(gateway), gateway.Partnership, Cancellation);
        Assert.True(found.IsSound);
        Assert.Equal(gateway.Entries().Count, found.Size);
    }

    /// <summary>One gateway, and callers that ask it for a dossier until it dies.</summary>
    private sealed class Load
    {
        private readonly GatewayProcess _process;
        private readonly GrpcChannel _channel;
        private readonly CancellationTokenSource _stop;
        private readonly Task _callers;
        private int _answers;

        private Load(GatewayProcess process, RunningGateway of, string caseId, ConcurrentBag<(byte[] Nonce, byte[] Response)> received, CancellationToken cancellation)
        {
            _process = process;
            _channel = Samples.Channel(of, process.Address, "politie");
            _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            _callers = Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(() => AskAsync(of.Person("politie", "p.lead", "regisseur"), caseId, received), cancellation)));
        }

        public static async Task<Load> StartAsync(
            RunningGateway of, string configuration, string caseId, ConcurrentBag<(byte[] Nonce, byte[] Response)> received, CancellationToken cancellation) =>
            new(await GatewayProcess.StartAsync(configuration, cancellation), of, caseId, received, cancellation);

        /// <summary>Waits for so many more answers.</summary>
        public async Task AnswersAsync(int count, TimeSpan within, CancellationToken cancellation)
        {
            var (before, since) = (Volatile.Read(ref _answers), Stopwatch.GetTimestamp());
            while (Volatile.Read(ref _answers) < before + count)
            {
                Assert.True(Stopwatch.GetElapsedTime(since) < within, "The other gateway was held up for too long.");
                await Task.Delay(5, cancellation);
            }
        }

        public async Task KillAsync()
        {
            await _process.KillAsync();
            await _stop.CancelAsync();
            await _callers;
            _channel.Dispose();
            await _process.DisposeAsync();
            _stop.Dispose();
        }

        private async Task AskAsync(Person person, string caseId, ConcurrentBag<(byte[] Nonce, byte[] Response)> received)
        {
            var client = new DossierService.DossierServiceClient(_channel);
            var headers = person.Headers();
            while (!_stop.IsCancellationRequested)
            {
                try
                {
                    using var call = client.GetBasisdossierAsync(person.Asking("regie", caseId), headers, cancellationToken: _stop.Token);
                    var response = await call.ResponseAsync;
                    received.Add((call.GetTrailers().GetValueBytes("exchange-nonce-bin")!, response.ToByteArray()));
                    Interlocked.Increment(ref _answers);
                }
                catch (RpcException)
                {
                    await Task.WhenAny(Task.Delay(20, _stop.Token));
                }
            }
        }
    }
}
