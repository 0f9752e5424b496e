using System.Text;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands.Tests.Cases;

/// <summary>
/// Somebody recognises a person after all: the privacy coordinators are told, and from then on nobody sees the case at that meeting who
/// does not see it by name.
/// </summary>
public sealed class ReportRecognitionTests : IAsyncDisposable
{
    private const string Purpose = "casusoverleg";
    private const string Reason = "Door het ongeval in de tweede tekst.";

    private readonly Installation _installation = new();
    private readonly Person _nctv;
    private readonly Person _colleague;
    private readonly Person _analyst;
    private readonly Person _police;

    public ReportRecognitionTests()
    {
        _nctv = _installation.Person("nctv", "n-1", "caseworker");
        _colleague = _installation.Person("nctv", "n-2", "caseworker");
        _analyst = _installation.Person("politie", "analist-1", "analyst");
        _police = _installation.Person("politie", "agent-1", "caseworker");
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    [Fact]
    public async Task Report_FromThenOn_TheCaseIsNoneForEverybodyBelowFullAtThatMeeting()
    {
        var (found, meeting) = await SatAsync();
        var alias = found.ByAlias(meeting);
        Assert.Equal(Level.Anonymised, await LevelAsync(_colleague, alias));
        Assert.Equal(Level.Pseudonymised, await LevelAsync(_analyst, found.ByPseudonym(_analyst, Purpose, meeting)));
        Assert.Equal(Level.Full, await LevelAsync(_police, found.ById(meeting)));

        var answer = (await _nctv.ReportAsync(Purpose, alias, Reason)).Value!;

        Assert.Equal(_installation.Clock.Now, answer.Message.Value);
        foreach (var (person, reference) in new[] { (_nctv, alias), (_colleague, alias), (_analyst, alias), (_analyst, found.ByPseudonym(_analyst, Purpose, meeting)) })
        {
            // The same refusal as for an alias that nothing has.
            var nothing = Refused.As(RefusalReason.CaseNotFound, await person.GetAsync(Purpose, alias with { Alias = "NIETBEST" }));
            var entry = await Refused.WithOneEntryAsync(_installation, RefusalReason.CaseNotFound, () => person.GetAsync(Purpose, reference));
            Assert.Equal("VIEW_WITHDRAWN", entry.InnerReason);
            Assert.Equal(nothing, Refused.As(RefusalReason.CaseNotFound, await person.GetAsync(Purpose, reference)));
            Assert.Equal(nothing, Refused.As(RefusalReason.CaseNotFound, await person.DescribeAsync(Purpose, reference)));
            Assert.Equal(nothing, Refused.As(RefusalReason.CaseNotFound, await person.AskAsync(Purpose, reference)));
            Assert.Equal(nothing, Refused.As(RefusalReason.CaseNotFound, await person.PreviewAsync(Purpose, reference, Offers.Plan(person.Partner).Terms())));
            Assert.Equal(nothing, Refused.As(RefusalReason.CaseNotFound, await person.ContributeAsync(Purpose, reference, Offers.Plan(person.Partner))));
        }

        Assert.Equal(Level.Full, await LevelAsync(_police, found.ById(meeting)));
        Assert.Equal(Level.Full, await LevelAsync(_police, alias));
    }

    [Fact]
    public async Task Report_TakesTheCaseOffTheListsOfThoseBelowFull()
    {
        var (found, meeting) = await SatAsync();
        foreach (var person in new[] { _colleague, _analyst, _police })
            Assert.Single(await person.ListAllAsync(Purpose, meeting.Id));

        Assert.NotNull((await _nctv.ReportAsync(Purpose, found.ByAlias(meeting), Reason)).Value);

        Assert.Empty(await _colleague.ListAllAsync(Purpose, meeting.Id));
        Assert.Empty(await _analyst.ListAllAsync(Purpose, meeting.Id));
        Assert.Equal(found.Id, Assert.Single(await _police.ListAllAsync(Purpose, meeting.Id)).Case);
    }

    [Fact]
    public async Task Report_BetweenTwoPages_LeavesNoSecondPage()
    {
        var (found, meeting) = await SatAsync();
        var first = new BasisdossierRequest(Purpose, found.ByAlias(meeting), [], 1, "");
        var token = (await _colleague.GetAsync(first)).Value!.Message.Message.NextPageToken;
        Assert.NotEmpty(token);

        Assert.NotNull((await _nctv.ReportAsync(Purpose, found.ByAlias(meeting), Reason)).Value);

        Refused.As(RefusalReason.CaseNotFound, await _colleague.GetAsync(first with { PageToken = token }));
    }

    [Fact]
    public async Task Report_CountsAtThatMeetingAndForThatCaseOnly()
    {
        var found = await _installation.ActiveCaseAsync();
        var other = await _installation.ActiveCaseAsync();
        var starts = _installation.Clock.Now.AddHours(1);
        var meeting = await _installation.RecordMeetingAsync("regieoverleg", starts, [_nctv.Attendee], found.Id, other.Id);
        var next = await _installation.RecordMeetingAsync("regieoverleg", starts, [_nctv.Attendee], found.Id);

        Assert.NotNull((await _nctv.ReportAsync(Purpose, found.ByAlias(meeting), Reason)).Value);

        Refused.As(RefusalReason.CaseNotFound, await _nctv.GetAsync(Purpose, found.ByAlias(meeting)));
        Assert.Equal(Level.Anonymised, await LevelAsync(_nctv, other.ByAlias(meeting)));
        Assert.Equal(Level.Anonymised, await LevelAsync(_nctv, found.ByAlias(next)));
    }

    [Fact]
    public async Task Report_TellsThePrivacyCoordinatorsConcernedAndNobodyElse()
    {
        var (found, meeting) = await SatAsync();

        var entry = Assert.Single(await _installation.EntriesOfAsync(() => _nctv.ReportAsync(Purpose, found.ByAlias(meeting), Reason)));

        Assert.Equal(Outcome.Done, entry.Outcome);
        Assert.Equal((found.Id.Value, meeting.Id.Value), (_installation.About(entry)!.CaseId, entry.MeetingId));
        Assert.Equal("anonymised", entry.RecognitionReported.View);
        Assert.Equal(["nctv", "gemeente-amsterdam", "politie"], entry.RecognitionReported.Notified); // whose caller it is, and whose data it is about
        Assert.All(entry.RecognitionReported.Reasons, reason => Assert.Equal(Reason, Encoding.UTF8.GetString(_installation.Open(reason))));
        Assert.Equal(3, entry.RecognitionReported.Reasons.Select(r => r.KeyId).Distinct().Count());
        Assert.DoesNotContain(
            "ongeval",
            Encoding.UTF8.GetString(_installation.Get<ILogStore>().Read(_installation.Partnership, _installation.LogSize - 1).Single().Leaf.Span),
            StringComparison.Ordinal);

        foreach (var (partner, role) in new[] { ("oov", "privacyCoordinator"), ("politie", "wpgPrivacyOfficer") })
        {
            var page = (await _installation.Person(partner, "toezicht-1", role).NotificationsAsync()).Value!.Message.Value;
            var told = Assert.Single(page.Notifications);
            Assert.Equal((NotificationKind.RecognitionReported, "nctv", Reason), (told.Notification.Kind, told.Notification.Partner, told.Reason));
            Assert.DoesNotContain(found.Id.Value, told.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(_nctv.Actor, told.ToString(), StringComparison.Ordinal);
        }

        // Of a controller that has a coordinator, nobody else reads it.
        Assert.Empty((await _installation.Person("oov", "toezicht-2", "fg").NotificationsAsync()).Value!.Message.Value.Notifications);

        Assert.Single((await NotificationsOfAsync("nctv")).Notifications);
        Assert.Empty((await NotificationsOfAsync("om")).Notifications);
    }

    [Fact]
    public async Task Report_Again_IsTheFirstAnswerAndTellsNobodyTwice()
    {
        var (found, meeting) = await SatAsync();
        var first = (await _nctv.ReportAsync(Purpose, found.ByAlias(meeting), Reason, key: "sleutel-1")).Value!;
        _installation.Clock.Advance(TimeSpan.FromMinutes(3));

        var entry = Assert.Single(await _installation.EntriesOfAsync(async () =>
            Assert.Equal(first.Message, (await _nctv.ReportAsync(Purpose, found.ByAlias(meeting), Reason, key: "sleutel-1")).Value!.Message)));

        Assert.Equal(Outcome.Repeated, entry.Outcome);
        Assert.Single((await NotificationsOfAsync("nctv")).Notifications);
    }

    [Fact]
    public async Task Report_OfAViewThatIsWithdrawn_IsTakenLikeTheFirst()
    {
        var (found, meeting) = await SatAsync();
        Assert.NotNull((await _nctv.ReportAsync(Purpose, found.ByAlias(meeting), Reason)).Value);

        Assert.NotNull((await _colleague.ReportAsync(Purpose, found.ByAlias(meeting), Reason)).Value);
        Assert.NotNull((await _analyst.ReportAsync(Purpose, found.ByPseudonym(_analyst, Purpose, meeting), Reason)).Value);

        Assert.Equal(3, (await NotificationsOfAsync("politie")).Notifications.Count);
        Refused.As(RefusalReason.CaseNotFound, await _colleague.GetAsync(Purpose, found.ByAlias(meeting)));
    }

    [Fact]
    public async Task Report_BySeveralAtOnce_IsTakenFromEach()
    {
        var (found, meeting) = await SatAsync();
        var reports = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            Task.Run(() => (i % 2 == 0 ? _nctv : _colleague).ReportAsync(Purpose, found.ByAlias(meeting), Reason), TestContext.Current.CancellationToken)));
        Assert.All(reports, report => Assert.True(report.Value is not null || report.Refusal!.Reason == RefusalReason.ConcurrentChange));
        Assert.Equal(reports.Count(report => report.Value is not null), (await NotificationsOfAsync("nctv")).Notifications.Count);
        Assert.Contains(reports, report => report.Value is not null);
    }

    [Fact]
    public async Task Report_ByWhoSeesItByName_IsNotAllowedAndWithdrawsNothing()
    {
        var (found, meeting) = await SatAsync();
        var entry = await Refused.WithOneEntryAsync(_installation, RefusalReason.ActNotAllowed, () => _police.ReportAsync(Purpose, found.ById(meeting), Reason));
        Assert.Empty(entry.RecognitionReported.Notified);
        Assert.Equal(Level.Anonymised, await LevelAsync(_nctv, found.ByAlias(meeting)));
        Assert.Empty((await NotificationsOfAsync("politie")).Notifications);
    }

    [Fact]
    public async Task Report_ByWhoMayNotKnowOfTheCase_IsOfNoneAndWithdrawsNothing()
    {
        var (found, meeting) = await SatAsync();
        var unseen = await _installation.ImportAsync(CaseState.Closed, [("oov", Offers.Identity())]);
        var sat = await _installation.MeetingAsync("regieoverleg", unseen, _nctv);

        var nothing = Refused.As(RefusalReason.CaseNotFound, await _nctv.ReportAsync(Purpose, new CaseReference(null, "NIETBEST", sat.Id), Reason));
        Assert.Equal(nothing, Refused.As(RefusalReason.CaseNotFound, await _nctv.ReportAsync(Purpose, unseen.ByAlias(sat), Reason)));
        Assert.Equal(nothing, Refused.As(RefusalReason.CaseNotFound, await _nctv.ReportAsync(Purpose, found.ById(meeting), Reason))); // anonymised: by its alias only
        Refused.As(RefusalReason.MeetingNotFound, await _installation.Person("om", "officier-1", "caseworker").ReportAsync(Purpose, found.ByAlias(meeting), Reason));
        Assert.Empty((await NotificationsOfAsync("nctv")).Notifications);
        Assert.Equal(Level.Anonymised, await LevelAsync(_nctv, found.ByAlias(meeting)));
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData("UPDATE agenda SET withdrawn_at = NULL WHERE withdrawn_at > 0", 1)]
    [InlineData("UPDATE agenda SET withdrawn_at = 1 WHERE withdrawn_at IS NULL", 1)]
    public async Task Report_FollowsFromTheLogAndWhoeverEditsTheRecordsIsCaught(string? edit, int differences)
    {
        var (found, other) = (await _installation.ActiveCaseAsync(), await _installation.ActiveCaseAsync());
        var planned = (await _installation.Person("oov", "secretaris-1", "secretary").PlanAsync(
            "regie", "regieoverleg", _installation.Clock.Now.AddHours(1), [_nctv.Attendee], [found.Id, other.Id])).Value!.Message.Value;
        Assert.NotNull((await _nctv.ReportAsync(Purpose, found.ByAlias(planned), Reason)).Value);
        if (edit is not null)
            _installation.Tamper(edit);

        var verified = await new StateVerifier(
            _installation.Get<ILogStore>(),
            _installation.Get<ILogIndex>(),
            _installation.Get<IDossierStore>(),
            _installation.Get<Sealing>(),
            _installation.Get<BlindIndex>()).VerifyAsync(_installation.Partnership, TestContext.Current.CancellationToken);

        Assert.Equal(differences, verified.Differences.Count(d => d.What.Contains("withdrawal of the views of case", StringComparison.Ordinal)));
    }

    private async Task<(Case Case, Meeting Meeting)> SatAsync()
    {
        var found = await _installation.ActiveCaseAsync();
        return (found, await _installation.MeetingAsync("regieoverleg", found, _nctv, _colleague, _analyst, _police));
    }

    private static async Task<Level> LevelAsync(Person person, CaseReference reference)
    {
        var outcome = await person.GetAsync(Purpose, reference);
        Assert.Null(outcome.Refusal);
        return outcome.Value!.Message.Message.View.Level;
    }

    private Task<NotificationsReading> NotificationsOfAsync(string controller) => _installation.Get<IDossierStore>().ListNotificationsAsync(
        _installation.Partnership, controller, long.MaxValue, 10, null, TestContext.Current.CancellationToken);
}
