using Exchange.Audit.V1;
using Exchange.Gateway.Tests.Harness;

namespace Exchange.Gateway.Tests.Peers;

/// <summary>A source's client in another language goes on with what it contributed.</summary>
public sealed class PythonDocumentPeerTests : IAsyncLifetime
{
    private const int Size = (5 * 65536) + 17;

    private RunningGateway _gateway = null!;
    private PythonPeer _peer = null!;
    private Person _police = null!;
    private string _caseId = "";
    private string _section = "";

    public async ValueTask InitializeAsync()
    {
        _gateway = await RunningGateway.StartAsync();
        _peer = await PythonPeer.MakeAsync(_gateway, "document_peer.py");
        _police = _gateway.Person("politie", "p.lead", "regisseur");
        _caseId = (await _gateway.ImportAsync(Samples.Sections(_gateway.Covenant), new Dossiers.TeamMember("politie", "p.lead", Consent.Relation.Lead))).Id.Value;
        _section = (await _police.GetAsync(_police.Asking("regie", _caseId))).Sections.Single(s => s.Category == "police").SectionId;
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task CorrectedAndWithdrawn_IsAnsweredWithItsVersionsAndEvidence()
    {
        var corrected = await RunAsync("correct");
        Assert.Equal((_section, 2), ((string)corrected["section_id"]!, (int)corrected["version"]!));
        AssertEvidence(Entry.EventOneofCase.SectionContributed, (string)corrected["hmac"]!);

        var withdrawn = await RunAsync("withdraw", expectedVersion: 2);
        Assert.Equal((_section, 3), ((string)withdrawn["section_id"]!, (int)withdrawn["version"]!));
        AssertEvidence(Entry.EventOneofCase.SectionWithdrawn, (string)withdrawn["hmac"]!);
        Assert.DoesNotContain((await _police.GetAsync(_police.Asking("regie", _caseId))).Sections, s => s.SectionId == _section);

        Assert.Equal(("FAILED_PRECONDITION", "SECTION_WITHDRAWN"), Refusal(await RunAsync("withdraw-refused")));
        Assert.Equal(("FAILED_PRECONDITION", "SECTION_WITHDRAWN"), Refusal(await RunAsync("correct-refused")));
    }

    [Fact]
    public async Task Refusals_CarryTheirReasons()
    {
        Assert.Equal(("FAILED_PRECONDITION", "SECTION_CHANGED"), Refusal(await RunAsync("correct-refused", expectedVersion: 7)));
        Assert.Equal(("FAILED_PRECONDITION", "SECTION_CHANGED"), Refusal(await RunAsync("withdraw-refused", expectedVersion: 7)));
        Assert.Equal(("NOT_FOUND", "SECTION_NOT_FOUND"), Refusal(await RunAsync("correct-refused", section: "AAAAAAAAAAAAAAAAAAAAAA")));
        Assert.Equal(("NOT_FOUND", "SECTION_NOT_FOUND"), Refusal(await RunAsync("withdraw-refused", section: "AAAAAAAAAAAAAAAAAAAAAA")));
        Assert.Equal(("UNAUTHENTICATED", "SIGNATURE_MISSING"), Refusal(await RunAsync("correct-unsigned")));
        Assert.Equal(("UNAUTHENTICATED", "SIGNATURE_INVALID"), Refusal(await RunAsync("withdraw-altered")));
    }

    [Fact]
    public async Task Document_IsAttachedAndComesBackWithEvidenceOfItsFirstMessage()
    {
        var attached = await DocumentAsync("attach");
        AssertEvidence(Entry.EventOneofCase.DocumentAttached, (string)attached["hmac"]!);

        var got = await DocumentAsync("get", (string)attached["document_id"]!);

        Assert.Equal(("verslag.pdf", "application/pdf", Size), ((string)got["name"]!, (string)got["media_type"]!, (int)got["size"]!));
        Assert.Equal((true, true), ((bool)got["whole"]!, (bool)got["same_nonce"]!));
        AssertEvidence(Entry.EventOneofCase.DocumentRead, (string)got["hmac"]!, Outcome.Released);
        Assert.Equal("CANCELLED", (string?)(await DocumentAsync("get-cancel", (string)attached["document_id"]!))["code"]);
    }

    [Fact]
    public async Task Document_Refusals_CarryTheirReasons()
    {
        Assert.Equal(("INVALID_ARGUMENT", "DOCUMENT_MISMATCH"), Refusal(await DocumentAsync("attach-mismatch")));
        Assert.Equal(("UNAUTHENTICATED", "SIGNATURE_MISSING"), Refusal(await DocumentAsync("attach-unsigned")));
        Assert.Equal(("UNAUTHENTICATED", "SIGNATURE_INVALID"), Refusal(await DocumentAsync("attach-altered")));
        Assert.Equal(("NOT_FOUND", "DOCUMENT_NOT_FOUND"), Refusal(await DocumentAsync("get-refused", "AAAAAAAAAAAAAAAAAAAAAA")));
    }

    private Task<System.Text.Json.Nodes.JsonNode> DocumentAsync(string scenario, string? document = null) => _peer.RunAsync(
        scenario,
        _police,
        ("section", _section),
        ("case", _caseId),
        ("purpose", "regie"),
        ("document", document),
        ("size", Size),
        ("idempotency_key", Dossiers.RandomId.Create()));

    private Task<System.Text.Json.Nodes.JsonNode> RunAsync(string scenario, string? section = null, int expectedVersion = 0) => _peer.RunAsync(
        scenario, _police, ("section", section ?? _section), ("expected_version", expectedVersion), ("idempotency_key", Dossiers.RandomId.Create()));

    private void AssertEvidence(Entry.EventOneofCase kind, string hmac, Outcome outcome = Outcome.Done)
    {
        var entry = _gateway.Entries().Last(e => e.EventCase == kind);
        Assert.Equal(outcome, entry.Outcome);
        Assert.Equal(Convert.ToHexStringLower(entry.ResponseHmac.Span), hmac);
    }

    private static (string Code, string Reason) Refusal(System.Text.Json.Nodes.JsonNode seen) =>
        ((string)seen["code"]!, (string)seen["error"]!["reason"]!);
}
