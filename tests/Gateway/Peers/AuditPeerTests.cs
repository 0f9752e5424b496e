using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Commands;
using Exchange.Gateway.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Gateway.Tests.Peers;

/// <summary>A reviewer's own program, in another language, checks the log without trusting who runs the gateway.</summary>
public sealed class AuditPeerTests
{
    [Fact]
    public async Task Reviewer_ProvesThatEntriesAreInTheLogAndThatChangedOnesAreNot()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var reviewer = gateway.Person("politie", "p.wpg", "wpgPrivacyOfficer");
        var lead = gateway.Person("politie", "p.lead", "regisseur");
        var known = await gateway.ImportAsync(Samples.Sections(gateway.Covenant), new Dossiers.TeamMember("politie", "p.lead", Consent.Relation.Lead));
        for (var i = 0; i < 3; i++)
        {
            await lead.GetAsync(lead.Asking("regie", known.Id.Value));
            await RichErrors.RefusalOf(lead.GetAsync(lead.Asking("regie", "AAAAAAAAAAAAAAAAAAAAAA")));
        }

        var size = gateway.Entries().Count;
        var pki = Path.Combine(gateway.Folder, "pki");
        var logKey = Path.Combine(gateway.Folder, "log.pem");
        var publicKey = gateway.App.Services.GetRequiredService<LogSigning>().PublicKeys(gateway.Partnership).Single().PublicKey;
        await File.WriteAllTextAsync(logKey, PemEncoding.WriteString("PUBLIC KEY", publicKey.Span), TestContext.Current.CancellationToken);
        var asked = new JsonObject
        {
            ["token"] = reviewer.Token(),
            ["partnership"] = RunningGateway.PartnershipName,
            ["role"] = reviewer.Role,
            ["log_key"] = logKey,
        };

        var (exitCode, output, errors) = await ForeignProgram.RunAsync(
            ForeignProgram.Python,
            [
                ForeignProgram.PythonPeer("audit_peer.py"), await StubsAsync(gateway), $"localhost:{gateway.Address.Port}", Path.Combine(pki, "ca.pem"),
                Path.Combine(pki, "clients", "politie.pem"), Path.Combine(pki, "clients", "politie.key"),
            ],
            asked.ToJsonString());

        Assert.True(exitCode == 0, errors + output);
        var seen = JsonNode.Parse(output)!;
        Assert.Equal(size, (int)seen["treeSize"]!);
        var head = new LogHead(size, Samples.Log(gateway).ReadNodes(gateway.Partnership, MerkleTree.Peaks(size)).Select(n => n.Hash).ToList());
        Assert.Equal(Convert.ToHexStringLower(MerkleTree.Root(head)), (string?)seen["root"]);
        Assert.Equal(6, (int)seen["reads"]!);
        Assert.Equal((int)seen["proved"]!, seen["entries"]!.AsArray().Count);
        Assert.True((int)seen["leaves"]! >= 3); // the refused calls at least
        Assert.Equal(0, (int)seen["wronglyProved"]!);

        // A search, a head, for each entry itself and its proof, another head and the growth between.
        var looks = gateway.Entries().Skip(size).ToList();
        Assert.Equal((int)seen["calls"]!, looks.Count);
        Assert.All(looks, e => Assert.Equal((Outcome.Released, "toezicht"), (e.Outcome, e.DecisionInput.Purpose)));
    }

    // The log's own format too: whoever is given a leaf can read what is not sealed in it.
    private static async Task<string> StubsAsync(RunningGateway gateway)
    {
        var stubs = Directory.CreateDirectory(Path.Combine(gateway.Folder, "stubs")).FullName;
        var protos = Path.Combine(Repository.Root, "protos");
        var files = new[] { Path.Combine("exchange", "v1"), Path.Combine("exchange", "audit", "v1") }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(protos, folder), "*.proto"));
        var made = await ForeignProgram.RunAsync(
            "protoc", ["-I", protos, "--python_out=" + stubs, "--grpc_out=" + stubs, "--plugin=protoc-gen-grpc=/usr/bin/grpc_python_plugin", .. files]);
        Assert.True(made.ExitCode == 0, made.Errors);
        return stubs;
    }
}
