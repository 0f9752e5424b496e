using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Meetings;

public sealed class CloseMeetingTests : IAsyncDisposable
{
    private readonly Installation _installation = new();
    private readonly Person _police;
    private readonly Person _coordinator;
    private readonly Person _ggd;

    public CloseMeetingTests()
    {
        _police = _installation.Person("politie", "agent-1", "regisseur");
        _coordinator = _installation.Person("oov", "medewerker-1", "coordinator");
        _ggd = _installation.Person("ggd", "arts-1", "caseworker");
    }

    [Fact]
    public async Task Close_Held_IsOverForEverybody()
    {
        var found = await _installation.ActiveCaseAsync();
        var meeting = await HeldAsync("regieoverleg", found);
        Assert.NotNull((await _police.GetAsync("casusoverleg", found.ById(meeting))).Value);

        var entry = Assert.Single(await _installation.EntriesOfAsync(async () =>
            Assert.Equal(_installation.Clock.Now, (await _coordinator.CloseAsync("casusoverleg", meeting.Id)).Value!.Message.Value)));

        Assert.Equal((Outcome.Done, meeting.Id.Value, 0), (entry.Outcome, entry.MeetingId, entry.MeetingClosed.CasesMoved));
        foreach (var person in new[] { _police, _coordinator })
        {
            Refused.As(RefusalReason.MeetingNotOpen, await person.GetAsync("casusoverleg", found.ById(meeting)));
            Refused.As(RefusalReason.MeetingNotOpen, await person.ContributeAsync("casusoverleg", found.ById(meeting), Offers.Signal(person.Partner)));
        }
    }

    [Fact]
    public async Task Close_BetweenDecisionAndRelease_ReleasesNothing()
    {
        var found = await _installation.ActiveCaseAsync();
        var meeting = await HeldAsync("regieoverleg", found);
        _installation.Faults.AfterReading = async () =>
        {
            _installation.Faults.AfterReading = null;
            Assert.Null((await _coordinator.CloseAsync("casusoverleg", meeting.Id)).Refusal);
        };

        Refused.As(RefusalReason.MeetingNotOpen, await _police.GetAsync("casusoverleg", found.ById(meeting)));
    }

    [Fact]
    public async Task Close_WithOutcome_MovesTheCase()
    {
        var signal = await _installation.ImportAsync(CaseState.Signal, [("oov", Offers.Identity())]);
        var weighing = await HeldAsync("voorportaal", signal);

        var entry = Assert.Single(await _installation.EntriesOfAsync(async () =>
            Assert.Null((await _police.CloseAsync("casusoverleg", weighing.Id, [(signal.Id, CaseState.Weighed)])).Refusal)));
        Assert.Equal((Outcome.Done, 1, signal.Id.Value), (entry.Outcome, entry.MeetingClosed.CasesMoved, _installation.About(entry)!.CaseId));

        // A weighed case is no signal any more, and another sitting takes it up.
        Refused.As(RefusalReason.CaseNotFound, await _coordinator.GetAsync("casusoverleg", signal.AtMeldpunt()));
        var next = await HeldAsync("voorportaal", signal);
        Assert.Null((await _police.CloseAsync("casusoverleg", next.Id, [(signal.Id, CaseState.Active)])).Refusal);
        var steering = await HeldAsync("regieoverleg", signal);
        Assert.NotNull((await _police.GetAsync("casusoverleg", signal.ById(steering))).Value);
    }

    [Theory]
    [InlineData(CaseState.Active, CaseState.Weighed)]
    [InlineData(CaseState.Active, CaseState.Active)]
    [InlineData(CaseState.Active, CaseState.Destroyed)]
    [InlineData(CaseState.OnHold, CaseState.Declined)]
    public async Task Close_StateThatTheCaseCannotGoTo_IsAConflictAndClosesNothing(CaseState from, CaseState to)
    {
        var found = await _installation.ImportAsync(from, [("oov", Offers.Identity())]);
        var meeting = await HeldAsync("regieoverleg", found);

        await Refused.WithOneEntryAsync(
            _installation, RefusalReason.CaseStateConflict, () => _police.CloseAsync("casusoverleg", meeting.Id, [(found.Id, to)]));

        Assert.NotNull((await _police.GetAsync("casusoverleg", found.ById(meeting))).Value);
    }

    [Fact]
    public async Task Close_OneOutcomeOfTwoIsWrong_MovesNeither()
    {
        var one = await _installation.ActiveCaseAsync();
        var two = await _installation.ActiveCaseAsync();
        var meeting = await HeldAsync("regieoverleg", one, two);

        Refused.As(
            RefusalReason.CaseStateConflict,
            await _police.CloseAsync("casusoverleg", meeting.Id, [(one.Id, CaseState.Closed), (two.Id, CaseState.Signal)]));

        Assert.NotNull((await _police.GetAsync("casusoverleg", one.ById(meeting))).Value);
    }

    [Fact]
    public async Task Close_TwoOutcomes_MovesBothInOneEntry()
    {
        var one = await _installation.ActiveCaseAsync();
        var two = await _installation.ActiveCaseAsync();
        var meeting = await HeldAsync("regieoverleg", one, two);

        var entry = Assert.Single(await _installation.EntriesOfAsync(
            () => _police.CloseAsync("casusoverleg", meeting.Id, [(one.Id, CaseState.Closed), (two.Id, CaseState.OnHold)])));

        Assert.Equal((Outcome.Done, 2), (entry.Outcome, entry.MeetingClosed.CasesMoved));
        Assert.Null(entry.CaseAndSubject);
    }

    [Fact]
    public async Task Close_OutcomeInAForumOfTheWideCircle_IsNotAllowed()
    {
        var found = await _installation.ActiveCaseAsync();
        var meeting = await HeldAsync("itat", found);

        await Refused.WithOneEntryAsync(
            _installation, RefusalReason.ActNotAllowed, () => _coordinator.CloseAsync("casusoverleg", meeting.Id, [(found.Id, CaseState.Closed)]));
    }

    [Fact]
    public async Task Close_OutcomeOfACaseThatIsNotOnTheAgenda_IsNotFound()
    {
        var found = await _installation.ActiveCaseAsync();
        var other = await _installation.ActiveCaseAsync();
        var meeting = await HeldAsync("regieoverleg", found);

        await Refused.WithOneEntryAsync(
            _installation, RefusalReason.CaseNotFound, () => _police.CloseAsync("casusoverleg", meeting.Id, [(other.Id, CaseState.Closed)]));
    }

    [Fact]
    public async Task Close_ByAnObserverWhoSeesTheCaseAnonymously_DecidesAboutNone()
    {
        var nctv = _installation.Person("nctv", "analist-1", "caseworker");
        var found = await _installation.ActiveCaseAsync();
        var meeting = await _installation.MeetingAsync("regieoverleg", found, nctv);
        _installation.Clock.Advance(TimeSpan.FromHours(2));

        Refused.As(RefusalReason.CaseNotFound, await nctv.CloseAsync("casusoverleg", meeting.Id, [(found.Id, CaseState.Closed)]));
    }

    [Fact]
    public async Task Close_ByWhoDoesNotAttend_FindsNoMeeting()
    {
        var found = await _installation.ActiveCaseAsync();
        var meeting = await HeldAsync("regieoverleg", found);
        var colleague = _installation.Person("politie", "agent-2", "regisseur");

        var attended = Refused.As(RefusalReason.MeetingNotFound, await colleague.CloseAsync("casusoverleg", meeting.Id));
        var nowhere = Refused.As(RefusalReason.MeetingNotFound, await colleague.CloseAsync("casusoverleg", MeetingId.Create()));
        var standing = Refused.As(RefusalReason.MeetingNotFound, await _coordinator.CloseAsync("casusoverleg", MeetingId.Meldpunt));

        Assert.Equal(nowhere, attended);
        Assert.Equal(nowhere, standing);
    }

    [Fact]
    public async Task Close_BeforeItStarts_IsNotOpen()
    {
        var found = await _installation.ActiveCaseAsync();
        var meeting = await _installation.MeetingAsync("regieoverleg", found, _police);

        await Refused.WithOneEntryAsync(_installation, RefusalReason.MeetingNotOpen, () => _police.CloseAsync("casusoverleg", meeting.Id));
    }

    [Fact]
    public async Task Close_Twice_IsNotOpen()
    {
        var found = await _installation.ActiveCaseAsync();
        var meeting = await HeldAsync("regieoverleg", found);
        await _police.CloseAsync("casusoverleg", meeting.Id);

        Refused.As(RefusalReason.MeetingNotOpen, await _police.CloseAsync("casusoverleg", meeting.Id));
    }

    [Fact]
    public async Task Close_ManyAtOnce_ClosesOnce()
    {
        var found = await _installation.ActiveCaseAsync();
        var meeting = await HeldAsync("regieoverleg", found);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(
            _ => Task.Run(() => _police.CloseAsync("casusoverleg", meeting.Id, [(found.Id, CaseState.Closed)]))));

        Assert.Single(outcomes, o => o.Value is not null);
        Assert.All(outcomes.Where(o => o.Refusal is not null), o => Assert.Equal(RefusalReason.MeetingNotOpen, o.Refusal!.Reason));
    }

    [Fact]
    public async Task Close_UnknownPurpose_IsRefused()
    {
        var meeting = await HeldAsync("regieoverleg", await _installation.ActiveCaseAsync());

        await Refused.WithOneEntryAsync(_installation, RefusalReason.PurposeUnknown, () => _police.CloseAsync("nieuwsgierigheid", meeting.Id));
    }

    [Fact]
    public async Task Close_LateWithoutOutcomes_StillFixesTheMinutes()
    {
        var meeting = await HeldAsync("regieoverleg", await _installation.ActiveCaseAsync());
        _installation.Clock.Advance(TimeSpan.FromDays(10));

        Assert.NotNull((await _police.CloseAsync("casusoverleg", meeting.Id)).Value);
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    private async Task<Meeting> HeldAsync(string forum, params Case[] agenda)
    {
        var meeting = await _installation.RecordMeetingAsync(
            forum, _installation.Clock.Now.AddHours(1), [_police.Attendee, _coordinator.Attendee, _ggd.Attendee], agenda.Select(c => c.Id));
        _installation.Clock.Advance(TimeSpan.FromHours(2));
        return meeting;
    }
}
