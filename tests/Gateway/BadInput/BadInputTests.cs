using Exchange.Audit.V1;
using Exchange.Cli.Pki;
using Exchange.Gateway.Tests.Harness;
using Exchange.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Exchange.Gateway.Tests.BadInput;

/// <summary>
/// Whatever is wrong with a call: a clear error with its reason, one entry where the caller is known, nothing stored half,
/// nothing released.
/// </summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private RunningGateway _gateway = null!;
    private Person _lead = null!;
    private string _caseId = "";

    public async ValueTask InitializeAsync()
    {
        _gateway = await RunningGateway.StartAsync();
        _lead = _gateway.Person("politie", "p.lead", "regisseur");
        _caseId = (await _gateway.ImportAsync(Samples.Sections(_gateway.Covenant), new Dossiers.TeamMember("politie", "p.lead", Consent.Relation.Lead))).Id.Value;
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task WellFormedCall_IsAnswered() => Assert.NotEmpty((await _lead.GetAsync(_lead.Asking("regie", _caseId))).Sections);

    public static TheoryData<string, StatusCode, string> BrokenRequests => new()
    {
        { "purpose", StatusCode.InvalidArgument, "PURPOSE_UNKNOWN" },
        { "no purpose", StatusCode.InvalidArgument, "FIELD_INVALID" },
        { "category", StatusCode.InvalidArgument, "CATEGORY_UNKNOWN" },
        { "no case", StatusCode.InvalidArgument, "FIELD_INVALID" },
        { "alias without meeting", StatusCode.InvalidArgument, "FIELD_INVALID" },
        { "meeting", StatusCode.NotFound, "MEETING_NOT_FOUND" },
        { "case", StatusCode.NotFound, "CASE_NOT_FOUND" },
        { "long case", StatusCode.InvalidArgument, "FIELD_INVALID" },
        { "page size", StatusCode.InvalidArgument, "FIELD_INVALID" },
        { "page token", StatusCode.InvalidArgument, "PAGE_TOKEN_INVALID" },
        { "role not in token", StatusCode.PermissionDenied, "ROLE_NOT_IN_TOKEN" },
        { "unknown field", StatusCode.InvalidArgument, "FIELD_UNKNOWN" },
    };

    [Theory]
    [MemberData(nameof(BrokenRequests))]
    public async Task BrokenRequest_IsRefusedWithItsReasonAndOneEntry(string what, StatusCode code, string reason)
    {
        var request = _lead.Asking("regie", _caseId);
        switch (what)
        {
            case "purpose": request.Purpose = "nieuwsgierigheid"; break;
            case "no purpose": request.Purpose = ""; break;
            case "category": request.Categories.Add("etniciteit"); break;
            case "no case": request.ClearCase(); break;
            case "alias without meeting": request.Alias = "ABCD1234"; break;
            case "meeting": request.MeetingId = "AAAAAAAAAAAAAAAAAAAAAA"; break;
            case "case": request.CaseId = "AAAAAAAAAAAAAAAAAAAAAA"; break;
            case "long case": request.CaseId = new string('x', 65); break;
            case "page size": request.PageSize = -1; break;
            case "page token": request.PageToken = "AAAA"; break;
            case "role not in token": request.ActingRole = "caseworker"; break;
            case "unknown field": request = GetBasisdossierRequest.Parser.ParseFrom([.. request.ToByteArray(), 0xF8, 0x3F, 0x01]); break;
            default: throw new ArgumentOutOfRangeException(nameof(what));
        }

        // Nothing that the caller made up is on the log in the clear.
        var entry = await AssertRefusedAsync(_lead.GetAsync(request), code, reason);
        Assert.Empty(entry.MeetingId);
        Assert.DoesNotContain("nieuwsgierigheid", entry.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("etniciteit", entry.ToString(), StringComparison.Ordinal);
    }

    public static TheoryData<string, string> BrokenTokens => new()
    {
        { "audience", "TOKEN_AUDIENCE_WRONG" },
        { "expired", "TOKEN_EXPIRED" },
        { "future", "TOKEN_NOT_YET_VALID" },
        { "long-lived", "TOKEN_LIVES_TOO_LONG" },
        { "other certificate", "TOKEN_NOT_BOUND" },
        { "other issuer", "TOKEN_ISSUER_NOT_TRUSTED" },
        { "missing", "TOKEN_MISSING" },
        { "garbage", "TOKEN_INVALID" },
    };

    [Theory]
    [MemberData(nameof(BrokenTokens))]
    public async Task BrokenToken_IsRefusedWithItsReasonAndOneEntryOfItsController(string what, string reason)
    {
        var now = _gateway.Time.GetUtcNow();
        var token = what switch
        {
            "audience" => _lead.Token(t => t with { Audience = "somebody-else" }),
            "expired" => _lead.Token(t => t with { IssuedAt = now.AddMinutes(-7) }),
            "future" => _lead.Token(t => t with { IssuedAt = now.AddMinutes(2) }),
            "long-lived" => _lead.Token(t => t with { Lives = TimeSpan.FromMinutes(11) }),
            "other certificate" => _lead.Token(t => t with { Certificate = _gateway.Pki.Parties["om"].Certificate }),
            "other issuer" => _gateway.Person("om", "o.lead", "regisseur").Token(),
            "missing" => null,
            "garbage" => "abc.def.ghi",
            _ => throw new ArgumentOutOfRangeException(nameof(what)),
        };
        var headers = new Metadata();
        if (token is not null)
            headers.Add("authorization", "Bearer " + token);
        var call = _lead.Dossiers.GetBasisdossierAsync(_lead.Asking("regie", _caseId), headers, cancellationToken: TestContext.Current.CancellationToken);
        var entry = await AssertRefusedAsync(call.ResponseAsync, StatusCode.Unauthenticated, reason);
        Assert.Equal("politie", entry.Caller.Controller);
        Assert.Null(entry.Caller.Actor);
    }

    [Fact]
    public async Task UnitOfAnotherController_IsRefused()
    {
        var token = _lead.Token(t => t with { Unit = "om" });
        var call = _lead.Dossiers.GetBasisdossierAsync(
            _lead.Asking("regie", _caseId), new Metadata { { "authorization", "Bearer " + token } }, cancellationToken: TestContext.Current.CancellationToken);
        await AssertRefusedAsync(call.ResponseAsync, StatusCode.PermissionDenied, "UNIT_NOT_LISTED");
    }

    [Fact]
    public async Task RoleThatTheCovenantDoesNotList_IsRefused()
    {
        var person = _gateway.Person("politie", "p.lead", "jurist-van-dienst");
        var entry = await AssertRefusedAsync(person.GetAsync(person.Asking("regie", _caseId)), StatusCode.PermissionDenied, "ROLE_NOT_LISTED");
        Assert.DoesNotContain("jurist-van-dienst", entry.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rotterdam")]
    [InlineData("")]
    [InlineData("AMSTERDAM")]
    [InlineData("../amsterdam")]
    public async Task UnknownPartnership_IsNotFoundAndNobodysLogGrows(string partnership)
    {
        var before = _gateway.Entries().Count;
        var request = _lead.Asking("regie", _caseId);
        request.Partnership = partnership;
        var refusal = await RichErrors.RefusalOf(_lead.GetAsync(request));
        Assert.Equal((StatusCode.NotFound, "PARTNERSHIP_NOT_FOUND"), (refusal.Code, refusal.Reason));
        Assert.Equal(before, _gateway.Entries().Count);
    }

    [Fact]
    public async Task ForeignCertificate_IsRefusedInTheHandshake()
    {
        var foreign = DevPki.Make([new DevController("politie", _gateway.Covenant.Controllers["politie"].Oin)], TimeProvider.System);
        var handler = _gateway.Pki.Connect(foreign.Parties["politie"].Certificate);
        using var channel = GrpcChannel.ForAddress(_gateway.Address, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
        var client = new DossierService.DossierServiceClient(channel);
        var error = await Assert.ThrowsAsync<RpcException>(
            async () => await client.GetBasisdossierAsync(_lead.Asking("regie", _caseId), _lead.Headers(), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains(error.StatusCode, new[] { StatusCode.Internal, StatusCode.Unavailable });
    }

    [Fact]
    public async Task ContributionsWithBadContent_AreRefusedFieldByFieldAndNothingIsKept()
    {
        var person = _gateway.Person("oov", "o.lead", "caseworker");
        var @case = await _gateway.ImportAsync(Samples.Sections(_gateway.Covenant), new Dossiers.TeamMember("oov", "o.lead", Consent.Relation.Lead));
        var request = Contribution(person, @case.Id.Value);
        request.Contribution.Identity.Bsn = "999990018";
        request.Contribution.Identity.Surname = new string('x', 300);
        var refusal = await RichErrors.RefusalOf(ContributeAsync(person, request));
        Assert.Equal("FIELD_INVALID", refusal.Reason);
        Assert.Contains(refusal.Fields, f => f.EndsWith("bsn", StringComparison.Ordinal));
        Assert.Contains(refusal.Fields, f => f.EndsWith("surname", StringComparison.Ordinal));
        Assert.Equal(3, (await person.GetAsync(person.Asking("regie", @case.Id.Value))).Sections.Count);
    }

    [Fact]
    public async Task IdempotencyKey_GivesTheFirstAnswerAgainAndRefusesOtherBytes()
    {
        var person = _gateway.Person("oov", "o.lead2", "caseworker");
        var @case = await _gateway.ImportAsync(Samples.Sections(_gateway.Covenant), new Dossiers.TeamMember("oov", "o.lead2", Consent.Relation.Lead));
        var request = Contribution(person, @case.Id.Value);
        var first = await ContributeAsync(person, request);
        Assert.Equal(first, await ContributeAsync(person, request));
        Assert.Equal(Outcome.Repeated, _gateway.Entries()[^1].Outcome);
        request.Contribution.Identity.Surname = "Anders";
        await AssertRefusedAsync(ContributeAsync(person, request), StatusCode.AlreadyExists, "IDEMPOTENCY_KEY_REUSED");
        Assert.Equal(4, (await person.GetAsync(person.Asking("regie", @case.Id.Value))).Sections.Count);
    }

    [Fact]
    public async Task PageTokenOfAnotherCaller_IsRefused()
    {
        var other = _gateway.Person("politie", "p.duo", "regisseur");
        var @case = await _gateway.ImportAsync(
            Samples.Sections(_gateway.Covenant),
            new Dossiers.TeamMember("politie", "p.lead", Consent.Relation.Lead),
            new Dossiers.TeamMember("politie", "p.duo", Consent.Relation.Duo));
        var request = _lead.Asking("regie", @case.Id.Value);
        request.PageSize = 1;
        var page = await _lead.GetAsync(request);
        Assert.NotEmpty(page.NextPageToken);
        request.PageToken = page.NextPageToken;
        Assert.NotEqual(page.Sections[0].SectionId, (await _lead.GetAsync(request)).Sections[0].SectionId);
        await AssertRefusedAsync(other.GetAsync(request), StatusCode.InvalidArgument, "PAGE_TOKEN_INVALID");
    }

    [Fact]
    public async Task RequestLargerThanTheLimit_IsRefusedBeforeItIsRead()
    {
        var request = Contribution(_lead, _caseId);
        request.Contribution.Identity.FirstNames = new string('x', 2 * 1024 * 1024);
        var error = await Assert.ThrowsAsync<RpcException>(() => ContributeAsync(_lead, request));
        Assert.Contains(error.StatusCode, new[] { StatusCode.ResourceExhausted, StatusCode.Internal, StatusCode.Unavailable });
    }

    private ContributeRequest Contribution(Person person, string caseId) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        ActingRole = person.Role,
        IdempotencyKey = Dossiers.RandomId.Create(),
        CaseId = caseId,
        Purpose = "regie",
        Contribution = new Contribution
        {
            Identity = new IdentitySection { Surname = Samples.Surname, Bsn = Samples.Bsn },
            Ground = _gateway.Covenant.GroundsFor("oov", "identity")[0],
            KeepUntil = new Date { Year = 2099, Month = 1, Day = 1 },
        },
    };

    private static async Task<ContributeResponse> ContributeAsync(Person person, ContributeRequest request) =>
        await person.Dossiers.ContributeAsync(request, person.Headers(request), cancellationToken: TestContext.Current.CancellationToken);

    private async Task<Entry> AssertRefusedAsync(Task call, StatusCode code, string reason)
    {
        var before = _gateway.Entries().Count;
        var refusal = await RichErrors.RefusalOf(call);
        Assert.Equal((code, reason), (refusal.Code, refusal.Reason));
        var entries = _gateway.Entries();
        Assert.Equal(before + 1, entries.Count);
        Assert.Equal((Outcome.Refused, reason), (entries[^1].Outcome, entries[^1].Reason));
        Assert.True(entries[^1].ResponseHmac.IsEmpty);
        return entries[^1];
    }
}
