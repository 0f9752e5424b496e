using System.Diagnostics;
using System.Text.Json.Nodes;
using Exchange.Audit.V1;
using Exchange.Gateway.Tests.Harness;
using Microsoft.Data.Sqlite;

namespace Exchange.Gateway.Tests.Peers;

/// <summary>A client in another language, made from the shipped protos by somebody else's tools.</summary>
public sealed class PythonPeerTests : IAsyncLifetime
{
    private RunningGateway _gateway = null!;
    private string _stubs = "";
    private string _caseId = "";

    public async ValueTask InitializeAsync()
    {
        _gateway = await RunningGateway.StartAsync();
        _caseId = (await _gateway.ImportAsync(Samples.Sections(_gateway.Covenant), new Dossiers.TeamMember("politie", "p.lead", Consent.Relation.Lead))).Id.Value;
        _stubs = Directory.CreateDirectory(Path.Combine(_gateway.Folder, "stubs")).FullName;
        var protos = Path.Combine(Repository.Root, "protos");
        var files = Directory.EnumerateFiles(Path.Combine(protos, "exchange", "v1"), "*.proto")
            .Concat(Directory.EnumerateFiles(Path.Combine(protos, "google", "rpc"), "*.proto"));
        var made = await RunAsync(
            "protoc", ["-I", protos, "--python_out=" + _stubs, "--grpc_out=" + _stubs, "--plugin=protoc-gen-grpc=/usr/bin/grpc_python_plugin", .. files], "");
        Assert.True(made.ExitCode == 0, made.Errors);
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData("permitted")]
    [InlineData("gzip")]
    public async Task PermittedCall_IsAnsweredInFullAndItsEvidenceIsOnTheLog(string scenario)
    {
        var (exitCode, seen, errors) = await PeerAsync(scenario, _gateway.Person("politie", "p.lead", "regisseur"));
        Assert.True(exitCode == 0, errors);
        Assert.Equal("case_id", (string?)seen["reference"]);
        Assert.Contains(seen["sections"]!.AsArray(), s => (string?)s!["content"] == "identity");

        // The peer computed the HMAC over the bytes that it parsed and serialised again by its own library.
        var entry = _gateway.Entries().Last(e => e.EventCase == Entry.EventOneofCase.DossierRead);
        Assert.Equal(Outcome.Released, entry.Outcome);
        Assert.Equal(Convert.ToHexStringLower(entry.ResponseHmac.Span), (string?)seen["hmac"]);
    }

    [Fact]
    public async Task Refusal_CarriesItsReasonInTheRichError()
    {
        var (exitCode, seen, errors) = await PeerAsync("refusal", _gateway.Person("politie", "p.stranger", "regisseur"));
        Assert.True(exitCode == 0, errors);
        Assert.Equal("NOT_FOUND", (string?)seen["code"]);
        Assert.Equal("CASE_NOT_FOUND", (string?)seen["error"]!["reason"]);
        Assert.Equal("exchange", (string?)seen["error"]!["domain"]);
        Assert.Equal(Outcome.Refused, _gateway.Entries()[^1].Outcome);
    }

    [Theory]
    [InlineData("contribute")]
    [InlineData("contribute-gzip")]
    public async Task SignedContribution_IsAcceptedAndItsSignatureIsOnTheLog(string scenario)
    {
        var (exitCode, seen, errors) = await PeerAsync(scenario, _gateway.Person("politie", "p.lead", "regisseur"));
        Assert.True(exitCode == 0, errors + seen);
        Assert.Equal(1, (int?)seen["version"]);
        var entry = _gateway.Entries()[^1];
        Assert.Equal(Outcome.Done, entry.Outcome);
        Assert.Equal(_gateway.Pki.Parties["politie"].Requests.KeyId, entry.Evidence.Kid);
    }

    [Theory]
    [InlineData("contribute-altered", "SIGNATURE_INVALID")]
    [InlineData("contribute-unsigned", "SIGNATURE_MISSING")]
    public async Task ContributionWithoutItsSignature_IsRefused(string scenario, string reason)
    {
        var (exitCode, seen, errors) = await PeerAsync(scenario, _gateway.Person("politie", "p.lead", "regisseur"));
        Assert.True(exitCode == 0, errors + seen);
        Assert.Equal("UNAUTHENTICATED", (string?)seen["code"]);
        Assert.Equal(reason, (string?)seen["error"]!["reason"]);
    }

    [Fact]
    public async Task Deadline_EndsTheCallThatTheLogKeepsWaiting()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var other = new SqliteConnection($"Data Source={Path.Combine(_gateway.DataFolder, "exchange.db")};Pooling=False");
        await other.OpenAsync(cancellation);
        await using (var hold = other.CreateCommand())
        {
            hold.CommandText = "BEGIN IMMEDIATE";
            await hold.ExecuteNonQueryAsync(cancellation);
        }

        var (exitCode, seen, errors) = await PeerAsync("deadline", _gateway.Person("politie", "p.lead", "regisseur"));
        Assert.True(exitCode == 0, errors);
        Assert.Equal("DEADLINE_EXCEEDED", (string?)seen["code"]);
    }

    [Fact]
    public async Task CancelledCall_LeavesTheChannelUsable()
    {
        var (exitCode, seen, errors) = await PeerAsync("cancel", _gateway.Person("politie", "p.lead", "regisseur"));
        Assert.True(exitCode == 0, errors);
        Assert.Equal("CANCELLED", (string?)seen["code"]);
    }

    private async Task<(int ExitCode, JsonNode Seen, string Errors)> PeerAsync(string scenario, Person person)
    {
        var pki = Path.Combine(_gateway.Folder, "pki");
        var asked = new JsonObject
        {
            ["token"] = person.Token(),
            ["partnership"] = RunningGateway.PartnershipName,
            ["role"] = person.Role,
            ["purpose"] = "regie",
            ["case"] = _caseId,
            ["ground"] = "Wpg art. 16",
            ["idempotency_key"] = Dossiers.RandomId.Create(),
            ["signing_key"] = Path.Combine(pki, "signing", person.Controller + ".key"),
            ["kid"] = _gateway.Pki.Parties[person.Controller].Requests.KeyId,
        };
        var result = await RunAsync(
            "/usr/bin/python3",
            [
                Path.Combine(Repository.Root, "tests", "Peers", "python", "dossier_peer.py"), _stubs, $"localhost:{_gateway.Address.Port}",
                Path.Combine(pki, "ca.pem"), Path.Combine(pki, "clients", person.Controller + ".pem"), Path.Combine(pki, "clients", person.Controller + ".key"),
                scenario,
            ],
            asked.ToJsonString());
        return (result.ExitCode, result.Output.Length > 0 ? JsonNode.Parse(result.Output)! : new JsonObject(), result.Errors);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string program, IEnumerable<string> arguments, string input)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await errors);
    }
}
