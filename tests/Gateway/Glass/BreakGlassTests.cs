using System.Text.Json.Nodes;
using Exchange.Audit.V1;
using Exchange.Dossiers;
using Exchange.Gateway.Tests.Harness;
using Exchange.V1;
using Grpc.Core;

namespace Exchange.Gateway.Tests.Glass;

/// <summary>Over the wire: the glass is broken with the partner's signature, for as long as was said, and overseers are told.</summary>
public sealed class BreakGlassTests : IAsyncLifetime
{
    private const string Reason = "Er is nu gevaar; het overleg is morgen pas.";

    private RunningGateway _gateway = null!;
    private Person _police = null!;
    private Person _coordinator = null!;
    private string _caseId = "";

    public async ValueTask InitializeAsync()
    {
        _gateway = await RunningGateway.StartAsync();
        _police = _gateway.Person("politie", "p.stranger", "caseworker");
        _coordinator = _gateway.Person("oov", "o.privacy", "privacyCoordinator");
        _caseId = (await _gateway.ImportAsync(Samples.Sections(_gateway.Covenant))).Id.Value;
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task BreakGlass_Signed_ShowsTheCaseAndTellsThePrivacyCoordinators()
    {
        await RichErrors.RefusalOf(_police.GetAsync(_police.Asking("casusoverleg", _caseId)));
        var before = _gateway.Time.GetUtcNow();

        var answer = await BreakAsync(_police, Request());

        Assert.InRange(answer.Until.ToDateTimeOffset(), before.AddMinutes(30), _gateway.Time.GetUtcNow().AddMinutes(30));
        var seen = await _police.GetAsync(_police.Asking("casusoverleg", _caseId));
        Assert.Equal(_caseId, seen.CaseId);
        Assert.Contains(seen.Sections, s => s.Identity?.Surname == Samples.Surname);
        Assert.True(_gateway.Entries()[^1].DecisionInput.BreakGlass);

        var list = await ListAsync(_coordinator);
        var notification = Assert.Single(list.Notifications);
        Assert.Equal((V1.NotificationKind.BreakGlass, "politie", "caseworker", Reason), (notification.Kind, notification.Partner, notification.Role, notification.Reason));
        Assert.Equal(answer.Until, notification.Until);
        Assert.Equal(Entry.EventOneofCase.GlassBroken, _gateway.Entries()[(int)notification.Entry].EventCase);
        Assert.DoesNotContain(_caseId, list.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Samples.Surname, list.ToString(), StringComparison.Ordinal);
        Assert.Single((await ListAsync(_gateway.Person("politie", "p.privacy", "wpgPrivacyOfficer"))).Notifications);
    }

    [Fact]
    public async Task BreakGlass_CaseThatMayNotBeKnown_IsACaseThatIsNotThere()
    {
        var ggd = _gateway.Person("ggd", "g.arts", "caseworker");
        var known = await RichErrors.RefusalOf(BreakAsync(ggd, Request()));
        var unknown = await RichErrors.RefusalOf(BreakAsync(ggd, Request("AAAAAAAAAAAAAAAAAAAAAA")));
        Assert.Equal((StatusCode.NotFound, "CASE_NOT_FOUND"), (known.Code, known.Reason));
        Assert.Equal((unknown.Code, unknown.Reason), (known.Code, known.Reason));
        Assert.Empty((await ListAsync(_coordinator)).Notifications);
    }

    [Fact]
    public async Task BreakGlass_Unsigned_IsRefused()
    {
        var request = Request();
        request.ActingRole = _police.Role;
        var refusal = await RichErrors.RefusalOf(
            _police.Dossiers.BreakGlassAsync(request, _police.Headers(), cancellationToken: TestContext.Current.CancellationToken).ResponseAsync);
        Assert.Equal((StatusCode.Unauthenticated, "SIGNATURE_MISSING"), (refusal.Code, refusal.Reason));
        await RichErrors.RefusalOf(_police.GetAsync(_police.Asking("casusoverleg", _caseId)));
    }

    [Fact]
    public async Task ListNotifications_InAnotherRole_IsNotAllowed()
    {
        var refusal = await RichErrors.RefusalOf(ListAsync(_gateway.Person("oov", "o.coordinator", "coordinator", "privacyCoordinator")));
        Assert.Equal((StatusCode.PermissionDenied, "ACT_NOT_ALLOWED"), (refusal.Code, refusal.Reason));
    }

    [Fact]
    public async Task PythonPeer_BreaksTheGlassAndAnotherReadsOfIt()
    {
        var peer = await PythonPeer.MakeAsync(_gateway, "break_glass_peer.py");
        Assert.Equal("UNAUTHENTICATED", (string?)(await peer.RunAsync("unsigned", _police, Asked()))["code"]);

        var seen = await peer.RunAsync("break", _police, Asked());
        Assert.Equal("NOT_FOUND", (string?)seen["before"]);
        Assert.Contains(seen["categories"]!.AsArray(), c => (string?)c == "identity");
        var entry = _gateway.Entries().Last(e => e.EventCase == Entry.EventOneofCase.GlassBroken);
        Assert.Equal(Convert.ToHexStringLower(entry.ResponseHmac.Span), (string?)seen["hmac"]);
        Assert.Equal(_gateway.Pki.Parties["politie"].Requests.KeyId, entry.Evidence.Kid);

        seen = await peer.RunAsync("notifications", _coordinator);
        var notification = Assert.Single(seen["notifications"]!.AsArray())!;
        Assert.Equal("NOTIFICATION_KIND_BREAK_GLASS", (string?)notification["kind"]);
        Assert.Equal(Reason, (string?)notification["reason"]);
        Assert.Equal(Convert.ToHexStringLower(_gateway.Entries()[^1].ResponseHmac.Span), (string?)seen["hmac"]);
    }

    private (string Name, JsonNode? Value)[] Asked() =>
        [("purpose", "casusoverleg"), ("case", _caseId), ("reason", Reason), ("minutes", 10), ("idempotency_key", RandomId.Create())];

    private V1.BreakGlassRequest Request(string? caseId = null) => new()
    {
        Partnership = RunningGateway.PartnershipName,
        IdempotencyKey = RandomId.Create(),
        CaseId = caseId ?? _caseId,
        Purpose = "casusoverleg",
        Reason = Reason,
        Minutes = 30,
    };

    private static async Task<BreakGlassResponse> BreakAsync(Person person, V1.BreakGlassRequest request)
    {
        request.ActingRole = person.Role;
        return await person.Dossiers.BreakGlassAsync(request, person.Headers(request), cancellationToken: TestContext.Current.CancellationToken);
    }

    private static async Task<ListNotificationsResponse> ListAsync(Person person) =>
        await new AuditService.AuditServiceClient(person.Gateway.Channel(person.Controller)).ListNotificationsAsync(
            new ListNotificationsRequest { Partnership = RunningGateway.PartnershipName, ActingRole = person.Role },
            person.Headers(),
            cancellationToken: TestContext.Current.CancellationToken);
}
