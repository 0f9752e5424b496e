using System.Text.Json.Nodes;
using Exchange.Audit.V1;
using Exchange.Gateway.Tests.Harness;

namespace Exchange.Gateway.Tests.Peers;

/// <summary>Clients in another language ask a source, watch what is asked, and answer.</summary>
public sealed class PythonSourcePeerTests : IAsyncLifetime
{
    private RunningGateway _gateway = null!;
    private PythonPeer _peer = null!;
    private Person _source = null!;
    private Person _lead = null!;
    private string _caseId = "";

    public async ValueTask InitializeAsync()
    {
        _gateway = await RunningGateway.StartAsync();
        _peer = await PythonPeer.MakeAsync(_gateway, "source_peer.py");
        _source = _gateway.Person("politie", "p.agent", "regisseur");
        _lead = _gateway.Person("ggd", "g.lead", "regisseur");
        _caseId = (await _gateway.ImportAsync(
            [.. Samples.Sections(_gateway.Covenant).Select(s => s.Source == "politie" ? (s.Source, s.Section with { Handling = Consent.Handling.AskSource }) : s)],
            new Dossiers.TeamMember("ggd", "g.lead", Consent.Relation.Lead))).Id.Value;
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Watching_GetsWhatIsAskedMeanwhileGrantsItAndGoesOnBehindIt()
    {
        var watching = RunAsync("watch", _source);
        while (!_gateway.Entries().Any(e => e.SourceRequestsRead is { Watched: true }))
        {
            Assert.False(watching.IsCompleted);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        var asked = await RunAsync("ask", _lead);
        Assert.Equal(0, (int)asked["bytes"]!);
        AssertEvidence(Entry.EventOneofCase.SourcesAsked, Outcome.Done, asked);

        var seen = await watching;
        var messages = seen["messages"]!.AsArray();
        Assert.Equal(2, messages.Count);
        Assert.Empty(messages[0]!["requests"]!.AsArray());
        var request = Assert.Single(messages[1]!["requests"]!.AsArray())!;
        Assert.Equal(
            ("police", 1, "ggd", "regie", "REQUEST_STATE_OPEN", false),
            ((string)request["category"]!, (int)request["version"]!, (string)request["recipient"]!, (string)request["purpose"]!, (string)request["state"]!, (bool)request["granted"]!));
        Assert.Equal(("REQUEST_STATE_GRANTED", true), ((string)seen["answered"]!["state"]!, (bool)seen["answered"]!["granted"]!));
        AssertEvidence(Entry.EventOneofCase.SourceAnswered, Outcome.Done, seen["answered"]!);
        Assert.Empty(seen["resumed"]!.AsArray());
        Assert.Equal(
            messages.Select(m => (string)m!["hmac"]!),
            _gateway.Entries().Where(e => e.SourceRequestsRead is { Watched: true }).Take(2).Select(e => Convert.ToHexStringLower(e.ResponseHmac.Span)));
        Assert.Contains((await _lead.GetAsync(_lead.Asking("regie", _caseId))).Sections, s => s.Category == "police");

        var listed = await RunAsync("list", _source);
        Assert.Equal((string)request["request"]!, (string)Assert.Single(listed["requests"]!.AsArray())!["request"]!);
        AssertEvidence(Entry.EventOneofCase.SourceRequestsRead, Outcome.Released, listed);
        var refused = await RunAsync("refuse", _source, (string)request["request"]!);
        Assert.Equal("REQUEST_STATE_REFUSED", (string)refused["state"]!);
        Assert.DoesNotContain((await _lead.GetAsync(_lead.Asking("regie", _caseId))).Sections, s => s.Category == "police");
    }

    [Fact]
    public async Task Refusals_CarryTheirReasons()
    {
        var stranger = _gateway.Person("ggd", "g.stranger", "regisseur");
        Assert.Equal(("NOT_FOUND", "CASE_NOT_FOUND"), Refusal(await RunAsync("ask-refused", stranger)));
        Assert.Equal(("PERMISSION_DENIED", "ACT_NOT_ALLOWED"), Refusal(await RunAsync("list-refused", _gateway.Person("politie", "p.wpg", "wpgPrivacyOfficer"))));
        Assert.Equal(("PERMISSION_DENIED", "ACT_NOT_ALLOWED"), Refusal(await RunAsync("watch-refused", _gateway.Person("politie", "p.wpg", "wpgPrivacyOfficer"))));
        Assert.Equal(("NOT_FOUND", "REQUEST_NOT_FOUND"), Refusal(await RunAsync("refuse-refused", _source)));
        Assert.Equal(("UNAUTHENTICATED", "SIGNATURE_MISSING"), Refusal(await RunAsync("refuse-unsigned", _source)));
    }

    private Task<JsonNode> RunAsync(string scenario, Person person, string request = "AAAAAAAAAAAAAAAAAAAAAA") => _peer.RunAsync(
        scenario, person, ("purpose", "regie"), ("case", _caseId), ("request", request), ("idempotency_key", Dossiers.RandomId.Create()));

    private void AssertEvidence(Entry.EventOneofCase kind, Outcome outcome, JsonNode seen)
    {
        var entry = _gateway.Entries().Last(e => e.EventCase == kind);
        Assert.Equal(outcome, entry.Outcome);
        Assert.Equal(Convert.ToHexStringLower(entry.ResponseHmac.Span), (string)seen["hmac"]!);
    }

    private static (string Code, string Reason) Refusal(JsonNode seen) => ((string)seen["code"]!, (string)seen["error"]!["reason"]!);
}
