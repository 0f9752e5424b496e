using System.Text;
using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;
using Google.Protobuf;

namespace Exchange.Commands.Tests.Meetings;

public sealed class PlanMeetingTests : IAsyncDisposable
{
    private readonly Installation _installation = new();
    private readonly Person _secretary;
    private readonly Person _police;
    private readonly Person _ggd;

    public PlanMeetingTests()
    {
        _secretary = _installation.Person("oov", "secretaris-1", "secretary");
        _police = _installation.Person("politie", "agent-1", "regisseur");
        _ggd = _installation.Person("ggd", "arts-1", "caseworker");
    }

    private DateTimeOffset Tomorrow => _installation.Clock.Now.AddDays(1);

    [Fact]
    public async Task Plan_ByAMember_IsAMeetingThatItsAttendeesCanUse()
    {
        var found = await _installation.ActiveCaseAsync();

        var meeting = (await _secretary.PlanAsync("regie", "itat", Tomorrow, [_ggd.Attendee], [found.Id])).Value!.Message.Value;

        Assert.Equal(Level.Anonymised, (await _ggd.GetAsync("casusoverleg", found.ByAlias(meeting))).Value!.Message.Message.View.Level);
    }

    [Fact]
    public async Task Plan_Done_LeavesOneEntryThatNamesPartnersAndNobodyElse()
    {
        var found = await _installation.ActiveCaseAsync();
        Meeting? meeting = null;

        var entry = Assert.Single(await _installation.EntriesOfAsync(async () => meeting =
            (await _secretary.PlanAsync("regie", "itat", Tomorrow, [_ggd.Attendee, _police.Attendee], [found.Id])).Value!.Message.Value));

        Assert.Equal(Outcome.Done, entry.Outcome);
        Assert.Equal((meeting!.Id.Value, "itat", 1), (entry.MeetingId, entry.MeetingPlanned.Forum, entry.MeetingPlanned.AgendaSize));
        Assert.Equal(["ggd", "politie"], entry.MeetingPlanned.Partners);
        Assert.Equal(found.Id.Value, _installation.About(entry)!.CaseId);
        var clear = Encoding.UTF8.GetString(entry.ToByteArray());
        foreach (var identifier in new[] { "arts-1", "agent-1", "secretaris-1", found.Id.Value, meeting.Agenda[0].Alias })
            Assert.DoesNotContain(identifier, clear, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_SeveralCases_IsAnEntryAboutNoneOfThem()
    {
        var one = await _installation.ActiveCaseAsync();
        var two = await _installation.ActiveCaseAsync();

        var entry = Assert.Single(await _installation.EntriesOfAsync(() => _secretary.PlanAsync("regie", "itat", Tomorrow, [_ggd.Attendee], [one.Id, two.Id])));

        Assert.Equal((Outcome.Done, 2), (entry.Outcome, entry.MeetingPlanned.AgendaSize));
        Assert.Null(entry.CaseAndSubject);
    }

    [Fact]
    public async Task Plan_TwoMeetings_GiveEveryCaseAnotherAlias()
    {
        var cases = new List<CaseId>();
        foreach (var _ in Enumerable.Range(0, 8))
            cases.Add((await _installation.ActiveCaseAsync()).Id);

        var one = (await _secretary.PlanAsync("regie", "itat", Tomorrow, [_ggd.Attendee], cases)).Value!.Message.Value;
        var two = (await _secretary.PlanAsync("regie", "itat", Tomorrow, [_ggd.Attendee], cases)).Value!.Message.Value;

        Assert.Equal(cases, one.Agenda.Select(i => i.Case));
        Assert.Equal(16, one.Agenda.Concat(two.Agenda).Select(i => i.Alias).Distinct().Count());
        Assert.All(one.Agenda, i => Assert.Matches("^[0-9A-HJKMNP-TV-Z]{8}$", i.Alias));
    }

    [Fact]
    public async Task Plan_OpensForPreparationAtMidnightInAmsterdamSoManyDaysBefore()
    {
        // The clocks go forward in between: the 29th is an hour shorter.
        var starts = new DateTimeOffset(2026, 3, 31, 8, 0, 0, TimeSpan.Zero);

        var meeting = (await _secretary.PlanAsync("regie", "itat", starts, [_ggd.Attendee], [])).Value!.Message.Value;

        Assert.Equal(new DateTimeOffset(2026, 3, 25, 23, 0, 0, TimeSpan.Zero), meeting.OpensAt.ToUniversalTime());
    }

    [Fact]
    public async Task Plan_SignalAtTheVoorportaal_ShowsItToTheVoorportaalOnly()
    {
        var desk = _installation.Person("oov", "medewerker-1", "coordinator");
        var signal = await _installation.ImportAsync(CaseState.Signal, [("oov", Offers.Identity())]);
        Assert.Null((await desk.PlanAsync("regie", "regieoverleg", Tomorrow, [_police.Attendee], [signal.Id])).Refusal);

        var meeting = (await desk.PlanAsync("regie", "voorportaal", _installation.Clock.Now.AddHours(1), [_police.Attendee], [signal.Id])).Value!.Message.Value;

        Assert.NotNull((await _police.GetAsync("casusoverleg", signal.ById(meeting))).Value);
    }

    [Theory]
    [InlineData("ggd", "caseworker", "regieoverleg")]
    [InlineData("scw", "caseworker", "itat")]
    [InlineData("politie", "regisseur", "cto")]
    [InlineData("politie", "regisseur", "uitvoerdersoverleg")]
    public async Task Plan_BySomebodyWhoIsNoMember_IsNotAllowed(string partner, string role, string forum)
    {
        var person = _installation.Person(partner, "iemand-1", role);

        await Refused.WithOneEntryAsync(
            _installation, RefusalReason.ActNotAllowed, () => person.PlanAsync("regie", forum, Tomorrow, [new Attendee("oov", "medewerker-1")], []));
    }

    /// <summary>Whoever is no member learns of no partner whether it is one, with whatever agenda it tries.</summary>
    [Fact]
    public async Task Plan_BySomebodyWhoIsNoMember_IsAnsweredAlikeWhoeverIsInvited()
    {
        var outsider = _installation.Person("ggd", "iemand-1", "caseworker");
        foreach (var agenda in new CaseId[][] { [], [CaseId.Create()] })
        {
            var answers = new HashSet<(RefusalReason, string)>();
            foreach (var partner in new[] { "oov", "politie", "om", "nctv", "ggd", "scw", "lse" })
            {
                var refusal = (await outsider.PlanAsync("regie", "regieoverleg", Tomorrow, [new Attendee(partner, "iemand-2")], agenda)).Refusal!;
                answers.Add((refusal.Reason, refusal.Message));
            }

            Assert.Single(answers);
        }
    }

    [Fact]
    public async Task Plan_OfTheCaseTeam_IsForWhoLeadsTheCase()
    {
        var lead = _installation.Person("ggd", "regisseur-1", "regisseur");
        var worker = _installation.Person("scw", "werker-1", "caseworker");
        var found = await _installation.ActiveCaseAsync(lead.As(Relation.Lead), worker.As(Relation.Member));

        var meeting = (await lead.PlanAsync("regie", "uitvoerdersoverleg", _installation.Clock.Now.AddHours(1), [worker.Attendee], [found.Id])).Value!.Message.Value;

        Assert.NotNull((await worker.GetAsync("casusoverleg", found.ById(meeting))).Value);
    }

    [Fact]
    public async Task Plan_AttendeeOfAPartnerThatIsNoMember_IsNotAllowed() => await Refused.WithOneEntryAsync(
        _installation, RefusalReason.ActNotAllowed, () => _secretary.PlanAsync("regie", "regieoverleg", Tomorrow, [_ggd.Attendee], []));

    [Fact]
    public async Task Plan_UnknownPartnerAmongTheAttendees_IsRefused() => await Refused.WithOneEntryAsync(
        _installation, RefusalReason.PartnerUnknown, () => _secretary.PlanAsync("regie", "itat", Tomorrow, [new Attendee("fbi", "agent-1")], []));

    [Fact]
    public async Task Plan_UnknownForum_IsRefusedAndNotLogged()
    {
        var entry = await Refused.WithOneEntryAsync(
            _installation, RefusalReason.ForumUnknown, () => _secretary.PlanAsync("regie", "borreltafel", Tomorrow, [_ggd.Attendee], []));

        Assert.Equal("", entry.MeetingPlanned.Forum);
    }

    [Fact]
    public async Task Plan_UnknownPurpose_IsRefused() => await Refused.WithOneEntryAsync(
        _installation, RefusalReason.PurposeUnknown, () => _secretary.PlanAsync("nieuwsgierigheid", "itat", Tomorrow, [_ggd.Attendee], []));

    [Fact]
    public async Task Plan_TheMeldpunt_IsNotAllowed() => await Refused.WithOneEntryAsync(
        _installation, RefusalReason.ActNotAllowed, () => _secretary.PlanAsync("regie", "meldpunt", Tomorrow, [_secretary.Attendee], []));

    [Fact]
    public async Task Plan_InThePast_IsRefused() => await Refused.WithOneEntryAsync(
        _installation, RefusalReason.FieldInvalid, () => _secretary.PlanAsync("regie", "itat", _installation.Clock.Now.AddHours(-2), [_ggd.Attendee], []));

    [Fact]
    public async Task Plan_CaseThatTheCallerMayNotKnow_IsNotFoundAndNothingIsPlanned()
    {
        var known = await _installation.ActiveCaseAsync();
        var closed = await _installation.ImportAsync(CaseState.Closed, [("oov", Offers.Identity())]);

        var entry = await Refused.WithOneEntryAsync(
            _installation, RefusalReason.CaseNotFound, () => _secretary.PlanAsync("regie", "itat", Tomorrow, [_ggd.Attendee], [known.Id, closed.Id]));

        Assert.Equal("", entry.MeetingId);
        Assert.Equal(closed.Id.Value, _installation.About(entry)!.CaseId);
    }

    [Fact]
    public async Task Plan_CaseThatIsNotThereAfterOneThatIs_IsAnEntryAboutNeither()
    {
        var known = await _installation.ActiveCaseAsync();

        var entry = await Refused.WithOneEntryAsync(
            _installation, RefusalReason.CaseNotFound, () => _secretary.PlanAsync("regie", "itat", Tomorrow, [_ggd.Attendee], [known.Id, CaseId.Create()]));

        Assert.Null(entry.CaseAndSubject);
        Assert.Equal("", entry.Caller.Relation);
    }

    [Fact]
    public async Task Plan_RelationEndedBetweenDecisionAndAppend_IsDecidedAgain()
    {
        var lead = _installation.Person("ggd", "regisseur-1", "regisseur");
        var found = await _installation.ActiveCaseAsync(lead.As(Relation.Lead));
        _installation.Faults.AfterReading = async () =>
        {
            _installation.Faults.AfterReading = null;
            await _installation.ChangeTeamAsync(found, lead.As(Relation.None));
        };

        Refused.As(RefusalReason.CaseNotFound, await lead.PlanAsync("regie", "uitvoerdersoverleg", Tomorrow, [lead.Attendee], [found.Id]));
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();
}
