using Exchange.Gateway.Tests.Harness;
using Exchange.V1;
using Grpc.Core;
using Entry = Exchange.Audit.V1.Entry;

namespace Exchange.Gateway.Tests.Glass;

/// <summary>Over the wire: somebody recognises a person, the privacy coordinators read of it, and the view is gone for all but who sees names.</summary>
public sealed class ReportRecognitionTests : IAsyncLifetime
{
    private const string Reason = "Door het ongeval in de tweede tekst.";

    private RunningGateway _gateway = null!;
    private Person _nctv = null!;
    private Person _police = null!;
    private string _alias = "";
    private string _meeting = "";

    public async ValueTask InitializeAsync()
    {
        _gateway = await RunningGateway.StartAsync();
        _nctv = _gateway.Person("nctv", "n.een", "caseworker");
        _police = _gateway.Person("politie", "p.agent", "caseworker");
        var known = (await _gateway.ImportAsync(Samples.Sections(_gateway.Covenant))).Id.Value;
        var meeting = await _gateway.Person("oov", "o.secretaris", "secretary")
            .PlanAsync("regie", "regieoverleg", _gateway.Time.GetUtcNow().AddMinutes(-1), [_nctv, _police], known);
        (_meeting, _alias) = (meeting.MeetingId, meeting.Agenda.Single().Alias);
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Report_WithdrawsTheAnonymisedViewAndTellsThePrivacyCoordinators()
    {
        Assert.Equal(Level.Anonymised, (await SeeAsync(_nctv)).View);
        var full = await SeeAsync(_police);

        var answer = await _nctv.ReportAsync("casusoverleg", _alias, _meeting, Reason, "sleutel-1");

        var gone = await RichErrors.RefusalOf(SeeAsync(_nctv));
        Assert.Equal((StatusCode.NotFound, "CASE_NOT_FOUND"), (gone.Code, gone.Reason));
        Assert.Equal(full, await SeeAsync(_police));
        Assert.Equal(answer, await _nctv.ReportAsync("casusoverleg", _alias, _meeting, Reason, "sleutel-1"));

        var list = await ListAsync(_gateway.Person("oov", "o.privacy", "privacyCoordinator"));
        var notification = Assert.Single(list.Notifications);
        Assert.Equal(
            (NotificationKind.RecognitionReported, "nctv", "caseworker", Reason),
            (notification.Kind, notification.Partner, notification.Role, notification.Reason));
        Assert.Equal(Entry.EventOneofCase.RecognitionReported, _gateway.Entries()[(int)notification.Entry].EventCase);
        foreach (var secret in new[] { _alias, _nctv.Actor, Samples.Surname })
            Assert.DoesNotContain(secret, list.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_ByWhoSeesTheCaseByName_IsNotAllowed()
    {
        var refusal = await RichErrors.RefusalOf(_police.ReportAsync("casusoverleg", _alias, _meeting));
        Assert.Equal((StatusCode.PermissionDenied, "ACT_NOT_ALLOWED"), (refusal.Code, refusal.Reason));
        Assert.Equal(Level.Anonymised, (await SeeAsync(_nctv)).View);
    }

    private Task<GetBasisdossierResponse> SeeAsync(Person person) =>
        person.GetAsync(person.Asking("casusoverleg", alias: _alias, meeting: _meeting));

    private static async Task<ListNotificationsResponse> ListAsync(Person person) =>
        await new AuditService.AuditServiceClient(person.Gateway.Channel(person.Controller)).ListNotificationsAsync(
            new ListNotificationsRequest { Partnership = RunningGateway.PartnershipName, ActingRole = person.Role },
            person.Headers(),
            cancellationToken: TestContext.Current.CancellationToken);
}
