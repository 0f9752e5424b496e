using System.Security.Cryptography;
using Exchange.Dossiers;
using Exchange.Gateway.Tests.Harness;
using Exchange.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Exchange.Gateway.Tests.Asking;

/// <summary>A recipient asks, the source watches and agrees, and the recipient sees: over the wire.</summary>
public sealed class SourceServiceTests : IAsyncLifetime
{
    private const string Nowhere = "AAAAAAAAAAAAAAAAAAAAAA";

    private RunningGateway _gateway = null!;
    private Person _lead = null!;
    private Person _source = null!;
    private string _caseId = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _gateway = await RunningGateway.StartAsync();
        _lead = _gateway.Person("ggd", "g.lead", "regisseur");
        _source = _gateway.Person("politie", "p.agent", "regisseur");
        _caseId = (await ImportAsync()).Id.Value;
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Asked_Granted_IsSeenUntilItIsTakenBack()
    {
        Assert.Equal(["identity", "signals"], await SeenAsync());
        Assert.Equal(new AskSourcesResponse(), await AskAsync(_caseId));
        Assert.Equal(["identity", "signals"], await SeenAsync());

        var request = Assert.Single((await ListAsync()).Requests);
        Assert.Equal(("police", 1, "ggd", "regie", V1.RequestState.Open), (request.Category, request.Version, request.Recipient, request.Purpose, request.State));
        foreach (var secret in new[] { _caseId, "g.lead", Samples.Surname })
            Assert.DoesNotContain(secret, request.ToString(), StringComparison.Ordinal);

        var until = Timestamp.FromDateTimeOffset(_gateway.Time.GetUtcNow().AddDays(1));
        var granted = await AnswerAsync(Answering(request.RequestId, until));
        Assert.Equal((V1.RequestState.Granted, until), (granted.Request.State, granted.Request.GrantedUntil));
        Assert.NotNull(_gateway.Entries()[^1].Evidence);
        Assert.Equal(["identity", "police", "signals"], await SeenAsync());

        var refused = await AnswerAsync(Answering(request.RequestId, null));
        Assert.Equal((V1.RequestState.Refused, null), (refused.Request.State, refused.Request.GrantedUntil));
        Assert.Equal(["identity", "signals"], await SeenAsync());
        Assert.Equal(refused.Request, Assert.Single((await ListAsync(V1.RequestState.Refused)).Requests));
        Assert.Empty((await ListAsync(V1.RequestState.Open, V1.RequestState.Granted)).Requests);
    }

    [Fact]
    public async Task AskSources_SomethingKeptBackOrNothing_IsOneAnswer()
    {
        var nothing = (await _gateway.ImportAsync(
            Samples.Sections(_gateway.Covenant, "Piet", "999990123"), new Dossiers.TeamMember("ggd", "g.lead", Consent.Relation.Lead))).Id.Value;
        foreach (var id in new[] { _caseId, nothing, _caseId })
            Assert.Empty((await AskAsync(id)).ToByteArray());
        Assert.Equal([1, 0, 0], _gateway.Entries().Where(e => e.SourcesAsked is not null).Select(e => e.SourcesAsked.Requests));
    }

    [Fact]
    public async Task WhatMayNotBeKnown_IsWhatIsNotThere()
    {
        await AskAsync(_caseId);
        var stranger = _gateway.Person("ggd", "g.stranger", "regisseur");
        var refusals = new List<(StatusCode, string)>();
        foreach (var id in new[] { _caseId, Nowhere })
        {
            var refusal = await RichErrors.RefusalOf(AskAsync(id, stranger));
            refusals.Add((refusal.Code, refusal.Reason));
        }

        var request = (await ListAsync()).Requests[0].RequestId;
        foreach (var id in new[] { request, Nowhere })
        {
            var refusal = await RichErrors.RefusalOf(AnswerAsync(Answering(id, null, _lead), _lead));
            refusals.Add((refusal.Code, refusal.Reason));
        }

        Assert.Equal(
            [(StatusCode.NotFound, "CASE_NOT_FOUND"), (StatusCode.NotFound, "CASE_NOT_FOUND"), (StatusCode.NotFound, "REQUEST_NOT_FOUND"), (StatusCode.NotFound, "REQUEST_NOT_FOUND")],
            refusals);
    }

    [Fact]
    public async Task AnswerRequest_Unsigned_IsRefused()
    {
        await AskAsync(_caseId);
        var answer = Answering((await ListAsync()).Requests[0].RequestId, null);
        var refusal = await RichErrors.RefusalOf(Client(_source).AnswerRequestAsync(answer, _source.Headers(), cancellationToken: Cancellation).ResponseAsync);
        Assert.Equal((StatusCode.Unauthenticated, "SIGNATURE_MISSING"), (refusal.Code, refusal.Reason));
        Assert.Equal(V1.RequestState.Open, (await ListAsync()).Requests[0].State);
    }

    [Fact]
    public async Task WatchRequests_SendsWhatIsAskedMeanwhileWithItsEvidence()
    {
        using var call = Watch();
        Assert.True(await call.ResponseStream.MoveNext(Cancellation));
        var first = call.ResponseStream.Current;
        Assert.Empty(first.Requests);
        var nonce = (await call.ResponseHeadersAsync).GetValueBytes("exchange-nonce-bin")!;
        Assert.Equal(32, nonce.Length);

        await AskAsync(_caseId);
        Assert.True(await call.ResponseStream.MoveNext(Cancellation));
        var second = call.ResponseStream.Current;
        Assert.Equal("police", Assert.Single(second.Requests).Category);
        Assert.DoesNotContain(_caseId, second.ToString(), StringComparison.Ordinal);

        var entries = _gateway.Entries().Where(e => e.SourceRequestsRead is { Watched: true }).ToList();
        Assert.Equal(
            [HMACSHA256.HashData(nonce, first.ToByteArray()), HMACSHA256.HashData(nonce, second.ToByteArray())],
            entries.Select(e => e.ResponseHmac.ToByteArray()));

        // Each message has the receipt of the one before.
        Assert.Null(first.ReceiptBefore);
        Assert.Equal(entries[0], _gateway.Entries()[(int)second.ReceiptBefore.Index]);

        // Another call goes on behind what was read.
        using var resumed = Watch(first.ResumeToken);
        Assert.True(await resumed.ResponseStream.MoveNext(Cancellation));
        Assert.Equal(second.Requests, resumed.ResponseStream.Current.Requests);
        using var later = Watch(second.ResumeToken);
        Assert.True(await later.ResponseStream.MoveNext(Cancellation));
        Assert.Empty(later.ResponseStream.Current.Requests);
    }

    [Fact]
    public async Task WatchRequests_Cancelled_GivesItsPlaceToAnother()
    {
        var calls = new List<AsyncServerStreamingCall<WatchRequestsResponse>>();
        try
        {
            for (var i = 0; i < 16; i++)
            {
                calls.Add(Watch());
                Assert.True(await calls[^1].ResponseStream.MoveNext(Cancellation));
            }

            using (var tooMany = Watch())
            {
                var refusal = await RichErrors.RefusalOf(tooMany.ResponseStream.MoveNext(Cancellation));
                Assert.Equal((StatusCode.ResourceExhausted, "TOO_MANY_CALLS"), (refusal.Code, refusal.Reason));
            }

            calls[0].Dispose();
            calls.RemoveAt(0);

            // The gateway learns of it in its own time.
            for (var attempt = 0; ; attempt++)
            {
                using var again = Watch();
                try
                {
                    Assert.True(await again.ResponseStream.MoveNext(Cancellation));
                    break;
                }
                catch (RpcException e) when (e.StatusCode == StatusCode.ResourceExhausted && attempt < 100)
                {
                    await Task.Delay(100, Cancellation);
                }
            }
        }
        finally
        {
            foreach (var call in calls)
                call.Dispose();
        }
    }

    [Fact]
    public async Task WatchRequests_GatewayStops_EndsAsUnavailable()
    {
        using var call = Watch();
        Assert.True(await call.ResponseStream.MoveNext(Cancellation));
        var next = call.ResponseStream.MoveNext(Cancellation);

        var stop = _gateway.App.StopAsync(Cancellation);

        var refusal = await RichErrors.RefusalOf(next);
        Assert.Equal((StatusCode.Unavailable, "GATEWAY_STOPPING"), (refusal.Code, refusal.Reason));
        Assert.Equal(32, Receipt.Parser.ParseFrom(call.GetTrailers().GetValueBytes("exchange-receipt-bin")).LeafHash.Length);
        await stop;
    }

    private Task<Case> ImportAsync() => _gateway.ImportAsync(
        [
            .. Samples.Sections(_gateway.Covenant).Select(s => s.Source == "politie" ? (s.Source, s.Section with { Handling = Consent.Handling.AskSource }) : s),
        ],
        new Dossiers.TeamMember("ggd", "g.lead", Consent.Relation.Lead));

    private static SourceService.SourceServiceClient Client(Person person) => new(person.Gateway.Channel(person.Controller));

    private async Task<IEnumerable<string>> SeenAsync() =>
        (await _lead.GetAsync(_lead.Asking("regie", _caseId))).Sections.Select(s => s.Category).Distinct().Order(StringComparer.Ordinal);

    private async Task<AskSourcesResponse> AskAsync(string caseId, Person? by = null)
    {
        var person = by ?? _lead;
        var request = new AskSourcesRequest { Partnership = RunningGateway.PartnershipName, ActingRole = person.Role, Purpose = "regie", CaseId = caseId };
        return await Client(person).AskSourcesAsync(request, person.Headers(), cancellationToken: Cancellation);
    }

    private async Task<ListRequestsResponse> ListAsync(params V1.RequestState[] states) => await Client(_source).ListRequestsAsync(
        new ListRequestsRequest { Partnership = RunningGateway.PartnershipName, ActingRole = _source.Role, States = { states } },
        _source.Headers(),
        cancellationToken: Cancellation);

    private AnswerRequestRequest Answering(string request, Timestamp? until, Person? by = null)
    {
        var answer = new AnswerRequestRequest
        {
            Partnership = RunningGateway.PartnershipName,
            ActingRole = (by ?? _source).Role,
            IdempotencyKey = RandomId.Create(),
            RequestId = request,
            Reason = "Overlegd.",
        };
        if (until is null)
            answer.Refuse = new Refuse();
        else
            answer.Grant = new Grant { Until = until };
        return answer;
    }

    private async Task<AnswerRequestResponse> AnswerAsync(AnswerRequestRequest answer, Person? by = null)
    {
        var person = by ?? _source;
        return await Client(person).AnswerRequestAsync(answer, person.Headers(answer), cancellationToken: Cancellation);
    }

    private AsyncServerStreamingCall<WatchRequestsResponse> Watch(string resumeToken = "") => Client(_source).WatchRequests(
        new WatchRequestsRequest { Partnership = RunningGateway.PartnershipName, ActingRole = _source.Role, ResumeToken = resumeToken },
        _source.Headers(),
        cancellationToken: Cancellation);
}
