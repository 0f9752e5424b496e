using System.Net;
using System.Text.Json.Nodes;
using Exchange.Audit;
using Exchange.Commands;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Tests.Harness;
using Exchange.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Gateway.Tests.Shared;

/// <summary>Two gateways on one PostgreSQL: what one acknowledges, the other goes by.</summary>
public sealed class TwoGatewaysTests : IAsyncLifetime
{
    private SharedDatabases _databases = null!;
    private RunningGateway _first = null!, _second = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _databases = await SharedDatabases.RentAsync();
        _first = await RunningGateway.StartAsync(configure: _databases.Settings);
        _second = await _first.StartBesideAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _second.DisposeAsync();
        await _first.DisposeAsync();
        _databases.Dispose();
    }

    [Fact]
    public async Task TeamChangedAtOne_IsInForceAtTheOtherAtOnce()
    {
        var @case = await _first.ImportAsync(Samples.Sections(_first.Covenant));
        RunningGateway[] gateways = [_first, _second];
        for (var round = 0; round < 12; round++)
        {
            var (here, there) = (gateways[round % 2], gateways[(round + 1) % 2]);
            var lead = there.Person("politie", "p.lead", "regisseur");
            Assert.Null(await ChangeAsync(here, @case, Consent.Relation.Lead));
            Assert.Equal(3, (await lead.GetAsync(lead.Asking("regie", @case.Id.Value))).Sections.Count);
            Assert.Null(await ChangeAsync(here, @case, Consent.Relation.None));
            Assert.Equal("CASE_NOT_FOUND", (await RichErrors.RefusalOf(lead.GetAsync(lead.Asking("regie", @case.Id.Value)))).Reason);
        }

        Assert.True(LogVerifier.Verify(Samples.Log(_second), _first.Partnership, Cancellation).IsSound);
        Assert.Equal(_first.Entries(), _second.Entries());
        Assert.Equal(12, _first.Entries().Count(e => e.EventCase == Exchange.Audit.V1.Entry.EventOneofCase.DossierRead && e.Outcome == Exchange.Audit.V1.Outcome.Released));
    }

    [Fact]
    public async Task WhatASourceAgreesToAndTakesBackAtOne_CountsAtTheOther()
    {
        var caseId = (await _first.ImportAsync(
            [
                .. Samples.Sections(_first.Covenant).Select(s => s.Source == "politie" ? (s.Source, s.Section with { Handling = Consent.Handling.AskSource }) : s),
            ],
            new Dossiers.TeamMember("ggd", "g.lead", Consent.Relation.Lead))).Id.Value;
        var recipient = _first.Person("ggd", "g.lead", "regisseur");
        var source = _second.Person("politie", "p.agent", "regisseur");
        Assert.DoesNotContain("police", await SeenAsync(recipient, caseId));

        // Asked at the first, found and answered at the second, in force at the first.
        await Sources(recipient).AskSourcesAsync(
            new AskSourcesRequest { Partnership = RunningGateway.PartnershipName, ActingRole = recipient.Role, Purpose = "regie", CaseId = caseId },
            recipient.Headers(),
            cancellationToken: Cancellation);
        var asked = await Sources(source).ListRequestsAsync(
            new ListRequestsRequest { Partnership = RunningGateway.PartnershipName, ActingRole = source.Role },
            source.Headers(),
            cancellationToken: Cancellation);
        var request = Assert.Single(asked.Requests).RequestId;
        await AnswerAsync(source, request, Timestamp.FromDateTimeOffset(_first.Time.GetUtcNow().AddDays(1)));
        Assert.Contains("police", await SeenAsync(recipient, caseId));
        await AnswerAsync(source, request, null);
        Assert.DoesNotContain("police", await SeenAsync(recipient, caseId));
    }

    [Fact]
    public async Task ViewWithdrawnAtOne_IsGoneAtTheOtherAtOnce()
    {
        for (var round = 0; round < 6; round++)
        {
            var (here, there) = round % 2 == 0 ? (_first, _second) : (_second, _first);
            var @case = (await _first.ImportAsync(Samples.Sections(_first.Covenant))).Id.Value;
            var (reporter, other) = (here.Person("ggd", "g.arts", "caseworker"), there.Person("jbra", "j.voogd", "caseworker"));
            var meeting = await _first.Person("oov", "o.secretaris", "secretary")
                .PlanAsync("regie", "itat", _first.Time.GetUtcNow().AddMinutes(-1), [reporter, other], @case);
            var alias = meeting.Agenda.Single().Alias;
            Assert.NotEmpty((await other.GetAsync(other.Asking("casusoverleg", alias: alias, meeting: meeting.MeetingId))).Sections);

            await reporter.ReportAsync("casusoverleg", alias, meeting.MeetingId);

            Assert.Equal(
                "CASE_NOT_FOUND",
                (await RichErrors.RefusalOf(other.GetAsync(other.Asking("casusoverleg", alias: alias, meeting: meeting.MeetingId)))).Reason);
        }
    }

    [Fact]
    public async Task WhatAMeetingSeesAtOne_ItSeesAtTheOtherWhoeverBecomesKnownMeanwhile()
    {
        const string story = "Ze zag bloem bij de deur.";
        var covenant = _first.Covenant;
        var found = await _first.ImportAsync(
        [
            ("oov", Samples.Section(covenant, "oov", "identity", ("surname", new Dossiers.TextValue(Samples.Surname)))),
            ("oov", Samples.Section(covenant, "oov", "signals", ("narrative", new Dossiers.TextValue(story)))),
        ]);
        var (here, there) = (_first.Person("ggd", "g.arts", "caseworker"), _second.Person("ggd", "g.arts", "caseworker"));
        var secretary = _first.Person("oov", "o.secretaris", "secretary");
        var meeting = await secretary.PlanAsync("regie", "itat", _first.Time.GetUtcNow().AddMinutes(-1), [here], found.Id.Value);
        Task<GetBasisdossierResponse> LookAsync(Person person) =>
            person.GetAsync(person.Asking("casusoverleg", alias: meeting.Agenda.Single().Alias, meeting: meeting.MeetingId));

        // Both look for the first time at once; then somebody of that name becomes known.
        var looks = await Task.WhenAll(LookAsync(here), LookAsync(there), LookAsync(here), LookAsync(there));
        Assert.All(looks, look => Assert.Equal(looks[0].ToByteArray(), look.ToByteArray()));
        Assert.Contains(story, looks[0].ToString(), StringComparison.Ordinal);
        await AddAsync("household", ("members", new Dossiers.PersonsValue([new Dossiers.RelatedPerson { FirstNames = "Bloem" }])));
        await AddAsync("signals", ("narrative", new Dossiers.TextValue("Daarna ging bloem weg.")));

        var seen = await LookAsync(there);
        Assert.Equal(seen.ToByteArray(), (await LookAsync(here)).ToByteArray());
        Assert.Contains(story, seen.ToString(), StringComparison.Ordinal);
        Assert.Matches(@"Daarna ging \[persoon \d{3}\] weg\.", seen.ToString());

        async Task AddAsync(string category, params (string Name, Dossiers.FieldValue Value)[] fields)
        {
            var section = Dossiers.SectionId.Create();
            var content = _first.App.Services.GetRequiredService<Keys.CaseCipher>()
                .Encrypt(_first.Partnership, found.Id.Value, section.Value, 1, Dossiers.SectionContent.Of(fields).ToBytes());
            var change = new Dossiers.SectionContributed(found.Id, new Dossiers.Section
            {
                Id = section,
                Category = category,
                Source = "oov",
                Ground = covenant.GroundsFor("oov", category)[0],
                Handling = Consent.Handling.Open,
                Secrecy = Consent.Secrecy.NotLifted,
                KeepUntil = new DateOnly(2099, 1, 1),
                EncryptedContent = content,
            });
            var entries = _first.App.Services.GetRequiredService<EntryWriter>();
            var entry = entries.Draft(_first.Partnership, covenant, "", null);
            entry.Outcome = Exchange.Audit.V1.Outcome.Done;
            Assert.IsType<AppendOutcome.Appended>(await entries.AppendAsync(_first.Partnership, entry, [], [change]));
        }
    }

    [Fact]
    public async Task LookAlikesTakenOverAtOne_AreCountedAtTheOtherAndWhatTheyLetThroughStays()
    {
        var secretary = _first.Person("oov", "o.secretaris", "secretary");
        var (here, there) = (_first.Person("ggd", "g.arts", "caseworker"), _second.Person("jbra", "j.voogd", "caseworker"));
        var found = (await _first.ImportAsync(Samples.Sections(_first.Covenant))).Id.Value;
        var meeting = await secretary.PlanAsync("regie", "itat", _first.Time.GetUtcNow().AddMinutes(-1), [here, there], found);
        Assert.Empty(await IdentitiesAsync(here, meeting));

        foreach (var bsn in Samples.OtherBsns.Take(5))
            await _first.ImportAsync(Samples.Sections(_first.Covenant, "Berend", bsn));
        var next = await secretary.PlanAsync("regie", "itat", _first.Time.GetUtcNow().AddMinutes(-1), [here, there], found);

        // The second has not counted before; at the first it may be some minutes old, but what the meeting saw stays.
        var seen = Assert.Single(await IdentitiesAsync(there, next));
        Assert.Equal((30, 39, "Centrum"), (seen.BirthDate.AgeBand.Lowest, seen.BirthDate.AgeBand.Highest, seen.Address.District));
        Assert.Equal(seen, Assert.Single(await IdentitiesAsync(here, next)));
        Assert.Empty(await IdentitiesAsync(there, meeting));

        static async Task<IEnumerable<IdentitySection>> IdentitiesAsync(Person person, PlanResponse meeting) =>
            (await person.GetAsync(person.Asking("casusoverleg", alias: meeting.Agenda.Single().Alias, meeting: meeting.MeetingId)))
                .Sections.Select(s => s.Identity).OfType<IdentitySection>();
    }

    [Fact]
    public async Task AnswerUnderAnIdempotencyKey_IsRememberedAtTheOther()
    {
        var here = _first.Person("oov", "o.coordinator", "coordinator");
        var request = new V1.OpenCaseRequest
        {
            Partnership = RunningGateway.PartnershipName,
            ActingRole = here.Role,
            Purpose = "casusoverleg",
            IdempotencyKey = Dossiers.RandomId.Create(),
            Subject = new IdentitySection { FirstNames = "Anna", Surname = Samples.Surname, Bsn = Samples.Bsn },
            Ground = _first.Covenant.GroundsFor("oov", "identity")[0],
            KeepUntil = new Date { Year = 2099, Month = 1, Day = 1 },
        };
        var there = _second.Person("oov", "o.coordinator", "coordinator");
        var opened = await here.Dossiers.OpenCaseAsync(request, here.Headers(request), cancellationToken: Cancellation);
        var again = await there.Dossiers.OpenCaseAsync(request, there.Headers(request), cancellationToken: Cancellation);
        Assert.Equal(opened.CaseId, again.CaseId);
    }

    [Fact]
    public async Task CovenantActivatedAtOne_DecidesTheVeryNextCallAtTheOther()
    {
        var known = (await _first.ImportAsync(Samples.Sections(_first.Covenant), new Dossiers.TeamMember("politie", "p.lead", Consent.Relation.Lead))).Id.Value;
        RunningGateway[] gateways = [_first, _second];
        for (var round = 1; round <= 4; round++)
        {
            var (here, there) = (gateways[round % 2], gateways[(round + 1) % 2]);
            var lead = there.Person("politie", "p.lead", "regisseur");
            var before = await SeenAsync(lead, known);
            Assert.Equal(round % 2 == 1, before.Contains("police"));

            // Proposed here, signed at both, activated here.
            var cap = "\narticles:\n  - { id: \"99\", text: Hier niet., cap: none, categories: [police], to: { partner: politie, relation: lead }, for: [regie] }\n";
            var text = round % 2 == 1 ? Amendment.Text($"2030.{round}", ("\narticles:\n", cap)) : Amendment.Text($"2030.{round}");
            var amendment = new Amendment(here, await Amendment.ProposeAsync(here.Person("oov", "o.jurist", "jurist"), text), here.Covenant.Digest.ToArray());
            foreach (var signer in Amendment.Signers(there))
                await Amendment.SignAsync(signer, amendment.Signing(signer));
            Assert.True((await Amendment.ActivateAsync(amendment.Colleague, amendment.Digest)).InForce);

            Assert.Equal(round % 2 == 0, (await SeenAsync(lead, known)).Contains("police"));
            Assert.Equal(amendment.Digest, there.Entries()[^1].CovenantDigest.ToByteArray());
        }
    }

    [Fact]
    public async Task StartedTogether_MakeOneKeyRingAndReadEachOthersKeys()
    {
        using var databases = await SharedDatabases.RentAsync();
        var ring = Directory.CreateTempSubdirectory("exchange-ring-");
        try
        {
            Action<JsonObject> settings = databases.Settings + Settings.Of(("Gateway:Ring", ring.FullName));
            var gateways = await Task.WhenAll(
                Enumerable.Range(0, 3).Select(_ => Task.Run(() => RunningGateway.StartAsync(configure: settings), Cancellation)));
            try
            {
                Assert.Single(ring.GetFiles("key-*.xml"));
                var @case = await gateways[0].ImportAsync(
                    Samples.Sections(_first.Covenant), new Dossiers.TeamMember("politie", "p.lead", Consent.Relation.Lead));
                foreach (var gateway in gateways)
                {
                    var lead = gateway.Person("politie", "p.lead", "regisseur");
                    Assert.Equal(3, (await lead.GetAsync(lead.Asking("regie", @case.Id.Value))).Sections.Count);
                }
            }
            finally
            {
                foreach (var gateway in gateways)
                    await gateway.DisposeAsync();
            }
        }
        finally
        {
            ring.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Ready_OnlyWhileCommitsAreDurable()
    {
        using var client = new HttpClient { BaseAddress = GatewayHost.Addresses(_first.App).Health };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/healthz/ready", Cancellation)).StatusCode);

        await SetAsync("SET synchronous_commit = off");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/healthz/ready", Cancellation)).StatusCode);
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => _first.StartBesideAsync());
        Assert.Contains("synchronous_commit is off", refused.Message, StringComparison.Ordinal);

        await SetAsync("RESET synchronous_commit");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/healthz/ready", Cancellation)).StatusCode);
    }

    // A session has such a setting from its start on, so the ones that are there end.
    private async Task SetAsync(string setting)
    {
        var databases = _databases.Databases;
        await databases.ExecuteAsync($"ALTER DATABASE {databases.Records} {setting}");
        await databases.ExecuteAsync(
            $"SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE datname = '{databases.Records}' AND usename = 'exchange_gateway'");
    }

    private static SourceService.SourceServiceClient Sources(Person person) => new(person.Gateway.Channel(person.Controller));

    private static async Task<IEnumerable<string>> SeenAsync(Person person, string caseId) =>
        (await person.GetAsync(person.Asking("regie", caseId))).Sections.Select(s => s.Category);

    private static async Task AnswerAsync(Person source, string request, Timestamp? until)
    {
        var answer = new AnswerRequestRequest
        {
            Partnership = RunningGateway.PartnershipName,
            ActingRole = source.Role,
            IdempotencyKey = Dossiers.RandomId.Create(),
            RequestId = request,
            Reason = "Overlegd.",
        };
        if (until is null)
            answer.Refuse = new Refuse();
        else
            answer.Grant = new Grant { Until = until };
        await Sources(source).AnswerRequestAsync(answer, source.Headers(answer), cancellationToken: Cancellation);
    }

    private static async Task<Refusal?> ChangeAsync(RunningGateway at, Dossiers.Case @case, Consent.Relation relation) =>
        await at.App.Services.GetRequiredService<ChangeTeam>()
            .HandleAsync(at.Partnership, at.Covenant, @case, new Dossiers.TeamMember("politie", "p.lead", relation));
}
