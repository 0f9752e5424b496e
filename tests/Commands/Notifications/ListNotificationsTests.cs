using System.Text.Json;
using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Notifications;

/// <summary>What privacy coordinators are told: their own controller's, nobody's name, and each look on the log.</summary>
public sealed class ListNotificationsTests : IAsyncDisposable
{
    private const string Reason = "Er is nu gevaar; het overleg is morgen pas.";

    private readonly Installation _installation = new();
    private readonly Person _police;
    private readonly Person _coordinator;

    public ListNotificationsTests()
    {
        _police = _installation.Person("politie", "agent-9", "caseworker");
        _coordinator = _installation.Person("oov", "privacy-1", "privacyCoordinator");
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    [Fact]
    public async Task ListNotifications_TellsWhoBrokeWhichGlassWhyAndWhereTheRestIs()
    {
        var found = await _installation.ActiveCaseAsync();
        await _police.BreakGlassAsync("casusoverleg", found.Id, 30, Reason);
        var at = _installation.Clock.Now;
        _installation.Clock.Advance(TimeSpan.FromHours(5)); // told is told, also when it is over

        var notification = Assert.Single(await ReadAsync(_coordinator));

        Assert.Equal(Reason, notification.Reason);
        Assert.Equal(("politie", "caseworker", "casusoverleg"), (notification.Notification.Partner, notification.Notification.Role, notification.Notification.Purpose));
        Assert.Equal((at, at.AddMinutes(30)), (notification.Notification.At, notification.Notification.Until));
        Assert.Equal(Entry.EventOneofCase.GlassBroken, _installation.Entries()[(int)notification.Entry].EventCase);
        var bytes = JsonSerializer.Serialize(notification);
        Assert.All([found.Id.Value, found.Subject.Value, Offers.Surname, Offers.Bsn, "agent-9"], secret => Assert.DoesNotContain(secret, bytes, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ListNotifications_TellsTheCallersControllerAndThoseOfTheSourcesAndNobodyElse()
    {
        var found = await _installation.ImportAsync(CaseState.Active, [("oov", Offers.Identity()), ("wpi", Offers.Section("wpi", "debts", ("arrangement", new TextValue("geen"))))]);
        await _police.BreakGlassAsync("casusoverleg", found.Id, reason: Reason);

        Assert.Equal(Reason, Assert.Single(await ReadAsync(_coordinator)).Reason); // once, for both of its units
        Assert.Equal(Reason, Assert.Single(await ReadAsync(_installation.Person("oov", "fg-1", "fg"))).Reason);
        Assert.Equal(Reason, Assert.Single(await ReadAsync(_installation.Person("politie", "privacy-2", "wpgPrivacyOfficer"))).Reason);
        foreach (var controller in _installation.Covenant.Controllers.Keys.Except(["politie", "gemeente-amsterdam"]))
        {
            Assert.Empty((await _installation.Get<IDossierStore>().ListNotificationsAsync(
                _installation.Partnership, controller, long.MaxValue, 10, null, TestContext.Current.CancellationToken)).Notifications);
        }
    }

    [Fact]
    public async Task ListNotifications_LeadsToTheEntryAndToWhatWasReadUnderOnePseudonym()
    {
        var found = await _installation.ActiveCaseAsync();
        await _police.BreakGlassAsync("casusoverleg", found.Id, reason: Reason);
        await _police.GetAsync("casusoverleg", found.ById());
        var told = Assert.Single(await ReadAsync(_coordinator));

        foreach (var (index, what) in new[] { (told.Entry, "glass_broken"), (told.Entry + 1, "dossier_read") })
        {
            var entry = (await _coordinator.GetLogEntryAsync(index)).Value!.Message.Value;
            Assert.Equal((what, Involvement.Source), (entry.Item.Event, entry.Item.Involvement));
            Assert.Equal(told.Notification.CasePseudonym, entry.Item.CasePseudonym);
            Assert.Contains(new LogDetail("break_glass", "true"), entry.Item.Details);
            Assert.True(entry.Leaf.IsEmpty);
        }

        // Who was told names the sources of the case: more than the caller's own reviewers may read, and nothing to anybody else.
        var own = (await _installation.Person("politie", "privacy-2", "wpgPrivacyOfficer").GetLogEntryAsync(told.Entry)).Value!.Message.Value;
        Assert.Equal(Involvement.Caller, own.Item.Involvement);
        Assert.True(own.Leaf.IsEmpty);
        Assert.Null(LogScope.Of(_installation.Entries()[(int)told.Entry], _installation.Covenant, "om", "fg"));
    }

    [Fact]
    public async Task ListNotifications_OneCase_HasOnePseudonymPerController()
    {
        var (one, other) = (await _installation.ActiveCaseAsync(), await _installation.ActiveCaseAsync());
        await _police.BreakGlassAsync("casusoverleg", one.Id);
        await _police.BreakGlassAsync("casusoverleg", one.Id);
        await _police.BreakGlassAsync("casusoverleg", other.Id);

        var (ours, theirs) = (await ReadAsync(_coordinator), await ReadAsync(_installation.Person("politie", "privacy-2", "wpgPrivacyOfficer")));

        Assert.Equal(3, ours.Count);
        Assert.Equal(ours[1].Notification.CasePseudonym, ours[2].Notification.CasePseudonym);
        Assert.NotEqual(ours[0].Notification.CasePseudonym, ours[1].Notification.CasePseudonym);
        Assert.Empty(ours.Select(n => n.Notification.CasePseudonym).Intersect(theirs.Select(n => n.Notification.CasePseudonym)));
    }

    [Theory]
    [InlineData("coordinator")]
    [InlineData("auditor")]
    [InlineData("caseworker")]
    public async Task ListNotifications_InAnotherRole_IsNotAllowed(string role)
    {
        var person = _installation.Person("oov", "medewerker-1", role, "privacyCoordinator");
        var entry = await Refused.WithOneEntryAsync(_installation, RefusalReason.ActNotAllowed, () => person.NotificationsAsync());
        Assert.Equal(0, entry.NotificationsRead.Count);
    }

    [Fact]
    public async Task ListNotifications_EachLookIsOnTheLog()
    {
        var found = await _installation.ActiveCaseAsync();
        await _police.BreakGlassAsync("casusoverleg", found.Id);
        var entry = Assert.Single(await _installation.EntriesOfAsync(() => _coordinator.NotificationsAsync()));
        Assert.Equal((Outcome.Released, 1, 1), (entry.Outcome, entry.NotificationsRead.Page, entry.NotificationsRead.Count));
        Assert.NotEmpty(entry.ResponseHmac);
        Assert.Null(entry.CaseAndSubject);
    }

    [Fact]
    public async Task ListNotifications_PageByPage_GivesEachOnceTheNewestFirst()
    {
        var found = await _installation.ActiveCaseAsync();
        for (var i = 0; i < 5; i++)
            await _police.BreakGlassAsync("casusoverleg", found.Id, reason: $"De reden met nummer {i}.");

        var reasons = new List<string>();
        var token = "";
        do
        {
            var page = (await _coordinator.NotificationsAsync(2, token)).Value!.Message.Value;
            Assert.True(page.Notifications.Count <= 2);
            reasons.AddRange(page.Notifications.Select(n => n.Reason));
            token = page.NextPageToken;
            if (token.Length > 0)
                Refused.As(RefusalReason.PageTokenInvalid, await _installation.Person("oov", "fg-1", "fg").NotificationsAsync(2, token));
        }
        while (token.Length > 0);

        Assert.Equal(Enumerable.Range(0, 5).Reverse().Select(i => $"De reden met nummer {i}."), reasons);
    }

    private static async Task<IReadOnlyList<OpenedNotification>> ReadAsync(Person person)
    {
        var outcome = await person.NotificationsAsync();
        Assert.Null(outcome.Refusal);
        return outcome.Value!.Message.Value.Notifications;
    }
}
