using System.Text.Json.Nodes;
using Exchange.Gateway.Tests.Harness;

namespace Exchange.Gateway.Tests.Tools;

/// <summary>
/// A tool that knows none of the contract finds it by reflection, asks for health, and calls an RPC, all over mutual TLS.
/// </summary>
public sealed class OrdinaryToolsTests
{
    [Theory]
    [InlineData("v1")]
    [InlineData("v1alpha")]
    public async Task Tool_LearnsTheContractByReflectionAndCallsIt(string version)
    {
        await using var gateway = await RunningGateway.StartAsync();
        var known = await gateway.ImportAsync(Samples.Sections(gateway.Covenant), new Dossiers.TeamMember("politie", "p.lead", Consent.Relation.Lead));
        var before = gateway.Entries().Count;
        var person = gateway.Person("politie", "p.lead", "regisseur");
        var pki = Path.Combine(gateway.Folder, "pki");
        var asked = new JsonObject
        {
            ["token"] = person.Token(),
            ["method"] = "exchange.v1.DossierService/GetBasisdossier",
            ["request"] = new JsonObject
            {
                ["partnership"] = RunningGateway.PartnershipName,
                ["actingRole"] = person.Role,
                ["purpose"] = "regie",
                ["caseId"] = known.Id.Value,
            },
        };

        var (exitCode, output, errors) = await ForeignProgram.RunAsync(
            ForeignProgram.Python,
            [
                ForeignProgram.PythonPeer("tools_peer.py"), await StubsAsync(gateway), $"localhost:{gateway.Address.Port}", Path.Combine(pki, "ca.pem"),
                Path.Combine(pki, "clients", person.Controller + ".pem"), Path.Combine(pki, "clients", person.Controller + ".key"), version,
            ],
            asked.ToJsonString());

        Assert.True(exitCode == 0, errors);
        var seen = JsonNode.Parse(output)!;
        string[] services =
        [
            .. new[] { V1.DossierServiceReflection.Descriptor, V1.MeetingServiceReflection.Descriptor, V1.AuditServiceReflection.Descriptor, V1.SourceServiceReflection.Descriptor, V1.CovenantServiceReflection.Descriptor }
                .SelectMany(file => file.Services)
                .Select(service => service.FullName),
            "grpc.health.v1.Health",
        ];
        Assert.Superset(services.ToHashSet(), seen["services"]!.AsArray().Select(s => (string)s!).ToHashSet());
        Assert.Equal(known.Id.Value, (string?)seen["answer"]!["caseId"]);
        Assert.All(seen["statuses"]!.AsObject(), status => Assert.Equal("SERVING", (string?)status.Value));
        Assert.Superset(services.Append("").ToHashSet(), seen["listed"]!.AsArray().Select(s => (string)s!).ToHashSet());
        Assert.Equal("SERVICE_UNKNOWN", (string?)seen["watched"]);
        Assert.Equal("NOT_FOUND", (string?)seen["unknownService"]);
        Assert.Equal(5, (int)seen["noSuchSymbol"]!);
        Assert.True((int)seen["byName"]! >= 1);

        // Only the dossier is about somebody, so only it is on the log.
        Assert.Equal(before + 1, gateway.Entries().Count);
    }

    // The stubs of gRPC's own services would make a module named grpc, which is the library's name: they are made flat, in a
    // package of another name.
    private static async Task<string> StubsAsync(RunningGateway gateway)
    {
        var stubs = Path.Combine(gateway.Folder, "stubs");
        var sources = Directory.CreateDirectory(Path.Combine(gateway.Folder, "protos", "grpc_stubs")).FullName;
        var root = Path.Combine(Repository.Root, "protos", "grpc");
        File.Copy(Path.Combine(root, "health", "v1", "health.proto"), Path.Combine(sources, "health.proto"));
        foreach (var version in (string[])["v1", "v1alpha"])
            File.Copy(Path.Combine(root, "reflection", version, "reflection.proto"), Path.Combine(sources, $"reflection_{version}.proto"));
        Directory.CreateDirectory(stubs);
        var (exitCode, _, errors) = await ForeignProgram.RunAsync(
            "protoc",
            [
                "-I", Path.GetDirectoryName(sources)!, "--python_out=" + stubs, "--grpc_out=" + stubs,
                "--plugin=protoc-gen-grpc=/usr/bin/grpc_python_plugin", .. Directory.EnumerateFiles(sources),
            ]);
        Assert.True(exitCode == 0, errors);
        return stubs;
    }
}
