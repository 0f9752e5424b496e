using System.Text.Json.Nodes;

namespace Exchange.Gateway.Tests.Harness;

/// <summary>A partner's client in Python: its stubs are made from the shipped protos by somebody else's tools.</summary>
internal sealed class PythonPeer
{
    private readonly RunningGateway _gateway;
    private readonly string _program;
    private readonly string _stubs;

    private PythonPeer(RunningGateway gateway, string program, string stubs) => (_gateway, _program, _stubs) = (gateway, program, stubs);

    /// <summary>Makes the stubs for a program of tests/Peers/python.</summary>
    public static async Task<PythonPeer> MakeAsync(RunningGateway gateway, string program) =>
        new(gateway, ForeignProgram.PythonPeer(program), await MakeStubsAsync(gateway));

    /// <summary>Makes the stubs of the public contract, as protos/README.md says, and gives their folder.</summary>
    public static async Task<string> MakeStubsAsync(RunningGateway gateway)
    {
        var stubs = Directory.CreateDirectory(Path.Combine(gateway.Folder, "stubs")).FullName;
        var protos = Path.Combine(Repository.Root, "protos");
        var files = new[] { Path.Combine(protos, "exchange", "v1"), Path.Combine(protos, "google", "rpc") }
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.proto"));
        var (exitCode, _, errors) = await ForeignProgram.RunAsync(
            "protoc", ["-I", protos, "--python_out=" + stubs, "--grpc_out=" + stubs, "--plugin=protoc-gen-grpc=/usr/bin/grpc_python_plugin", .. files]);
        Assert.True(exitCode == 0, errors);
        return stubs;
    }

    /// <summary>
    /// Runs a scenario with a person's token, certificate and signing key. Holds that it went as the protocol promises, and gives what
    /// the peer saw.
    /// </summary>
    public async Task<JsonNode> RunAsync(string scenario, Person person, params (string Name, JsonNode? Value)[] asked)
    {
        var pki = Path.Combine(_gateway.Folder, "pki");
        var input = new JsonObject
        {
            ["token"] = person.Token(),
            ["partnership"] = RunningGateway.PartnershipName,
            ["role"] = person.Role,
            ["signing_key"] = Path.Combine(pki, "signing", person.Controller + ".key"),
            ["kid"] = _gateway.Pki.Parties[person.Controller].Requests.KeyId,
        };
        foreach (var (name, value) in asked)
            input[name] = value;
        var (exitCode, output, errors) = await ForeignProgram.RunAsync(
            ForeignProgram.Python,
            [
                _program, _stubs, $"localhost:{_gateway.Address.Port}", Path.Combine(pki, "ca.pem"),
                Path.Combine(pki, "clients", person.Controller + ".pem"), Path.Combine(pki, "clients", person.Controller + ".key"), scenario,
            ],
            input.ToJsonString());
        Assert.True(exitCode == 0, errors + output);
        return JsonNode.Parse(output)!;
    }
}
