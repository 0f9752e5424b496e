using System.Text.Json.Nodes;
using Exchange.Audit.V1;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Tests.Harness;
using Exchange.PartnerAdapters.Tests.Harness;
using Exchange.V1;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using Outcome = Exchange.Audit.V1.Outcome;

namespace Exchange.Gateway.Tests.Sources;

/// <summary>A dossier for which partners' systems are asked, from socket to socket: WPI's in Python answers, that of JBRA is down.</summary>
public sealed class AskedSourcesTests : IAsyncLifetime
{
    private readonly PeerCertificates _certificates = new();
    private PeerProcess _wpi = null!;
    private RunningGateway _gateway = null!;
    private string _caseId = "";
    private Person _lead = null!;

    public async ValueTask InitializeAsync()
    {
        _wpi = await PeerProcess.PythonAsync(_certificates, _certificates.Server());
        _gateway = await RunningGateway.StartAsync(configure: configuration => configuration[SourceOptions.Section] = new JsonObject
        {
            ["TrustBundle"] = _certificates.Authority,
            ["ClientCertificate"] = _certificates.Client.Certificate,
            ["ClientKey"] = _certificates.Client.Key,
            ["PartnerSystems"] = new JsonArray(
                System("wpi", $"https://localhost:{_wpi.Port}", "workIncome", "debts"),
                System("jbra", "https://localhost:1", "youthProtection")),
        });
        _lead = _gateway.Person("ggd", "g.lead", "regisseur");
        _caseId = (await _gateway.ImportAsync(Samples.Sections(_gateway.Covenant), new Dossiers.TeamMember("ggd", "g.lead", Consent.Relation.Lead))).Id.Value;
    }

    [Fact]
    public async Task Dossier_HoldsWhatTheSourceAnsweredAndSaysWhoDidNot()
    {
        // One field less than the peer's usual answer holds: it answers the benefit only, which is asked for.
        var response = await _lead.GetAsync(_lead.Asking("regie", _caseId));

        Assert.Equal(
            [("jbra", V1.SourceState.Unavailable), ("wpi", V1.SourceState.Ok)], response.Sources.Select(s => (s.Source, s.State)));
        Assert.Null(response.Sources[0].Age);
        Assert.InRange(response.Sources[1].Age.Seconds, 0, 60);
        var pulled = response.Sections[0];
        Assert.Equal(("wpi", "workIncome", V1.Level.Full, "5.5"), (pulled.Source, pulled.Category, pulled.Level, pulled.Article));
        Assert.Equal(("bijstand", "", 0), (pulled.WorkIncome.Benefit, pulled.SectionId, pulled.Version));
        Assert.Contains(response.Sections, s => s.ContentCase == DisclosedSection.ContentOneofCase.Identity);
    }

    [Fact]
    public async Task Question_HoldsWhoAndWhatAndIsOnTheLogWithItsAnswer()
    {
        await _lead.GetAsync(_lead.Asking("regie", _caseId));

        var question = Assert.Single(await _wpi.TakeSeenAsync());
        Assert.Equal(Samples.Bsn, (string?)question["bsn"]);
        Assert.Equal(
            """{"workIncome":["benefit","employer","narrative","since"],"debts":["arrangement","narrative"]}""", question["asked"]!.ToJsonString());
        var everything = question.ToJsonString();
        foreach (var kept in new[] { _caseId, "regie", "g.lead", "ggd", RunningGateway.PartnershipName, Samples.Surname })
            Assert.DoesNotContain(kept, everything, StringComparison.Ordinal);

        var entries = _gateway.Entries();
        var sent = Assert.Single(entries, e => e.QuestionSent?.Source == "wpi");
        Assert.Equal(((string?)question["id"], "9.1", Outcome.Released), (sent.QuestionSent.QuestionId, sent.QuestionSent.Article, sent.Outcome));
        var answered = Assert.Single(entries, e => e.QuestionAnswered?.Source == "wpi");
        Assert.Equal((sent.QuestionSent.QuestionId, "ok", 1), (answered.QuestionAnswered.QuestionId, answered.QuestionAnswered.State, answered.QuestionAnswered.Sections));
        Assert.Equal("UNREACHABLE", Assert.Single(entries, e => e.QuestionAnswered?.Source == "jbra").QuestionAnswered.Fault);
        Assert.Equal(Entry.EventOneofCase.DossierRead, entries[^1].EventCase);
    }

    [Fact]
    public async Task HangingSource_LeavesTheRestOfTheDossier()
    {
        await _wpi.BehaveAsync("hangs");

        var response = await _lead.Dossiers.GetBasisdossierAsync(
            _lead.Asking("regie", _caseId), _lead.Headers(), TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(8), TestContext.Current.CancellationToken);

        Assert.All(response.Sources, s => Assert.Equal(V1.SourceState.Unavailable, s.State));
        Assert.Equal(["identity", "police", "signals"], response.Sections.Select(s => s.Category));
    }

    [Fact]
    public async Task LogThatCannotBeWritten_LetsNoQuestionLeave()
    {
        await using (var other = new SqliteConnection($"Data Source={Path.Combine(_gateway.DataFolder, "exchange.db")};Pooling=False"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var hold = other.CreateCommand();
            hold.CommandText = "BEGIN IMMEDIATE";
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

            var (code, reason, _) = await RichErrors.RefusalOf(_lead.GetAsync(_lead.Asking("regie", _caseId)));
            Assert.Equal((StatusCode.Unavailable, "LOG_UNAVAILABLE"), (code, reason));
        }

        Assert.Empty(await _wpi.TakeSeenAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _wpi.DisposeAsync();
        _certificates.Dispose();
    }

    private static JsonObject System(string partner, string address, params string[] categories) => new()
    {
        ["Partnership"] = RunningGateway.PartnershipName,
        ["Partner"] = partner,
        ["Address"] = address,
        ["Categories"] = new JsonArray([.. categories.Select(c => JsonValue.Create(c))]),
        ["AnswerWithin"] = "00:00:05",
        ["AttemptWithin"] = "00:00:05",
    };
}
