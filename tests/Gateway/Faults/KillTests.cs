using System.Collections.Concurrent;
using System.Security.Cryptography;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Cli.Pki;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Gateway.Tests.Harness;
using Exchange.Storage.Sqlite;
using Exchange.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Exchange.Gateway.Tests.Faults;

/// <summary>"Nothing leaves unlogged", against the plug being pulled.</summary>
public sealed class KillTests
{
    private const int Callers = 16;

    private static readonly int Kills = Environment.GetEnvironmentVariable("EXCHANGE_LONG") == "true" ? 200 : 20;

    [Fact]
    public async Task KilledUnderLoad_EveryAnswerThatAClientReceivedHasItsEntryAndTheTreeVerifies()
    {
        var cancellation = TestContext.Current.CancellationToken;
        string caseId, configuration;
        DevPki pki;
        var folder = Directory.CreateTempSubdirectory("exchange-kill-").FullName;
        try
        {
            // A dossier to ask for, and what a gateway process is started with.
            await using (var gateway = await RunningGateway.StartAsync())
            {
                caseId = (await gateway.ImportAsync(Samples.Sections(gateway.Covenant), new Dossiers.TeamMember("politie", "p.lead", Consent.Relation.Lead))).Id.Value;
                pki = gateway.Pki;
                await gateway.App.StopAsync(cancellation);
                await gateway.App.DisposeAsync();
                CopyFolder(gateway.Folder, folder);
            }

            configuration = RunningGateway.WriteConfiguration(folder, MovedPki(pki, folder), Repository.SampleCovenant);
            var received = new ConcurrentBag<(byte[] Nonce, byte[] Response)>();
            for (var kill = 0; kill < Kills; kill++)
            {
                await using var process = await GatewayProcess.StartAsync(configuration, cancellation);
                using var channel = GrpcChannel.ForAddress(
                    process.Address, new GrpcChannelOptions { HttpHandler = pki.Connect(pki.Parties["politie"].Certificate), DisposeHttpClient = true });
                var before = received.Count;
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                var load = Enumerable.Range(0, Callers).Select(_ => Task.Run(() => AskUntilItDiesAsync(pki, channel, caseId, received, stop.Token), cancellation)).ToList();
                while (received.Count < before + 40 + (kill * 7))
                    await Task.Delay(5, cancellation);
                await process.KillAsync();
                await stop.CancelAsync();
                await Task.WhenAll(load);
            }

            // What survived, read as an operator would: by the next process.
            using var stores = SqliteStorage.Open(Path.Combine(folder, "data"), Path.Combine(folder, "data", "keys"));
            var partnership = new PartnershipId(RunningGateway.PartnershipName);
            var logged = stores.Log.Read(partnership, 0).Select(l => Entry.Parser.ParseFrom(l.Leaf.Span).ResponseHmac).ToHashSet();
            Assert.True(received.Count >= Kills * 40);
            Assert.All(received, answer => Assert.Contains(ByteString.CopyFrom(HMACSHA256.HashData(answer.Nonce, answer.Response)), logged));
            Assert.True(LogVerifier.Verify(stores.Log, partnership, cancellation).IsSound);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task AskUntilItDiesAsync(
        DevPki pki, GrpcChannel channel, string caseId, ConcurrentBag<(byte[] Nonce, byte[] Response)> received, CancellationToken stop)
    {
        var client = new DossierService.DossierServiceClient(channel);
        var token = pki.IssueToken("politie", new DevToken { Unit = "politie", Actor = "p.lead", Roles = ["regisseur"] });
        var request = new GetBasisdossierRequest
        {
            Partnership = RunningGateway.PartnershipName,
            ActingRole = "regisseur",
            Purpose = "regie",
            CaseId = caseId,
        };
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var call = client.GetBasisdossierAsync(request, new Metadata { { "authorization", "Bearer " + token } }, cancellationToken: stop);
                var response = await call.ResponseAsync;
                received.Add((call.GetTrailers().GetValueBytes("exchange-nonce-bin")!, response.ToByteArray()));
            }
            catch (RpcException)
            {
                return;
            }
        }
    }

    private static DevPkiFolder MovedPki(DevPki pki, string folder)
    {
        var moved = new DevPkiFolder(Path.Combine(folder, "pki"));
        moved.Write(pki);
        return moved;
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var directory in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories).Prepend(from))
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, directory)));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }
}
