using System.Security.Cryptography;
using System.Text;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Gateway.Tests.Harness;
using Exchange.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Exchange.Gateway.Tests.Log;

/// <summary>Reviewers look at the log over the wire.</summary>
public sealed class AuditServiceTests : IAsyncLifetime
{
    private RunningGateway _gateway = null!;
    private Person _ofPolice = null!;
    private Person _ofMunicipality = null!;
    private Person _lead = null!;
    private string _caseId = "";
    private long _read;
    private long _refused;

    public async ValueTask InitializeAsync()
    {
        _gateway = await RunningGateway.StartAsync();
        _ofPolice = _gateway.Person("politie", "p.wpg", "wpgPrivacyOfficer");
        _ofMunicipality = _gateway.Person("oov", "o.fg", "fg");
        _lead = _gateway.Person("politie", "p.lead", "regisseur");
        _caseId = (await _gateway.ImportAsync(Samples.Sections(_gateway.Covenant), new Dossiers.TeamMember("politie", "p.lead", Consent.Relation.Lead))).Id.Value;
        _read = _gateway.Entries().Count;
        await _lead.GetAsync(_lead.Asking("regie", _caseId));
        _refused = _gateway.Entries().Count;
        await RichErrors.RefusalOf(_lead.GetAsync(_lead.Asking("regie", "AAAAAAAAAAAAAAAAAAAAAA")));
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Search_OfTwoControllers_ShowsEachWhatItMayKnow()
    {
        var ofPolice = await SearchAsync(_ofPolice, new LogFilter { Event = "dossier_read" });
        var ofMunicipality = await SearchAsync(_ofMunicipality, new LogFilter { Event = "dossier_read" });

        Assert.Equal([_refused, _read], ofPolice.Entries.Select(e => e.Index));
        var own = ofPolice.Entries[1];
        Assert.Equal(("politie", "p.lead", "lead"), (own.Caller.Partner, own.Caller.Actor, own.Caller.Relation));
        Assert.Equal((LogOutcome.Released, "regie"), (own.Outcome, own.Purpose));
        Assert.Contains(LogInvolvement.Caller, own.Involved);
        Assert.Equal("NO_SUCH_CASE", ofPolice.Entries[0].InnerReason);

        var other = Assert.Single(ofMunicipality.Entries);
        Assert.Equal((_read, "politie", ""), (other.Index, other.Caller.Partner, other.Caller.Actor));
        Assert.Equal([LogInvolvement.Source], other.Involved);
        Assert.All(other.Decisions, d => Assert.Equal("oov", d.Source));
        Assert.All(other.Decisions, d => Assert.True(d.HasWithheld));
        Assert.NotEqual(own.CasePseudonym, other.CasePseudonym);
        foreach (var told in new[] { ofPolice.ToString(), ofMunicipality.ToString() })
        {
            Assert.DoesNotContain(_caseId, told, StringComparison.Ordinal);
            Assert.DoesNotContain(Samples.Bsn, told, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Search_PageByPage_EndsAndGivesEachOnce()
    {
        var indexes = new List<long>();
        var token = "";
        do
        {
            var page = await SearchAsync(_ofPolice, new LogFilter { Purpose = "regie" }, 1, token);
            indexes.AddRange(page.Entries.Select(e => e.Index));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        Assert.Equal([_refused, _read], indexes);
    }

    [Fact]
    public async Task EachLook_IsOneEntryWithTheEvidenceOfItsAnswer()
    {
        var head = await _ofPolice.Audit.GetHeadAsync(Head(_ofPolice), _ofPolice.Headers(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(head.TreeSize, _gateway.Entries().Count - 1);
        await AssertOneEntryAsync(
            c => c.SearchAsync(Search(_ofPolice), _ofPolice.Headers(), cancellationToken: TestContext.Current.CancellationToken), Audit.V1.Entry.EventOneofCase.LogSearched);
        await AssertOneEntryAsync(
            c => c.GetEntryAsync(Entry(_ofPolice, _refused), _ofPolice.Headers(), cancellationToken: TestContext.Current.CancellationToken), Audit.V1.Entry.EventOneofCase.LogEntryRead);
        await AssertOneEntryAsync(
            c => c.GetHeadAsync(Head(_ofPolice), _ofPolice.Headers(), cancellationToken: TestContext.Current.CancellationToken), Audit.V1.Entry.EventOneofCase.LogHeadRead);
        await AssertOneEntryAsync(
            c => c.GetInclusionProofAsync(Proof(_ofPolice, _refused, head.TreeSize), _ofPolice.Headers(), cancellationToken: TestContext.Current.CancellationToken),
            Audit.V1.Entry.EventOneofCase.LogProofRead);
        await AssertOneEntryAsync(
            c => c.GetConsistencyProofAsync(Consistency(_ofPolice, 1, head.TreeSize), _ofPolice.Headers(), cancellationToken: TestContext.Current.CancellationToken),
            Audit.V1.Entry.EventOneofCase.LogConsistencyRead);
    }

    [Fact]
    public async Task GetEntry_OfTheOwnController_IsProvablyInTheLog()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var head = await _ofPolice.Audit.GetHeadAsync(Head(_ofPolice), _ofPolice.Headers(), cancellationToken: cancellation);
        var entry = await _ofPolice.Audit.GetEntryAsync(Entry(_ofPolice, _refused), _ofPolice.Headers(), cancellationToken: cancellation);
        var proof = await _ofPolice.Audit.GetInclusionProofAsync(Proof(_ofPolice, _refused, head.TreeSize), _ofPolice.Headers(), cancellationToken: cancellation);

        Assert.Equal(Samples.Log(_gateway).Read(_gateway.Partnership, _refused).First().Leaf.ToArray(), entry.Leaf.ToByteArray());
        Assert.Equal(MerkleHash.Leaf(entry.Leaf.Span), entry.LeafHash.ToByteArray());
        Assert.True(InclusionProof.Verify(_refused, head.TreeSize, entry.LeafHash.Span, [.. proof.Path.Select(p => p.Memory)], head.RootHash.Span));

        var signed = SignedCheckpoint.Parse(Encoding.UTF8.GetBytes(head.Checkpoint))!;
        Assert.Equal((head.TreeSize, head.RootHash), (signed.Checkpoint.Size, ByteString.CopyFrom(signed.Checkpoint.Root.Span)));
        Assert.Equal(signed.Checkpoint, SignedCheckpoint.Parse(Encoding.UTF8.GetBytes(proof.Checkpoint))!.Checkpoint);
    }

    [Fact]
    public async Task WhatIsNotForTheReviewer_IsNotFoundLikeWhatIsNotThere()
    {
        var cancellation = TestContext.Current.CancellationToken;
        async Task<RpcException> FailureAsync(Func<Task> call) => await Assert.ThrowsAsync<RpcException>(call);

        var hidden = await FailureAsync(async () => await _ofMunicipality.Audit.GetEntryAsync(Entry(_ofMunicipality, _refused), _ofMunicipality.Headers(), cancellationToken: cancellation));
        var absent = await FailureAsync(async () => await _ofMunicipality.Audit.GetEntryAsync(Entry(_ofMunicipality, 1_000_000), _ofMunicipality.Headers(), cancellationToken: cancellation));
        var unproved = await FailureAsync(async () => await _ofMunicipality.Audit.GetInclusionProofAsync(
            Proof(_ofMunicipality, _refused, _refused + 1), _ofMunicipality.Headers(), cancellationToken: cancellation));

        Assert.Equal(StatusCode.NotFound, hidden.StatusCode);
        Assert.Equal(hidden.Status, absent.Status);
        Assert.Equal(hidden.Status, unproved.Status);
    }

    public static TheoryData<string, StatusCode, string> Hostile => new()
    {
        { "not a reviewer", StatusCode.PermissionDenied, "ACT_NOT_ALLOWED" },
        { "reviewer's role that the covenant does not list", StatusCode.PermissionDenied, "ROLE_NOT_LISTED" },
        { "role not in token", StatusCode.PermissionDenied, "ROLE_NOT_IN_TOKEN" },
        { "unknown field", StatusCode.InvalidArgument, "FIELD_UNKNOWN" },
        { "unknown field in the filter", StatusCode.InvalidArgument, "FIELD_UNKNOWN" },
        { "partner", StatusCode.InvalidArgument, "PARTNER_UNKNOWN" },
        { "purpose", StatusCode.InvalidArgument, "PURPOSE_UNKNOWN" },
        { "event", StatusCode.InvalidArgument, "FIELD_INVALID" },
        { "outcome", StatusCode.InvalidArgument, "FIELD_INVALID" },
        { "time", StatusCode.InvalidArgument, "FIELD_INVALID" },
        { "page size", StatusCode.InvalidArgument, "FIELD_INVALID" },
        { "page token", StatusCode.InvalidArgument, "PAGE_TOKEN_INVALID" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task HostileSearch_IsRefusedWithItsReasonAndOneEntry(string what, StatusCode code, string reason)
    {
        const string made = "verzonnen-woord";
        var person = what switch
        {
            "not a reviewer" => _lead,
            "reviewer's role that the covenant does not list" => _gateway.Person("politie", "p.fg", "fg"),
            _ => _ofPolice,
        };
        var request = Search(person);
        request.Filter = new LogFilter();
        switch (what)
        {
            case "role not in token": request.ActingRole = "regisseur"; break;
            case "unknown field": request = SearchRequest.Parser.ParseFrom([.. request.ToByteArray(), 0xF8, 0x3F, 0x01]); break;
            case "unknown field in the filter": request.Filter = LogFilter.Parser.ParseFrom([0xF8, 0x3F, 0x01]); break;
            case "partner": request.Filter.Partner = made; break;
            case "purpose": request.Filter.Purpose = made; break;
            case "event": request.Filter.Event = made; break;
            case "outcome": request.Filter.Outcome = (LogOutcome)77; break;
            case "time": request.Filter.From = new Google.Protobuf.WellKnownTypes.Timestamp { Seconds = long.MaxValue }; break;
            case "page size": request.PageSize = int.MaxValue; break;
            case "page token": request.PageToken = "AAAA"; break;
        }

        var before = _gateway.Entries().Count;
        var refusal = await RichErrors.RefusalOf(
            person.Audit.SearchAsync(request, person.Headers(), cancellationToken: TestContext.Current.CancellationToken).ResponseAsync);

        Assert.Equal((code, reason), (refusal.Code, refusal.Reason));
        var entry = Assert.Single(_gateway.Entries().Skip(before));
        Assert.Equal((Outcome.Refused, reason), (entry.Outcome, entry.Reason));
        Assert.DoesNotContain(made, entry.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, 5, "index")]
    [InlineData(3, 3, "tree_size")]
    [InlineData(0, long.MaxValue, "tree_size")]
    [InlineData(long.MinValue, long.MinValue, "index")]
    public async Task HostileProof_NamesTheFieldAtFault(long index, long treeSize, string field)
    {
        var before = _gateway.Entries().Count;
        var refusal = await RichErrors.RefusalOf(_ofPolice.Audit.GetInclusionProofAsync(
            Proof(_ofPolice, index, treeSize), _ofPolice.Headers(), cancellationToken: TestContext.Current.CancellationToken).ResponseAsync);

        Assert.Equal("FIELD_INVALID", refusal.Reason);
        Assert.Contains(field, refusal.Fields);
        Assert.Equal(before + 1, _gateway.Entries().Count);
    }

    private static SearchRequest Search(Person person) => new() { Partnership = RunningGateway.PartnershipName, ActingRole = person.Role };

    private static GetHeadRequest Head(Person person) => new() { Partnership = RunningGateway.PartnershipName, ActingRole = person.Role };

    private static GetEntryRequest Entry(Person person, long index) =>
        new() { Partnership = RunningGateway.PartnershipName, ActingRole = person.Role, Index = index };

    private static GetConsistencyProofRequest Consistency(Person person, long firstSize, long treeSize) =>
        new() { Partnership = RunningGateway.PartnershipName, ActingRole = person.Role, FirstSize = firstSize, TreeSize = treeSize };

    private static GetInclusionProofRequest Proof(Person person, long index, long treeSize) =>
        new() { Partnership = RunningGateway.PartnershipName, ActingRole = person.Role, Index = index, TreeSize = treeSize };

    private static async Task<SearchResponse> SearchAsync(Person person, LogFilter filter, int pageSize = 0, string token = "")
    {
        var request = Search(person);
        (request.Filter, request.PageSize, request.PageToken) = (filter, pageSize, token);
        return await person.Audit.SearchAsync(request, person.Headers(), cancellationToken: TestContext.Current.CancellationToken);
    }

    private async Task AssertOneEntryAsync<T>(Func<AuditService.AuditServiceClient, AsyncUnaryCall<T>> look, Audit.V1.Entry.EventOneofCase kind)
        where T : class, IMessage<T>
    {
        var before = _gateway.Entries().Count;
        using var call = look(_ofPolice.Audit);
        var response = await call.ResponseAsync;
        var nonce = call.GetTrailers().GetValueBytes("exchange-nonce-bin");
        var entry = Assert.Single(_gateway.Entries().Skip(before));
        Assert.Equal((kind, Outcome.Released, "toezicht"), (entry.EventCase, entry.Outcome, entry.DecisionInput.Purpose));
        Assert.Equal(HMACSHA256.HashData(nonce!, response.ToByteArray()), entry.ResponseHmac.ToByteArray());
    }
}
