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
    public async Task ListCases_ListsWhatMayBeKnownPageByPage()
    {
        var other = await _gateway.ImportAsync(Samples.Sections(_gateway.Covenant, "Piet", "999990123"), new Dossiers.TeamMember("politie", "p.lead", Consent.Relation.Duo));
        var (exitCode, seen, errors) = await PeerAsync("list", _gateway.Person("politie", "p.lead", "regisseur"));
        Assert.True(exitCode == 0, errors);
        var cases = seen["pages"]!.AsArray().Select(p => Assert.Single(p!.AsArray())!).ToList();
        Assert.Equal(new[] { _caseId, other.Id.Value }.Order(StringComparer.Ordinal), cases.Select(c => (string)c["name"]!));
        Assert.All(cases, c => Assert.Equal(("case_id", 4, 4, true), ((string)c["reference"]!, (int)c["view"]!, (int)c["state"]!, (bool)c["opened"]!)));
        Assert.Equal([1, 2], cases.Select(c => (int)c["relation"]!).Order());
        AssertEvidence(Entry.EventOneofCase.CasesListed, seen);

        (exitCode, seen, errors) = await PeerAsync("list", _gateway.Person("politie", "p.stranger", "regisseur"));
        Assert.True(exitCode == 0, errors);
        Assert.Empty(Assert.Single(seen["pages"]!.AsArray())!.AsArray());
    }

    [Fact]
    public async Task DescribeAccess_TellsTheArticlesOfTheCovenant()
    {
        var (exitCode, seen, errors) = await PeerAsync("describe", _gateway.Person("politie", "p.lead", "regisseur"));
        Assert.True(exitCode == 0, errors);
        Assert.Equal(("case_id", 4), ((string)seen["reference"]!, (int)seen["view"]!));
        var police = seen["rows"]!.AsArray().Single(r => (string)r!["category"]! == "police")!;
        Assert.Equal(("5.2", 4, "politie"), ((string)police["article"]!, (int)police["level"]!, (string)Assert.Single(police["sources"]!.AsArray())!));
        Assert.Equal("Wpg art. 20", (string?)seen["articles"]!["5.2"]);
        var care = seen["rows"]!.AsArray().Single(r => (string)r!["category"]! == "care")!;
        Assert.Equal((0, 4), ((int)care["level"]!, (int)care["lifted"]!));
        AssertEvidence(Entry.EventOneofCase.AccessDescribed, seen);
    }

    [Fact]
    public async Task PreviewContribution_TellsWhoWouldSeeIt()
    {
        var (exitCode, seen, errors) = await PeerAsync("preview", _gateway.Person("politie", "p.lead", "regisseur"));
        Assert.True(exitCode == 0, errors);
        var rows = seen["rows"]!.AsArray();
        Assert.Contains(rows, r => (string)r!["article"]! == "5.2" && (bool)r["must_ask"]!);
        Assert.Contains(rows, r => !(bool)r!["must_ask"]! && (string)Assert.Single(r["partners"]!.AsArray())! == "politie");
        Assert.InRange((int)seen["bytes"]!, 1, 64 * 1024);
        AssertEvidence(Entry.EventOneofCase.ContributionPreviewed, seen);
    }

    [Fact]
    public async Task ListOwnContributions_GivesThePartnersOwn()
    {
        var (exitCode, seen, errors) = await PeerAsync("own", _gateway.Person("politie", "p.stranger", "caseworker"));
        Assert.True(exitCode == 0, errors);
        var own = Assert.Single(seen["contributions"]!.AsArray())!;
        Assert.Equal(("police", "police", 1, 2099), ((string)own["category"]!, (string)own["content"]!, (int)own["version"]!, (int)own["keep_until"]!));
        AssertEvidence(Entry.EventOneofCase.OwnContributionsListed, seen);
    }

    [Theory]
    [InlineData("list-refusal", "p.stranger", "caseworker", "INVALID_ARGUMENT", "PURPOSE_UNKNOWN")]
    [InlineData("describe-refusal", "p.stranger", "caseworker", "NOT_FOUND", "CASE_NOT_FOUND")]
    [InlineData("preview-refusal", "p.stranger", "caseworker", "NOT_FOUND", "CASE_NOT_FOUND")]
    [InlineData("own-refusal", "p.wpg", "wpgPrivacyOfficer", "PERMISSION_DENIED", "ACT_NOT_ALLOWED")]
    public async Task Reading_WhatMayNotBeRead_IsRefusedWithItsReason(string scenario, string actor, string role, string code, string reason)
    {
        var (exitCode, seen, errors) = await PeerAsync(scenario, _gateway.Person("politie", actor, role), scenario.StartsWith("list", StringComparison.Ordinal) ? "nieuwsgierigheid" : "regie");
        Assert.True(exitCode == 0, errors);
        Assert.Equal((code, reason, "exchange"), ((string)seen["code"]!, (string)seen["error"]!["reason"]!, (string)seen["error"]!["domain"]!));
        Assert.Equal((Outcome.Refused, reason), (_gateway.Entries()[^1].Outcome, _gateway.Entries()[^1].Reason));
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

    private void AssertEvidence(Entry.EventOneofCase kind, JsonNode seen)
    {
        var entry = _gateway.Entries().Last(e => e.EventCase == kind);
        Assert.Equal(Outcome.Released, entry.Outcome);
        Assert.Equal(Convert.ToHexStringLower(entry.ResponseHmac.Span), (string?)seen["hmac"]);
    }

    private async Task<(int ExitCode, JsonNode Seen, string Errors)> PeerAsync(string scenario, Person person, string purpose = "regie")
    {
        var pki = Path.Combine(_gateway.Folder, "pki");
        var asked = new JsonObject
        {
            ["token"] = person.Token(),
            ["partnership"] = RunningGateway.PartnershipName,
            ["role"] = person.Role,
            ["purpose"] = purpose,
            ["case"] = _caseId,
            ["category"] = "police",
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
