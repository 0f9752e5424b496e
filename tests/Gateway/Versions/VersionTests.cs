using Exchange.Audit.V1;
using Exchange.Dossiers;
using Exchange.Gateway.Tests.Harness;
using Exchange.V1;
using Grpc.Core;

namespace Exchange.Gateway.Tests.Versions;

/// <summary>Over the wire: a source corrects and withdraws what it contributed, signed, and everybody sees that at once.</summary>
public sealed class VersionTests : IAsyncLifetime
{
    private RunningGateway _gateway = null!;
    private Person _police = null!;
    private Person _ggd = null!;
    private string _caseId = "";
    private string _section = "";

    public async ValueTask InitializeAsync()
    {
        _gateway = await RunningGateway.StartAsync();
        _police = _gateway.Person("politie", "p.lead", "regisseur");
        _ggd = _gateway.Person("ggd", "g.duo", "regisseur");
        _caseId = (await _gateway.ImportAsync(
            Samples.Sections(_gateway.Covenant),
            new Dossiers.TeamMember("politie", "p.lead", Consent.Relation.Lead),
            new Dossiers.TeamMember("ggd", "g.duo", Consent.Relation.Duo))).Id.Value;
        _section = Police(await _police.GetAsync(_police.Asking("regie", _caseId))).SectionId;
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Correct_Signed_IsTheVersionThatEverybodySees()
    {
        var request = Correction();
        var answer = await CorrectAsync(_police, request);

        Assert.Equal(new CorrectContributionResponse { SectionId = _section, Version = 2 }, answer);
        var seen = Police(await _ggd.GetAsync(_ggd.Asking("regie", _caseId)));
        Assert.Equal((_section, 2, "geweld", ""), (seen.SectionId, seen.Version, seen.Police.IncidentKind, seen.Police.Narrative));
        var entry = _gateway.Entries().Last(e => e.EventCase == Entry.EventOneofCase.SectionContributed);
        Assert.Equal((Outcome.Done, 2), (entry.Outcome, entry.SectionContributed.Version));
        Assert.Equal(_gateway.Pki.Parties["politie"].Requests.KeyId, entry.Evidence.Kid);

        Assert.Equal(answer, await CorrectAsync(_police, request));
        Assert.Equal(Outcome.Repeated, _gateway.Entries()[^1].Outcome);
        Assert.Equal("SECTION_CHANGED", (await RichErrors.RefusalOf(CorrectAsync(_police, Correction(expected: 1)))).Reason);
    }

    [Fact]
    public async Task Withdraw_Signed_IsGoneForEverybody()
    {
        var request = Withdrawal();
        var answer = await WithdrawAsync(_police, request);

        Assert.Equal(new WithdrawContributionResponse { SectionId = _section, Version = 2 }, answer);
        foreach (var person in new[] { _police, _ggd })
            Assert.DoesNotContain((await person.GetAsync(person.Asking("regie", _caseId))).Sections, s => s.Category == "police");
        Assert.Equal(answer, await WithdrawAsync(_police, request));

        var again = await RichErrors.RefusalOf(WithdrawAsync(_police, Withdrawal()));
        Assert.Equal((StatusCode.FailedPrecondition, "SECTION_WITHDRAWN"), (again.Code, again.Reason));
        Assert.Equal("SECTION_WITHDRAWN", (await RichErrors.RefusalOf(CorrectAsync(_police, Correction()))).Reason);
    }

    [Fact]
    public async Task SectionOfAnotherPartner_IsOneThatIsNotThere()
    {
        var others = await AnswerAsync(WithdrawAsync(_ggd, Withdrawal(role: _ggd.Role)));
        var nobodys = await AnswerAsync(WithdrawAsync(_ggd, Withdrawal("AAAAAAAAAAAAAAAAAAAAAA", _ggd.Role)));
        Assert.Equal(nobodys, others);
        Assert.StartsWith("NotFound", others, StringComparison.Ordinal);
        Assert.Equal(["NOT_THE_SOURCE", "NO_SUCH_SECTION"], _gateway.Entries().TakeLast(2).Select(e => e.InnerReason));

        var request = Correction();
        request.ActingRole = _ggd.Role;
        Assert.Equal("SECTION_NOT_FOUND", (await RichErrors.RefusalOf(CorrectAsync(_ggd, request))).Reason);
        request.SectionId = "AAAAAAAAAAAAAAAAAAAAAA";
        Assert.Equal("SECTION_NOT_FOUND", (await RichErrors.RefusalOf(CorrectAsync(_ggd, request))).Reason);
    }

    [Fact]
    public async Task Unsigned_IsRefusedBeforeTheSectionIsLookedAt()
    {
        var correction = await RichErrors.RefusalOf(_police.Dossiers.CorrectContributionAsync(
            Correction(), _police.Headers(), cancellationToken: TestContext.Current.CancellationToken).ResponseAsync);
        Assert.Equal((StatusCode.Unauthenticated, "SIGNATURE_MISSING"), (correction.Code, correction.Reason));
        var withdrawal = await RichErrors.RefusalOf(_police.Dossiers.WithdrawContributionAsync(
            Withdrawal(), _police.Headers(Withdrawal()), cancellationToken: TestContext.Current.CancellationToken).ResponseAsync);
        Assert.Equal((StatusCode.Unauthenticated, "SIGNATURE_INVALID"), (withdrawal.Code, withdrawal.Reason));
        Assert.All(_gateway.Entries().TakeLast(2), e => Assert.Null(e.CaseAndSubject));
        Assert.Equal(1, Police(await _police.GetAsync(_police.Asking("regie", _caseId))).Version);
    }

    [Fact]
    public async Task Malformed_NamesTheFieldsAtFault()
    {
        var request = Correction();
        request.Contribution.KeepUntil = null;
        request.SectionId = "a/b";
        request.ExpectedVersion = -1;
        var refusal = await RichErrors.RefusalOf(CorrectAsync(_police, request));
        Assert.Equal(("FIELD_INVALID", 3), (refusal.Reason, refusal.Fields.Count));
        Assert.Equal(["section_id", "expected_version", "contribution.keep_until"], refusal.Fields);
    }

    private CorrectContributionRequest Correction(int expected = 0) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = _police.Role,
        IdempotencyKey = RandomId.Create(),
        SectionId = _section,
        ExpectedVersion = expected,
        Contribution = new Contribution
        {
            Police = new PoliceSection { IncidentKind = "geweld" },
            Ground = "Wpg art. 16",
            Handling = Handling.Open,
            KeepUntil = new Date { Year = 2099, Month = 1, Day = 1 },
        },
    };

    private WithdrawContributionRequest Withdrawal(string? section = null, string? role = null) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = role ?? _police.Role,
        IdempotencyKey = RandomId.Create(),
        SectionId = section ?? _section,
        Reason = "Verkeerde persoon",
    };

    private static DisclosedSection Police(GetBasisdossierResponse seen) => Assert.Single(seen.Sections, s => s.Category == "police");

    private static async Task<CorrectContributionResponse> CorrectAsync(Person person, CorrectContributionRequest request) =>
        await person.Dossiers.CorrectContributionAsync(request, person.Headers(request), cancellationToken: TestContext.Current.CancellationToken);

    private static async Task<WithdrawContributionResponse> WithdrawAsync(Person person, WithdrawContributionRequest request) =>
        await person.Dossiers.WithdrawContributionAsync(request, person.Headers(request), cancellationToken: TestContext.Current.CancellationToken);

    // All that a refused caller is told.
    private static async Task<string> AnswerAsync(Task call)
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => call);
        var status = Google.Rpc.Status.Parser.ParseFrom(error.Trailers.GetValueBytes("grpc-status-details-bin")!);
        return $"{error.StatusCode} {error.Status.Detail} {status.Details[0].Unpack<Google.Rpc.ErrorInfo>().Type} {status.Details.Count}";
    }
}
