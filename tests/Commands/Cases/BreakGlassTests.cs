using System.Text;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Cases;

/// <summary>
/// Break-glass (noodtoegang) lifts the meeting condition for somebody otherwise entitled, for one case, for an hour at most, with a
/// reason; never a circle, secrecy, a guard or askSource.
/// </summary>
public sealed class BreakGlassTests : IAsyncDisposable
{
    private const string Purpose = "casusoverleg";

    private readonly Installation _installation = new();
    private readonly Person _police;

    public BreakGlassTests() => _police = _installation.Person("politie", "agent-9", "caseworker");

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    [Fact]
    public async Task BreakGlass_ByWhoMaySeeItInAMeeting_ShowsItUntilTheHourAndNotAfter()
    {
        var found = await _installation.ActiveCaseAsync();
        await NotFoundAsync(_police, found);

        var broken = await _police.BreakGlassAsync(Purpose, found.Id);
        Assert.Equal(_installation.Clock.Now.AddHours(1), broken.Value!.Message.Value);
        var shown = await ShownAsync(_police, found);
        Assert.Equal(["identity", "plan", "police", "signals"], Categories(shown).Order(StringComparer.Ordinal));
        Assert.Contains(Offers.Surname, shown, StringComparison.Ordinal);

        _installation.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        await ShownAsync(_police, found);
        _installation.Clock.Advance(TimeSpan.FromTicks(1));
        await NotFoundAsync(_police, found);
    }

    [Fact]
    public async Task BreakGlass_ShowsWhatTheMeetingWouldAndDescribesIt()
    {
        var found = await _installation.ImportAsync(
            CaseState.Active, [("oov", Offers.Identity()), ("oov", Offers.Plan()), ("ggd", Offers.Care(liftedBecause: "Gevaar voor anderen.")), ("ggd", Offers.Care())]);
        var meeting = await _installation.MeetingAsync("regieoverleg", found, _police);
        await _police.BreakGlassAsync(Purpose, found.Id);

        var there = (await _police.GetAsync(Purpose, found.ById(meeting))).Value!.Message.Message.View;
        var here = (await _police.GetAsync(Purpose, found.ById())).Value!.Message.Message.View;

        Assert.Equal(there.Sections.Select(s => (s.Category, s.Source, s.Level)), here.Sections.Select(s => (s.Category, s.Source, s.Level)));
        Assert.Single(here.Sections, s => s.Category == "care"); // secrecy over the other one stays
        var description = (await _police.DescribeAsync(Purpose, found.ById())).Value!.Message.Value;
        Assert.Equal(Level.Full, description.Level);
    }

    [Fact]
    public async Task BreakGlass_IsOnTheLogWithItsReasonItsEvidenceAndWhoIsTold()
    {
        var found = await _installation.ActiveCaseAsync();
        const string reason = "Er is nu gevaar; het overleg is morgen pas.";

        var entries = await _installation.EntriesOfAsync(async () =>
            Assert.NotNull((await _police.BreakGlassAsync(Purpose, found.Id, 30, reason, bytes: "the request")).Value));

        var entry = Assert.Single(entries);
        Assert.Equal(Outcome.Done, entry.Outcome);
        Assert.Equal(found.Id.Value, _installation.About(entry)!.CaseId);
        Assert.Equal(Purpose, entry.DecisionInput.Purpose);
        Assert.True(entry.DecisionInput.BreakGlass);
        Assert.Equal(_installation.Clock.Now.AddMinutes(30), entry.GlassBroken.Until.ToDateTimeOffset());
        Assert.Equal(reason, Encoding.UTF8.GetString(_installation.Open(entry.GlassBroken.Reason)));
        Assert.Equal(["politie", "gemeente-amsterdam"], entry.GlassBroken.Notified); // whose caller it is, and whose data it sees
        Assert.Equal("key-1", entry.Evidence.Kid);
        var place = EvidencePlace.Glass(entry.GlassBroken.GlassId);
        var (@case, kept) = (await _installation.Get<IDossierStore>().FindEvidenceAsync(
            _installation.Partnership, place, TestContext.Current.CancellationToken))!.Value;
        Assert.Equal(found.Id, @case);
        Assert.Equal("e30.dGhlIHJlcXVlc3Q.c2lnbmF0dXJl", _installation.Get<EvidenceKeeper>().Open(_installation.Partnership, @case, place, kept));
        Assert.DoesNotContain("gevaar", Encoding.UTF8.GetString(_installation.Get<ILogStore>().Read(_installation.Partnership, _installation.LogSize - 1).Single().Leaf.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BreakGlass_EveryReadingWithItIsMarkedAndNoOtherIs()
    {
        var found = await _installation.ActiveCaseAsync();
        var meeting = await _installation.MeetingAsync("regieoverleg", found, _police);
        await _police.BreakGlassAsync(Purpose, found.Id, 10);

        async Task<bool> MarkedAsync(Func<Task> reading) => Assert.Single(await _installation.EntriesOfAsync(reading)).DecisionInput.BreakGlass;
        Assert.True(await MarkedAsync(() => _police.GetAsync(Purpose, found.ById())));
        Assert.True(await MarkedAsync(() => _police.DescribeAsync(Purpose, found.ById())));
        Assert.False(await MarkedAsync(() => _police.GetAsync(Purpose, found.ById(meeting))));
        _installation.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.False(await MarkedAsync(() => _police.GetAsync(Purpose, found.ById())));
    }

    [Fact]
    public async Task BreakGlass_CountsForThatActorRolePurposeAndCaseOnly()
    {
        var found = await _installation.ActiveCaseAsync();
        var other = await _installation.ActiveCaseAsync();
        var member = _installation.Person("scw", "werker-1", "caseworker");
        await _installation.ChangeTeamAsync(found, member.As(Relation.Member));
        await _police.BreakGlassAsync(Purpose, found.Id);
        await ShownAsync(_police, found);

        await NotFoundAsync(_police, other);
        await NotFoundAsync(_police with { Actor = "agent-8" }, found);
        await NotFoundAsync(_installation.Person("om", "agent-9", "caseworker"), found);
        await NotFoundAsync(_installation.Person("politie", "agent-9", "regisseur", "caseworker"), found);

        // Of one purpose nothing is had for another: this is somebody who needs it for the one and not for the other.
        await member.BreakGlassAsync("interventie", found.Id);
        Assert.Contains("signals", Categories(await ShownAsync(member, found, "interventie")));
        await NotFoundAsync(member, found);
    }

    [Fact]
    public async Task BreakGlass_OfWhoIsEntitledToLess_GivesNothing()
    {
        var found = await _installation.ActiveCaseAsync();
        foreach (var person in new[]
        {
            _installation.Person("ggd", "arts-1", "caseworker"), // anonymised, in the ITAT
            _installation.Person("wpi", "consulent-1", "caseworker"), // a wide circle stays wide
            _installation.Person("politie", "agent-7", "caseworker", "wpgPrivacyOfficer"), // a cap looks at every role
        })
        {
            var entry = await Refused.WithOneEntryAsync(
                _installation, RefusalReason.CaseNotFound, () => person.BreakGlassAsync(Purpose, found.Id));
            Assert.Null(entry.GlassBroken.Until);
            Assert.Null(entry.GlassBroken.Reason);
            Assert.Null(entry.Evidence);
            await NotFoundAsync(person, found);
        }

        Assert.Empty((await TheMunicipalitysAsync()).Notifications);
    }

    [Fact]
    public async Task BreakGlass_OfWhoNeverSeesNames_ShowsItPseudonymisedByTheIdThatItNamed()
    {
        var found = await _installation.ActiveCaseAsync();
        var analyst = _installation.Person("politie", "analist-1", "analyst");
        await NotFoundAsync(analyst, found);

        Assert.NotNull((await analyst.BreakGlassAsync(Purpose, found.Id)).Value);

        Assert.Equal(Level.Pseudonymised, (await analyst.GetAsync(Purpose, found.ById())).Value!.Message.Message.View.Level);
        _installation.Clock.Advance(TimeSpan.FromHours(1));
        await NotFoundAsync(analyst, found);
    }

    [Fact]
    public async Task BreakGlass_OfWhoSeesAsMuchUnderAPseudonym_IsNotAllowed()
    {
        var analyst = _installation.Person("politie", "analist-1", "analyst");
        var found = await _installation.ActiveCaseAsync(analyst.As(Relation.Lead));
        Refused.As(RefusalReason.ActNotAllowed, await analyst.BreakGlassAsync(Purpose, found.Id));
        await NotFoundAsync(analyst, found); // by its id
    }

    [Theory]
    [InlineData(CaseState.Signal)]
    [InlineData(CaseState.Declined)]
    [InlineData(CaseState.Closed)]
    [InlineData(CaseState.Destroyed)]
    public async Task BreakGlass_OnACaseInAStateWithoutMeetings_GivesNothing(CaseState state)
    {
        var found = await _installation.ImportAsync(state, [("oov", Offers.Identity())]);
        await Refused.WithOneEntryAsync(_installation, RefusalReason.CaseNotFound, () => _police.BreakGlassAsync(Purpose, found.Id));
        await NotFoundAsync(_police, found);
    }

    [Fact]
    public async Task BreakGlass_CaseThatClosesMeanwhile_IsOver()
    {
        var found = await _installation.ActiveCaseAsync();
        await _police.BreakGlassAsync(Purpose, found.Id);
        await _installation.ApplyAsync(new Dossiers.CaseMoved(found.Id, CaseState.Active, CaseState.Closed));
        await NotFoundAsync(_police, found);
    }

    [Fact]
    public async Task BreakGlass_WhatIsGuarded_StaysGuarded()
    {
        var found = await _installation.ImportAsync(
            CaseState.Active,
            [
                ("oov", Offers.Identity()),
                ("oov", Offers.Plan() with { Handling = Handling.Secret }),
                ("oov", Offers.Signal() with { EmbargoUntil = _installation.Clock.Now.AddMinutes(30) }),
                ("om", Offers.Section("om", "prosecution", ("status", new TextValue("in-onderzoek"))) with { Handling = Handling.AskSource }),
                ("ggd", Offers.Care()),
            ]);
        await _police.BreakGlassAsync(Purpose, found.Id);

        var entries = await _installation.EntriesOfAsync(async () => Assert.Equal(["identity"], Categories(await ShownAsync(_police, found))));
        Assert.Equal(
            [("care", "none"), ("identity", "full"), ("plan", "none"), ("prosecution", "none"), ("signals", "none")],
            Assert.Single(entries).Decisions.Select(d => (d.Category, d.Level)).Order());

        _installation.Clock.Advance(TimeSpan.FromMinutes(30)); // the embargo ends, by itself
        Assert.Equal(["identity", "signals"], Categories(await ShownAsync(_police, found)));
    }

    [Fact]
    public async Task BreakGlass_ByWhoSeesAsMuchWithout_IsNotAllowed()
    {
        var lead = _installation.Person("wpi", "consulent-1", "regisseur");
        var found = await _installation.ActiveCaseAsync(lead.As(Relation.Lead));
        var entry = await Refused.WithOneEntryAsync(_installation, RefusalReason.ActNotAllowed, () => lead.BreakGlassAsync("regie", found.Id));
        Assert.Equal(found.Id.Value, _installation.About(entry)!.CaseId);
        Assert.Null(entry.GlassBroken.Until);
    }

    [Fact]
    public async Task BreakGlass_GivesNothingButReading()
    {
        // Who could plan a meeting by it would see the case for days.
        var found = await _installation.ActiveCaseAsync();
        await _police.BreakGlassAsync(Purpose, found.Id);

        Refused.As(
            RefusalReason.CaseNotFound,
            await _police.PlanAsync(Purpose, "regieoverleg", _installation.Clock.Now.AddDays(1), [_police.Attendee], [found.Id]));
        Refused.As(RefusalReason.CaseNotFound, await _police.ContributeAsync(Purpose, found.ById(), Offers.Police()));
        await ShownAsync(_police, found);
    }

    [Fact]
    public async Task BreakGlass_Repeated_GivesTheFirstAnswerAndNoNewHour()
    {
        var found = await _installation.ActiveCaseAsync();
        var first = (await _police.BreakGlassAsync(Purpose, found.Id, key: "noodgeval-1", bytes: "a")).Value!.Message.Value;
        _installation.Clock.Advance(TimeSpan.FromMinutes(61));

        var again = await _police.BreakGlassAsync(Purpose, found.Id, key: "noodgeval-1", bytes: "a");

        Assert.Equal(first, again.Value!.Message.Value);
        Assert.Equal(Outcome.Repeated, _installation.Entries()[^1].Outcome);
        await NotFoundAsync(_police, found);
        Assert.Single((await TheMunicipalitysAsync()).Notifications);
        Refused.As(RefusalReason.IdempotencyKeyReused, await _police.BreakGlassAsync(Purpose, found.Id, key: "noodgeval-1", bytes: "b"));
    }

    [Fact]
    public async Task BreakGlass_Again_HasANewEndAndIsToldAgain()
    {
        var found = await _installation.ActiveCaseAsync();
        await _police.BreakGlassAsync(Purpose, found.Id);
        _installation.Clock.Advance(TimeSpan.FromMinutes(59));
        await _police.BreakGlassAsync(Purpose, found.Id, 2);
        _installation.Clock.Advance(TimeSpan.FromMinutes(1));
        await ShownAsync(_police, found);
        _installation.Clock.Advance(TimeSpan.FromMinutes(1));
        await NotFoundAsync(_police, found);
        Assert.Equal(2, (await TheMunicipalitysAsync()).Notifications.Count);
    }

    [Fact]
    public async Task BreakGlass_LogUnwritable_ChangesNothing()
    {
        var found = await _installation.ActiveCaseAsync();
        _installation.Faults.LogUnwritable = true;
        Refused.As(RefusalReason.LogUnavailable, await _police.BreakGlassAsync(Purpose, found.Id));
        _installation.Faults.LogUnwritable = false;
        await NotFoundAsync(_police, found);
        Assert.Empty((await TheMunicipalitysAsync()).Notifications);
    }

    [Fact]
    public async Task BreakGlass_WhileTheTeamChanges_IsDecidedAgain()
    {
        var member = _installation.Person("scw", "werker-1", "caseworker");
        var found = await _installation.ActiveCaseAsync(member.As(Relation.Member));
        var moved = false;
        _installation.Faults.AfterReading = async () =>
        {
            if (!moved)
            {
                moved = true;
                await _installation.ChangeTeamAsync(found, member.As(Relation.None));
            }
        };
        Refused.As(RefusalReason.CaseNotFound, await member.BreakGlassAsync(Purpose, found.Id));
        Assert.True(moved);
        Assert.Empty((await TheMunicipalitysAsync()).Notifications);
    }

    private async Task<NotificationsPage> TheMunicipalitysAsync() =>
        (await _installation.Person("oov", "privacy-1", "privacyCoordinator").NotificationsAsync()).Value!.Message.Value;

    private static async Task<string> ShownAsync(Person person, Case found, string purpose = Purpose)
    {
        var outcome = await person.GetAsync(purpose, found.ById());
        Assert.Null(outcome.Refusal);
        return Encoding.UTF8.GetString(outcome.Value!.Message.Bytes.Span);
    }

    private static IEnumerable<string> Categories(string page) =>
        System.Text.Json.JsonDocument.Parse(page).RootElement.GetProperty("View").GetProperty("Sections").EnumerateArray()
            .Select(s => s.GetProperty("Category").GetString()!);

    private static async Task NotFoundAsync(Person person, Case found) =>
        Refused.As(RefusalReason.CaseNotFound, await person.GetAsync(Purpose, found.ById()));
}
