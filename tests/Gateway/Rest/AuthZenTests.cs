using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Exchange.Audit.V1;
using Exchange.Gateway.Tests.Harness;
using Exchange.Gateway.Tests.Identity;
using Exchange.Gateway.Tests.Peers.Faults;

namespace Exchange.Gateway.Tests.Rest;

/// <summary>OpenID AuthZEN over the covenant in force: <c>docs/authzen.md</c>, and what goes wrong.</summary>
public sealed partial class AuthZenTests : IAsyncLifetime
{
    private const string One = "/access/v1/evaluation", Several = "/access/v1/evaluations";

    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
    private RunningGateway _gateway = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Person Ggd => _gateway.Person("ggd", "g.arts", "caseworker");

    public async ValueTask InitializeAsync() => _gateway = await RunningGateway.StartAsync(_clock);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task EveryExampleOfThePage_IsAnsweredAsItSays()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "authzen.md"), Stop);
        var fences = Fence().Matches(page).Select(m => (Kind: m.Groups[1].Value, Body: m.Groups[2].Value)).ToList();
        JsonNode? answer = null;
        Assert.Equal(5, fences.Count);
        foreach (var (kind, body) in fences)
        {
            if (kind.StartsWith("request ", StringComparison.Ordinal))
            {
                var (status, text, _) = await PostAsync(Ggd, "/access/v1/" + kind["request ".Length..], body);
                Assert.Equal(HttpStatusCode.OK, status);
                answer = JsonNode.Parse(text);
                continue;
            }

            if (kind == "problem")
                answer = JsonNode.Parse((await PostAsync(Ggd, One, Question(partner: "oov"))).Body);
            Assert.True(JsonNode.DeepEquals(Shortened(JsonNode.Parse(body)!), Shortened(answer!)), answer!.ToJsonString());
        }
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Evaluation_IsAnEntryWithTheEvidenceOfItsAnswer(string version)
    {
        var before = _gateway.Entries().Count;

        var (_, body, headers) = await PostAsync(Ggd, One, Question(), version);

        var entry = Assert.Single(_gateway.Entries().Skip(before));
        Assert.Equal((Entry.EventOneofCase.AccessEvaluated, Outcome.Released, "ggd"), (entry.EventCase, entry.Outcome, entry.Caller.Partner));
        Assert.Equal(("ggd", "identity", "anonymised", "3.1"), (entry.AccessEvaluated.Partner, entry.AccessEvaluated.Category, entry.AccessEvaluated.Level, entry.AccessEvaluated.Article));
        Assert.Equal(("itat", "casusoverleg", "2026-03-02"), (entry.DecisionInput.Forum, entry.DecisionInput.Purpose, entry.DecisionInput.Date));
        Assert.Null(entry.CaseAndSubject);
        Assert.Equal(entry.ResponseHmac.ToByteArray(), HMACSHA256.HashData(Convert.FromBase64String(Assert.Single(headers.GetValues("exchange-nonce"))), Encoding.UTF8.GetBytes(body)));
        Assert.Equal(before, V1.Receipt.Parser.ParseFrom(Convert.FromBase64String(Assert.Single(headers.GetValues("exchange-receipt")))).Index);
        Assert.Equal("vraag-1", Assert.Single(headers.GetValues("x-request-id")));
    }

    [Theory]
    [InlineData("execute_all", "yes no yes")]
    [InlineData("deny_on_first_deny", "yes no")]
    [InlineData("permit_on_first_permit", "yes")]
    public async Task Evaluations_GoAsFarAsTheSemanticSaysAndEachIsAnEntry(string semantic, string expected)
    {
        var before = _gateway.Entries().Count;
        var request = JsonNode.Parse(Question())!.AsObject();
        request["options"] = new JsonObject { ["evaluations_semantic"] = semantic };
        request["evaluations"] = new JsonArray(Resource("identity"), Resource("police"), Resource("plan"));

        var (status, body, headers) = await PostAsync(Ggd, Several, request.ToJsonString());

        Assert.Equal(HttpStatusCode.OK, status);
        var answers = JsonNode.Parse(body)!["evaluations"]!.AsArray();
        Assert.Equal(expected, string.Join(' ', answers.Select(a => (bool)a!["decision"]! ? "yes" : "no")));
        var entries = _gateway.Entries().Skip(before).ToList();
        var nonce = Convert.FromBase64String(Assert.Single(headers.GetValues("exchange-nonce")));
        Assert.Equal(
            answers.Select(a => Convert.ToHexString(HMACSHA256.HashData(nonce, Encoding.UTF8.GetBytes(a!.ToJsonString())))).Order(),
            entries.Select(e => Convert.ToHexString(e.ResponseHmac.Span)).Order());
        Assert.Equal(entries.Count, Assert.Single(headers.GetValues("exchange-receipt")).Split(',').Length);

        JsonNode Resource(string category) => new JsonObject
        {
            ["resource"] = new JsonObject
            {
                ["type"] = "category",
                ["id"] = category,
                ["properties"] = new JsonObject { ["source"] = category == "police" ? "politie" : "oov", ["secrecy"] = "notLifted", ["handling"] = "open" },
            },
        };
    }

    [Fact]
    public async Task Evaluation_ForAnotherPartner_IsForJuristsAndReviewers()
    {
        Assert.Equal("ACT_NOT_ALLOWED", ReasonOf(await PostAsync(Ggd, One, Question(partner: "oov"))));
        Assert.Equal(Outcome.Refused, _gateway.Entries()[^1].Outcome);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(_gateway.Person("oov", "o.fg", "fg"), One, Question())).Status);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(_gateway.Person("om", "om.jurist", "jurist"), One, Question())).Status);
    }

    [Theory]
    [InlineData("\"level\": \"full\"", false)]
    [InlineData("\"level\": \"anonymised\"", true)]
    public async Task Evaluation_BelowTheLevelThatIsAskedFor_IsNo(string level, bool expected)
    {
        var request = Question().Replace("\"name\": \"casusoverleg\"", $"\"name\": \"casusoverleg\", \"properties\": {{ {level} }}", StringComparison.Ordinal);
        var answer = JsonNode.Parse((await PostAsync(Ggd, One, request)).Body)!;
        Assert.Equal((expected, "anonymised"), ((bool)answer["decision"]!, (string?)answer["context"]!["level"]));
    }

    [Theory]
    [InlineData("\"forum\": \"itat\", ", "")]
    [InlineData("\"forum\": \"itat\"", "\"forum\": \"borreltafel\"")]
    [InlineData("\"handling\": \"open\"", "\"handling\": \"misschien\"")]
    [InlineData("\"date\": \"2026-03-02\"", "\"date\": \"gisteren\"")]
    public async Task Evaluation_WhatIsUnknown_NeverHelps(string old, string changed)
    {
        var answer = JsonNode.Parse((await PostAsync(Ggd, One, Question().Replace(old, changed, StringComparison.Ordinal))).Body)!;
        Assert.Equal((false, "none"), ((bool)answer["decision"]!, (string?)answer["context"]!["level"]));
    }

    [Theory]
    [InlineData("{", "FIELD_INVALID", "$")]
    [InlineData("[]", "FIELD_INVALID", "$")]
    [InlineData("{\"subject\":{},\"subject\":{}}", "FIELD_INVALID", "$")]
    [InlineData("{\"subject\":{\"type\":\"partner\",\"id\":\"\\ud800\"}}", "FIELD_INVALID", "$")]
    [InlineData("{\"subject\":{\"type\":\"user\",\"id\":\"ggd\"}}", "FIELD_INVALID", "subject.type")]
    [InlineData("{\"verdict\":true}", "FIELD_UNKNOWN", null)]
    public async Task Evaluation_ThatCannotBeRead_IsAProblemAndOnTheLog(string body, string reason, string? field)
    {
        var before = _gateway.Entries().Count;
        var answer = await PostAsync(Ggd, One, body);

        Assert.Equal((HttpStatusCode.BadRequest, reason), (answer.Status, ReasonOf(answer)));
        if (field is not null)
            Assert.Contains(JsonNode.Parse(answer.Body)!["fields"]!.AsArray(), f => (string?)f!["field"] == field);
        Assert.Equal((reason, "access/v1/evaluation"), (_gateway.Entries()[^1].Reason, _gateway.Entries()[^1].CallRefused.Method));
        Assert.Equal(before + 1, _gateway.Entries().Count);
    }

    [Fact]
    public async Task Evaluation_WithoutWhatEveryCallNeeds_IsRefused()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(Ggd, One, Question(), change: r => r.Headers.Authorization = null)).Status);
        Assert.Equal("PARTNERSHIP_NOT_FOUND", ReasonOf(await PostAsync(Ggd, One, Question(), change: r => r.Headers.Remove("exchange-partnership"))));
        Assert.Equal("ROLE_NOT_IN_TOKEN", ReasonOf(await PostAsync(Ggd, One, Question(), change: r => r.Headers.Remove("exchange-acting-role"))));
        Assert.Equal(
            HttpStatusCode.UnsupportedMediaType,
            (await PostAsync(Ggd, One, Question(), change: r => r.Content!.Headers.ContentType = new MediaTypeHeaderValue("text/plain"))).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PostAsync(Ggd, One, "{\"subject\":\"" + new string('x', 2_000_000) + "\"}")).Status);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await PostAsync(Ggd, One, Question(), change: r => r.Method = HttpMethod.Put)).Status);

        using var nobody = new HttpClient(_gateway.Pki.Connect(null));
        await Assert.ThrowsAsync<HttpRequestException>(() => nobody.PostAsync(new Uri(_gateway.Address, One), new StringContent("{}"), Stop));
    }

    [Fact]
    public async Task Evaluation_ThatCannotBeLogged_IsNotAnswered()
    {
        await using (await BrokenStore.HideAsync(_gateway, BrokenStore.Records, table => table.StartsWith("log_", StringComparison.Ordinal)))
        {
            var answer = await PostAsync(Ggd, One, Question());
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "LOG_UNAVAILABLE"), (answer.Status, ReasonOf(answer)));
            Assert.DoesNotContain("anonymised", answer.Body, StringComparison.Ordinal);
        }
    }

    private static string Question(string partner = "ggd") =>
        """
        {"subject": {"type": "partner", "id": "PARTNER", "properties": {"role": "caseworker", "relation": "none"}},
         "action": {"name": "casusoverleg"},
         "resource": {"type": "category", "id": "identity", "properties": {"source": "oov", "secrecy": "notLifted", "handling": "open"}},
         "context": {"forum": "itat", "case": "active", "consent": "absent", "date": "2026-03-02"}}
        """.Replace("PARTNER", partner, StringComparison.Ordinal);

    private async Task<(HttpStatusCode Status, string Body, HttpResponseHeaders Headers)> PostAsync(
        Person person, string path, string body, string version = "2.0", Action<HttpRequestMessage>? change = null)
    {
        using var client = new HttpClient(_gateway.Pki.Connect(_gateway.Pki.Parties[person.Controller].Certificate));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_gateway.Address, path))
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", person.Token());
        request.Headers.Add("exchange-partnership", RunningGateway.PartnershipName);
        request.Headers.Add("exchange-acting-role", person.Role);
        request.Headers.Add("x-request-id", "vraag-1");
        change?.Invoke(request);
        using var response = await client.SendAsync(request, Stop);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Stop), response.Headers);
    }

    private static string? ReasonOf((HttpStatusCode Status, string Body, HttpResponseHeaders Headers) answer)
    {
        var problem = JsonNode.Parse(answer.Body)!;
        Assert.Equal((int)answer.Status, (int)problem["status"]!);
        return (string?)problem["reason"];
    }

    // The digest and the trace are others each time.
    private static JsonNode Shortened(JsonNode node)
    {
        (node as JsonObject)?.Remove("traceId");
        foreach (var answer in node["evaluations"]?.AsArray() ?? [node])
        {
            if (answer!["context"] is JsonObject context)
                context["covenant"] = "…";
        }

        return node;
    }

    [GeneratedRegex("^```json ([a-z ]+)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
