using Exchange.Audit.V1;
using Exchange.Gateway.Tests.Harness;
using Exchange.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Exchange.Gateway.Tests.Reading;

/// <summary>What lists, descriptions and previews tell over the wire, and that they tell nothing of what may not be known.</summary>
public sealed class ReadingTests : IAsyncLifetime
{
    private const string Nowhere = "AAAAAAAAAAAAAAAAAAAAAA";

    private RunningGateway _gateway = null!;
    private Person _lead = null!;
    private Person _stranger = null!;
    private Person _ggd = null!;
    private string _caseId = "";
    private PlanResponse _itat = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await RunningGateway.StartAsync();
        _lead = _gateway.Person("politie", "p.lead", "regisseur");
        _stranger = _gateway.Person("politie", "p.stranger", "regisseur");
        _ggd = _gateway.Person("ggd", "g.arts", "caseworker");
        _caseId = (await _gateway.ImportAsync(Samples.Sections(_gateway.Covenant), new Dossiers.TeamMember("politie", "p.lead", Consent.Relation.Lead))).Id.Value;
        var planner = _gateway.Person("oov", "o.secretaris", "secretary");
        _itat = await planner.PlanAsync("regie", "itat", _gateway.Time.GetUtcNow().AddMinutes(-1), [_ggd, _lead], _caseId);
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task ListCases_AtTheWideCircle_IsAnAliasAndNothingMore()
    {
        var listed = await CallAsync(_ggd, (c, r, h) => c.ListCasesAsync(r, h), new ListCasesRequest { Purpose = "casusoverleg", MeetingId = _itat.MeetingId });

        Assert.Equal(new CaseItem { Alias = _itat.Agenda[0].Alias, View = Level.Anonymised }, Assert.Single(listed.Cases));

        // What is listed can be asked for.
        Assert.NotEmpty((await _ggd.GetAsync(_ggd.Asking("casusoverleg", alias: listed.Cases[0].Alias, meeting: _itat.MeetingId))).Sections);
        Assert.Empty((await CallAsync(_ggd, (c, r, h) => c.ListCasesAsync(r, h), new ListCasesRequest { Purpose = "casusoverleg" })).Cases);
    }

    [Fact]
    public async Task ListCases_OfWhoWorksWithPseudonyms_IsAPseudonymByWhichTheCaseIsAskedFor()
    {
        var analyst = _gateway.Person("politie", "p.analist", "analyst");
        var planner = _gateway.Person("oov", "o.secretaris", "secretary");
        var meeting = (await planner.PlanAsync("regie", "regieoverleg", _gateway.Time.GetUtcNow().AddMinutes(-1), [analyst], _caseId)).MeetingId;

        var listed = Assert.Single((await CallAsync(
            analyst, (c, r, h) => c.ListCasesAsync(r, h), new ListCasesRequest { Purpose = "casusoverleg", MeetingId = meeting })).Cases);

        Assert.Equal(CaseItem.ReferenceOneofCase.Pseudonym, listed.ReferenceCase);
        var request = analyst.Asking("casusoverleg", meeting: meeting);
        request.Pseudonym = listed.Pseudonym;
        var seen = await analyst.GetAsync(request);
        Assert.Equal((Level.Pseudonymised, listed.Pseudonym), (seen.View, seen.Pseudonym));
        Assert.DoesNotContain(_caseId, listed + seen.ToString(), StringComparison.Ordinal);
        var byId = await RichErrors.RefusalOf(analyst.GetAsync(analyst.Asking("casusoverleg", _caseId, meeting: meeting)));
        var byNone = await RichErrors.RefusalOf(analyst.GetAsync(analyst.Asking("casusoverleg", Nowhere, meeting: meeting)));
        Assert.Equal((StatusCode.NotFound, "CASE_NOT_FOUND"), (byId.Code, byId.Reason));
        Assert.Equal((byNone.Code, byNone.Reason), (byId.Code, byId.Reason));
    }

    [Fact]
    public async Task ListCases_AtAMeetingOfOthers_IsRefusedAsOneThatIsNotThere()
    {
        var others = await RichErrors.RefusalOf(CallAsync(_stranger, (c, r, h) => c.ListCasesAsync(r, h), new ListCasesRequest { Purpose = "casusoverleg", MeetingId = _itat.MeetingId }));
        var none = await RichErrors.RefusalOf(CallAsync(_stranger, (c, r, h) => c.ListCasesAsync(r, h), new ListCasesRequest { Purpose = "casusoverleg", MeetingId = Nowhere }));

        Assert.Equal((StatusCode.NotFound, "MEETING_NOT_FOUND"), (others.Code, others.Reason));
        Assert.Equal((none.Code, none.Reason), (others.Code, others.Reason));
    }

    [Fact]
    public async Task DescribeAccess_CaseThatMayNotBeKnown_IsACaseThatIsNotThere() => await AssertAlikeAsync(
        id => CallAsync(_stranger, (c, r, h) => c.DescribeAccessAsync(r, h), new DescribeAccessRequest { Purpose = "regie", CaseId = id }),
        Entry.EventOneofCase.AccessDescribed);

    [Fact]
    public async Task PreviewContribution_CaseThatMayNotBeKnown_IsACaseThatIsNotThere()
    {
        foreach (var category in new[] { "police", "horoscope" })
        {
            await AssertAlikeAsync(
                id => CallAsync(_stranger, (c, r, h) => c.PreviewContributionAsync(r, h), new PreviewContributionRequest { Purpose = "regie", CaseId = id, Category = category, Ground = "Wpg art. 16" }),
                Entry.EventOneofCase.ContributionPreviewed);
        }
    }

    [Fact]
    public async Task DescribeAccess_AtTheWideCircle_TellsLevelsArticlesAndObligations()
    {
        var described = await CallAsync(
            _ggd, (c, r, h) => c.DescribeAccessAsync(r, h), new DescribeAccessRequest { Purpose = "casusoverleg", Alias = _itat.Agenda[0].Alias, MeetingId = _itat.MeetingId });

        Assert.Equal((Level.Anonymised, _itat.Agenda[0].Alias), (described.View, described.Alias));
        var identity = described.Rows.Single(r => r.Category == "identity" && r.Terms.Article == "3.1");
        Assert.Equal((Level.Anonymised, "casusoverleg"), (identity.Terms.Level, identity.Terms.Obligations.Purpose));
        Assert.Equal(["politie"], described.Rows.Single(r => r.Category == "identity" && r != identity).Sources);
        Assert.DoesNotContain("ggd", identity.Sources);
        Assert.Equal("AVG art. 6(1)(e)", described.Articles.Single(a => a.Article == "3.1").Ground);
        Assert.Equal("De brede kring bespreekt de casus anoniem.", described.Articles.Single(a => a.Article == "3.1").Text);
        Assert.DoesNotContain(described.Rows, r => r.Category == "police");
    }

    [Fact]
    public async Task PreviewContribution_IsAsSmallAsAScreen()
    {
        foreach (var category in _gateway.Covenant.Categories.Keys)
        {
            foreach (var ground in _gateway.Covenant.GroundsFor("politie", category))
            {
                var preview = await CallAsync(
                    _lead,
                    (c, r, h) => c.PreviewContributionAsync(r, h),
                    new PreviewContributionRequest { Purpose = "regie", CaseId = _caseId, Category = category, Ground = ground, SecrecyLifted = true, Handling = Handling.Open });
                Assert.InRange(preview.CalculateSize(), 1, 16 * 1024);
                Assert.All(preview.Rows, r => Assert.Contains(preview.Articles, a => a.Article == r.Article));
            }
        }
    }

    [Fact]
    public async Task ListOwnContributions_GivesBackWhatWasContributedAndNothingOfTheCase()
    {
        var own = await CallAsync(_stranger, (c, r, h) => c.ListOwnContributionsAsync(r, h), new ListOwnContributionsRequest());

        var police = Assert.Single(own.Contributions);
        Assert.Equal(("police", 1, "Anna Testpersoon is gezien in de Verzonnenstraat."), (police.Category, police.Version, police.Contribution.Police.Narrative));
        Assert.Equal((Handling.Open, 2099, ""), (police.Contribution.Handling, police.Contribution.KeepUntil.Year, police.Contribution.SecrecyLiftedBecause));
        Assert.DoesNotContain(_caseId, own.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(_itat.Agenda[0].Alias, own.ToString(), StringComparison.Ordinal);
        Assert.Empty((await CallAsync(_ggd, (c, r, h) => c.ListOwnContributionsAsync(r, h), new ListOwnContributionsRequest())).Contributions);
    }

    [Fact]
    public async Task PageTokens_OfAnotherCaller_AreRefused()
    {
        await _gateway.ImportAsync(Samples.Sections(_gateway.Covenant, "Piet", "999990123"), new Dossiers.TeamMember("politie", "p.lead", Consent.Relation.Lead));
        var cases = (await CallAsync(_lead, (c, r, h) => c.ListCasesAsync(r, h), new ListCasesRequest { Purpose = "regie", PageSize = 1 })).NextPageToken;
        var own = (await CallAsync(_lead, (c, r, h) => c.ListOwnContributionsAsync(r, h), new ListOwnContributionsRequest { PageSize = 1 })).NextPageToken;
        Assert.True(cases.Length > 0 && own.Length > 0);

        Assert.Equal("PAGE_TOKEN_INVALID", (await RichErrors.RefusalOf(CallAsync(_stranger, (c, r, h) => c.ListCasesAsync(r, h), new ListCasesRequest { Purpose = "regie", PageSize = 1, PageToken = cases }))).Reason);
        Assert.Equal("PAGE_TOKEN_INVALID", (await RichErrors.RefusalOf(CallAsync(_stranger, (c, r, h) => c.ListOwnContributionsAsync(r, h), new ListOwnContributionsRequest { PageSize = 1, PageToken = own }))).Reason);
    }

    private async Task AssertAlikeAsync<T>(Func<string, Task<T>> call, Entry.EventOneofCase kind)
    {
        var known = await Assert.ThrowsAnyAsync<RpcException>(() => call(_caseId));
        var unknown = await Assert.ThrowsAnyAsync<RpcException>(() => call(Nowhere));

        Assert.Equal((StatusCode.NotFound, unknown.Status.Detail), (known.StatusCode, known.Status.Detail));
        Assert.Equal(unknown.Trailers.Select(t => t.Key).Order(StringComparer.Ordinal), known.Trailers.Select(t => t.Key).Order(StringComparer.Ordinal));
        Assert.Equal(
            unknown.Trailers.GetValueBytes("grpc-status-details-bin")!.Length, known.Trailers.GetValueBytes("grpc-status-details-bin")!.Length);
        Assert.Equal(
            [_gateway.Entries().Count - 1, _gateway.Entries().Count - 2],
            new[] { unknown, known }.Select(e => (int)Receipt.Parser.ParseFrom(e.Trailers.GetValueBytes("exchange-receipt-bin")).Index));
        var entries = _gateway.Entries().TakeLast(2).ToList();
        Assert.All(entries, e => Assert.Equal((kind, "CASE_NOT_FOUND"), (e.EventCase, e.Reason)));
        Assert.Equal(["NO_GRANT", "NO_SUCH_CASE"], entries.Select(e => e.InnerReason));
    }

    private static async Task<TResponse> CallAsync<TRequest, TResponse>(
        Person person, Func<DossierService.DossierServiceClient, TRequest, Metadata, AsyncUnaryCall<TResponse>> rpc, TRequest request)
        where TRequest : IMessage<TRequest>
    {
        var fields = request.Descriptor.Fields;
        fields[1].Accessor.SetValue(request, RunningGateway.PartnershipName);
        fields[2].Accessor.SetValue(request, person.Role);
        return await rpc(person.Dossiers, request, person.Headers());
    }
}
