using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Exchange.Cli.Pki;
using Exchange.Gateway.Contract;
using Exchange.Gateway.Signing;
using Exchange.Gateway.Tests.Harness;
using Exchange.V1;

namespace Exchange.Gateway.Tests.Signing;

/// <summary>The example that partners' developers start from, in docs/contract.md, is taken by the gateway as it stands.</summary>
public sealed class WorkedExampleTests : IDisposable
{
    private const string Oin = "00000004000000000002";

    private readonly string _folder = Directory.CreateTempSubdirectory("exchange-example-").FullName;
    private readonly string _page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "contract.md"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Example_VerifiesAsTheGatewayVerifies()
    {
        new DevPkiFolder(_folder).Write(DevPki.Make([new DevController("politie", Oin)], TimeProvider.System));
        var options = new DevPkiFolder(_folder).ReadOptions();
        File.WriteAllText(options.SigningKeys[0].Jwks, new JsonObject { ["keys"] = new JsonArray(JsonNode.Parse(Block("jwk"))) }.ToJsonString());

        var message = Convert.FromHexString(Block("message"));
        var signed = new SignatureVerifier(SigningKeys.Load(options))
            .Verify(Oin, ContributeRequest.Descriptor.FullName, new ReceivedMessage(message), Block("exchange-signature"));

        Assert.Equal("2026-1", signed.Value?.KeyId);
    }

    [Fact]
    public void Example_PartsAreThoseOfItsSignature()
    {
        var jws = DetachedJws.Read(Block("exchange-signature"))!;
        Assert.Equal(Block("header"), System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(jws.Header)));
        Assert.Equal(Block("signing-input"), System.Text.Encoding.ASCII.GetString(jws.SigningInput(Convert.FromHexString(Block("message")))));
    }

    [Fact]
    public void Example_IsARequestOfTheContract()
    {
        var request = ContributeRequest.Parser.ParseFrom(Convert.FromHexString(Block("message")));
        Assert.False(UnknownFields.Find(request));
        Assert.Empty(RequestRules.Check(request));
    }

    private string Block(string name)
    {
        var match = Regex.Match(_page, $"```{name}\n(.+?)\n```", RegexOptions.Singleline);
        Assert.True(match.Success, name);
        return match.Groups[1].Value.Replace("\n", "", StringComparison.Ordinal);
    }
}
