using System.Security.Cryptography;
using System.Text;
using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Disclosure;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Dossier;

/// <summary>What one caller is answered; the levels of every situation are held to the covenant in the main job's test.</summary>
public sealed class GetBasisdossierTests : IAsyncDisposable
{
    private readonly Installation _installation = new();
    private readonly Person _police;
    private readonly Person _lead;
    private readonly Person _ggd;
    private readonly Person _analyst;

    public GetBasisdossierTests()
    {
        _police = _installation.Person("politie", "agent-1", "regisseur");
        _lead = _installation.Person("ggd", "regisseur-1", "regisseur");
        _ggd = _installation.Person("ggd", "arts-1", "caseworker");
        _analyst = _installation.Person("oov", "analist-1", "analyst");
    }

    [Fact]
    public async Task GetBasisdossier_SmallCircleAtItsMeeting_SeesWhoItIs()
    {
        var found = await _installation.ActiveCaseAsync();
        var meeting = await _installation.MeetingAsync("regieoverleg", found, _police);

        var view = await ViewAsync(_police, "casusoverleg", found.ById(meeting));

        Assert.Equal((Level.Full, (ViewReference)new ViewReference.ById(found.Id)), (view.Level, view.Reference));
        Assert.Equal(["identity", "signals", "police", "plan"], view.Sections.Select(s => s.Category));
        Assert.All(view.Sections, s => Assert.NotNull(s.Id));
    }

    [Fact]
    public async Task GetBasisdossier_WideCircleAtItsMeeting_SeesAnAliasAndClasses()
    {
        var found = await _installation.ActiveCaseAsync();
        var meeting = await _installation.MeetingAsync("itat", found, _ggd);

        var answer = (await _ggd.GetAsync("casusoverleg", found.ByAlias(meeting))).Value!.Message;

        Assert.Equal(Level.Anonymised, answer.Message.View.Level);
        Assert.Equal(new ViewReference.ByAlias(meeting.Agenda[0].Alias), answer.Message.View.Reference);
        Assert.All(answer.Message.View.Sections, s => Assert.True(s is { Id: null, Version: null, Date: null }));
        var text = Encoding.UTF8.GetString(answer.Bytes.Span);
        foreach (var identifier in new[] { Offers.FirstNames, Offers.Surname, Offers.Bsn, Offers.Street, "1990", "1011AB", found.Id.Value, found.Subject.Value })
            Assert.DoesNotContain(identifier, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetBasisdossier_AnonymisedCallerNamingTheId_FindsNoCase()
    {
        var found = await _installation.ActiveCaseAsync();
        var meeting = await _installation.MeetingAsync("itat", found, _ggd);

        Refused.As(RefusalReason.CaseNotFound, await _ggd.GetAsync("casusoverleg", found.ById(meeting)));
        Refused.As(RefusalReason.CaseNotFound, await _ggd.GetAsync("casusoverleg", found.ById()));
    }

    [Fact]
    public async Task GetBasisdossier_AliasOfAnotherMeeting_FindsNoCase()
    {
        var found = await _installation.ActiveCaseAsync();
        var meeting = await _installation.MeetingAsync("itat", found, _ggd);
        var other = await _installation.MeetingAsync("itat", found, _ggd);
        Assert.NotEqual(meeting.Agenda[0].Alias, other.Agenda[0].Alias);

        Refused.As(RefusalReason.CaseNotFound, await _ggd.GetAsync("casusoverleg", found.ByAlias(other) with { Meeting = meeting.Id }));
        Refused.As(RefusalReason.CaseNotFound, await _ggd.GetAsync("casusoverleg", found.ByAlias(other) with { Meeting = null }));
    }

    [Fact]
    public async Task GetBasisdossier_TwoAnonymisedCallersAtOneMeeting_SeeTheSame()
    {
        var jbra = _installation.Person("jbra", "voogd-1", "caseworker");
        var found = await _installation.ActiveCaseAsync();
        var meeting = await _installation.MeetingAsync("itat", found, _ggd, jbra, _police);

        var answers = new List<byte[]>();
        foreach (var person in new[] { _ggd, jbra, _installation.Person("politie", "agent-1", "caseworker") })
            answers.Add((await person.GetAsync("casusoverleg", found.ByAlias(meeting))).Value!.Message.Bytes.ToArray());

        Assert.Equal(answers[0], answers[1]);
        Assert.Equal(answers[0], answers[2]);
    }

    [Fact]
    public async Task GetBasisdossier_AnonymisedAge_IsThatOnTheDayOfTheMeetingWheneverItIsAsked()
    {
        var birth = Offers.Section("oov", "identity", ("birthDate", new DateValue(new PartialDate(2006, 2, 3)))); // twenty tomorrow
        await _installation.LookAlikesAsync(6, ("oov", birth));
        var found = await _installation.ImportAsync(CaseState.Active, [("oov", birth)]);
        var meeting = await _installation.RecordMeetingAsync("itat", _installation.Clock.Now.AddDays(1), [_ggd.Attendee], found.Id);
        async Task<FieldValue> AgeAsync() => Assert.Single((await ViewAsync(_ggd, "casusoverleg", found.ByAlias(meeting))).Sections).Content.Fields["birthDate"];

        Assert.Equal(new AgeBandValue(20, 29), await AgeAsync());
        _installation.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(new AgeBandValue(20, 29), await AgeAsync());
    }

    [Fact]
    public async Task GetBasisdossier_OwnContributionInAnAnonymisedView_IsLeftOut()
    {
        var wpi = _installation.Person("wpi", "consulent-1", "caseworker");
        (string, OfferedSection)[] sections = [("oov", Offers.Identity()), ("wpi", Offers.Section("wpi", "debts", ("arrangement", new TextValue("wettelijk"))))];
        await _installation.LookAlikesAsync(5, sections);
        var found = await _installation.ImportAsync(CaseState.Active, sections);
        var meeting = await _installation.MeetingAsync("itat", found, _ggd, wpi);

        Assert.Equal(["identity", "debts"], (await ViewAsync(_ggd, "casusoverleg", found.ByAlias(meeting))).Sections.Select(s => s.Category));
        Assert.Equal(["identity"], (await ViewAsync(wpi, "casusoverleg", found.ByAlias(meeting))).Sections.Select(s => s.Category));
    }

    [Fact]
    public async Task GetBasisdossier_OwnContributionInAFullView_IsThere()
    {
        var found = await _installation.ImportAsync(
            CaseState.Active, [("oov", Offers.Identity()), ("politie", Offers.Police() with { Handling = Handling.AskSource })], _police.As(Relation.Lead));

        Assert.Equal(["identity", "police"], (await ViewAsync(_police, "regie", found.ById())).Sections.Select(s => s.Category));
    }

    [Fact]
    public async Task GetBasisdossier_PseudonymisedView_NamesTheCasePerPartnerPurposeAndQuarter()
    {
        var found = await _installation.ActiveCaseAsync();
        var again = await _installation.ActiveCaseAsync();
        async Task<string> PseudonymAsync(Person person, Case @case)
        {
            var meeting = await _installation.MeetingAsync("regieoverleg", @case, person);
            return ((ViewReference.ByPseudonym)(await ViewAsync(person, "casusoverleg", @case.ByAlias(meeting))).Reference).Pseudonym;
        }

        var pseudonym = await PseudonymAsync(_analyst, found);
        Assert.Equal(pseudonym, await PseudonymAsync(_analyst, found)); // at another meeting
        Assert.NotEqual(pseudonym, await PseudonymAsync(_analyst, again)); // of one subject, which is not told
        Assert.NotEqual(pseudonym, await PseudonymAsync(_installation.Person("politie", "analist-1", "analyst"), found));
        _installation.Clock.Advance(TimeSpan.FromDays(90));
        Assert.NotEqual(pseudonym, await PseudonymAsync(_analyst, found));
    }

    [Fact]
    public async Task GetBasisdossier_PseudonymisedView_HoldsNeitherIdsNorNames()
    {
        var found = await _installation.ActiveCaseAsync();
        var analyst = _installation.Person("politie", "analist-1", "analyst"); // of another partner than the identity comes from
        var meeting = await _installation.MeetingAsync("regieoverleg", found, analyst);

        var answer = (await analyst.GetAsync("casusoverleg", found.ByPseudonym(analyst, "casusoverleg", meeting))).Value!.Message;

        Assert.Equal(Level.Pseudonymised, answer.Message.View.Level);
        Assert.Equal(new DateValue(new PartialDate(1990)), answer.Message.View.Sections[0].Content.Fields["birthDate"]);
        Assert.Equal(new DistrictValue("Centrum"), answer.Message.View.Sections[0].Content.Fields["address"]);
        Assert.All(answer.Message.View.Sections, s => Assert.True(s is { Id: null, Version: null, Date: null }));
        var text = Encoding.UTF8.GetString(answer.Bytes.Span);
        foreach (var identifier in new[] { Offers.FirstNames, Offers.Surname, Offers.Bsn, Offers.Street, found.Id.Value, found.Subject.Value })
            Assert.DoesNotContain(identifier, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetBasisdossier_OnlyKnownToExist_IsSaidOncePerSource()
    {
        OfferedSection Youth(string measure) => Offers.Section("rvdk", "youthProtection", ("measure", new TextValue(measure)));
        var found = await _installation.ImportAsync(
            CaseState.Active, [("oov", Offers.Identity()), ("rvdk", Youth("onderzoek")), ("rvdk", Youth("voogdij"))]);
        var meeting = await _installation.MeetingAsync("regieoverleg", found, _police);

        var section = (await ViewAsync(_police, "casusoverleg", found.ById(meeting))).Sections.Skip(1).Single();

        Assert.Equal(("rvdk", Level.Existence), (section.Source, section.Level));
        Assert.True(section is { Id: null, Version: null, Date: null });
        Assert.Empty(section.Content.Fields);
    }

    [Fact]
    public async Task GetBasisdossier_Secret_IsShownToNobodyNotEvenItsSource()
    {
        var desk = _installation.Person("oov", "medewerker-1", "coordinator");
        var found = await _installation.ImportAsync(
            CaseState.Active,
            [("oov", Offers.Identity()), ("oov", Offers.Section("oov", "residence", ("municipality", new TextValue("Geheimdorp"))) with { Handling = Handling.Secret })],
            desk.As(Relation.Lead), _lead.As(Relation.Lead));

        foreach (var person in new[] { desk, _lead })
        {
            var answer = (await person.GetAsync("regie", found.ById())).Value!.Message;
            Assert.Equal(["identity"], answer.Message.View.Sections.Select(s => s.Category));
            Assert.DoesNotContain("Geheimdorp", Encoding.UTF8.GetString(answer.Bytes.Span), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task GetBasisdossier_AskSource_IsShownToTheRecipientsThatTheSourceNamed()
    {
        var other = _installation.Person("wpi", "consulent-1", "regisseur");
        var found = await _installation.ImportAsync(
            CaseState.Active,
            [("oov", Offers.Identity()), ("politie", Offers.Police() with { Handling = Handling.AskSource, Recipients = ["ggd"] })],
            _lead.As(Relation.Lead), other.As(Relation.Duo));

        Assert.Equal(["identity", "police"], (await ViewAsync(_lead, "regie", found.ById())).Sections.Select(s => s.Category));
        Assert.Equal(["identity"], (await ViewAsync(other, "regie", found.ById())).Sections.Select(s => s.Category));
    }

    [Fact]
    public async Task GetBasisdossier_Again_SaysAndLogsTheSame()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));

        var said = new List<byte[]>();
        var entries = await _installation.EntriesOfAsync(async () =>
        {
            for (var i = 0; i < 3; i++)
                said.Add((await _lead.GetAsync("regie", found.ById())).Value!.Message.Bytes.ToArray());
        });

        Assert.All(said, bytes => Assert.Equal(said[0], bytes));
        Assert.Equal(3, entries.Count);
        Assert.NotEmpty(entries[0].Decisions);
        Assert.All(entries, e => Assert.Equal(entries[0].Decisions, e.Decisions));
        Assert.Equal(3, entries.Select(e => e.ResponseHmac).Distinct().Count());
    }

    [Fact]
    public async Task GetBasisdossier_Embargo_EndsAtItsMoment()
    {
        var until = _installation.Clock.Now.AddHours(3);
        var found = await _installation.ImportAsync(
            CaseState.Active, [("oov", Offers.Identity()), ("politie", Offers.Police() with { EmbargoUntil = until })], _lead.As(Relation.Lead), _police.As(Relation.Duo));

        _installation.Clock.Advance(TimeSpan.FromHours(3) - TimeSpan.FromTicks(1));
        foreach (var person in new[] { _lead, _police })
            Assert.Equal(["identity"], (await ViewAsync(person, "regie", found.ById())).Sections.Select(s => s.Category));
        _installation.Clock.Advance(TimeSpan.FromTicks(1));
        foreach (var person in new[] { _lead, _police })
            Assert.Equal(["identity", "police"], (await ViewAsync(person, "regie", found.ById())).Sections.Select(s => s.Category));
    }

    [Fact]
    public async Task GetBasisdossier_RetentionDay_IsTheLastOneInAmsterdam()
    {
        var found = await _installation.ImportAsync(
            CaseState.Active, [("oov", Offers.Identity()), ("oov", Offers.Signal() with { KeepUntil = new DateOnly(2026, 2, 2) })], _lead.As(Relation.Lead));

        _installation.Clock.Advance(new DateTimeOffset(2026, 2, 2, 22, 59, 59, TimeSpan.Zero) - _installation.Clock.Now);
        Assert.Equal(["identity", "signals"], (await ViewAsync(_lead, "regie", found.ById())).Sections.Select(s => s.Category));
        _installation.Clock.Advance(TimeSpan.FromSeconds(1)); // midnight in Amsterdam, not yet in UTC
        Assert.Equal(["identity"], (await ViewAsync(_lead, "regie", found.ById())).Sections.Select(s => s.Category));
    }

    [Fact]
    public async Task GetBasisdossier_Categories_AreTheOnesAskedFor()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));

        var page = (await _lead.GetAsync("regie", found.ById(), "plan", "police")).Value!.Message.Message;

        Assert.Equal(["police", "plan"], page.View.Sections.Select(s => s.Category));
    }

    [Fact]
    public async Task GetBasisdossier_UnknownCategory_IsRefused()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));

        await Refused.WithOneEntryAsync(_installation, RefusalReason.CategoryUnknown, () => _lead.GetAsync("regie", found.ById(), "plan", "horoscope"));
    }

    [Fact]
    public async Task GetBasisdossier_UnknownPurpose_IsRefusedAndNotLogged()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));

        var entry = await Refused.WithOneEntryAsync(_installation, RefusalReason.PurposeUnknown, () => _lead.GetAsync("nieuwsgierigheid", found.ById()));

        Assert.Equal("", entry.DecisionInput.Purpose);
    }

    [Fact]
    public async Task GetBasisdossier_MeetingOfOthers_IsNoMeeting()
    {
        var colleague = _installation.Person("politie", "agent-2", "regisseur");
        var found = await _installation.ActiveCaseAsync();
        var meeting = await _installation.MeetingAsync("regieoverleg", found, _police);

        Refusal? attended = null, nowhere = null;
        var entries = await _installation.EntriesOfAsync(async () =>
        {
            attended = Refused.As(RefusalReason.MeetingNotFound, await colleague.GetAsync("casusoverleg", found.ById(meeting)));
            nowhere = Refused.As(RefusalReason.MeetingNotFound, await colleague.GetAsync("casusoverleg", found.ById() with { Meeting = MeetingId.Create() }));
        });

        Assert.Equal(nowhere, attended);
        Assert.Equal(["NOT_ATTENDED", "NO_SUCH_MEETING"], entries.Select(e => e.InnerReason));
    }

    [Fact]
    public async Task GetBasisdossier_Meeting_OpensAndEndsAtItsMoments()
    {
        var found = await _installation.ActiveCaseAsync();
        var starts = _installation.Clock.Now.AddDays(4);
        var meeting = await _installation.RecordMeetingAsync("regieoverleg", starts, [_police.Attendee], found.Id);
        async Task<RefusalReason?> AtAsync(DateTimeOffset moment)
        {
            _installation.Clock.Advance(moment - _installation.Clock.Now);
            return (await _police.GetAsync("casusoverleg", found.ById(meeting))).Refusal?.Reason;
        }

        Assert.Equal(RefusalReason.MeetingNotOpen, await AtAsync(meeting.OpensAt.AddTicks(-1)));
        Assert.Null(await AtAsync(meeting.OpensAt));
        Assert.Null(await AtAsync(meeting.EndsAt.AddDays(1).AddTicks(-1)));
        Assert.Equal(RefusalReason.MeetingNotOpen, await AtAsync(meeting.EndsAt.AddDays(1)));
    }

    [Fact]
    public async Task GetBasisdossier_CaseThatIsNotOnTheAgenda_IsNotFound()
    {
        var found = await _installation.ActiveCaseAsync();
        var other = await _installation.ActiveCaseAsync();
        var meeting = await _installation.MeetingAsync("regieoverleg", other, _police);

        await Refused.WithOneEntryAsync(_installation, RefusalReason.CaseNotFound, () => _police.GetAsync("casusoverleg", found.ById(meeting)));
    }

    [Fact]
    public async Task GetBasisdossier_SignalAtTheMeldpunt_IsSeenByItsMembersOnly()
    {
        var desk = _installation.Person("oov", "medewerker-1", "coordinator");
        var signal = await _installation.ImportAsync(CaseState.Signal, [("oov", Offers.Identity())]);
        var active = await _installation.ActiveCaseAsync();

        Assert.NotNull((await desk.GetAsync("casusoverleg", signal.AtMeldpunt())).Value);
        Refused.As(RefusalReason.CaseNotFound, await desk.GetAsync("casusoverleg", active.AtMeldpunt()));
        Refused.As(RefusalReason.MeetingNotFound, await _police.GetAsync("casusoverleg", signal.AtMeldpunt()));
    }

    [Fact]
    public async Task GetBasisdossier_Released_LeavesProofOfTheExactBytes()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        Released<Encoded<BasisdossierPage>>? released = null;

        var entry = Assert.Single(await _installation.EntriesOfAsync(async () => released = (await _lead.GetAsync("regie", found.ById())).Value));

        Assert.Equal(32, released!.Nonce.Length);
        Assert.Equal(HMACSHA256.HashData(released.Nonce.Span, released.Message.Bytes.Span), entry.ResponseHmac.ToByteArray());
        Assert.Equal(released.Nonce.ToArray(), _installation.Open(entry.ResponseNonce));
        Assert.Equal(entry.Caller.Actor.KeyId, entry.ResponseNonce.KeyId); // the controller's, so that it can prove what it was shown
    }

    [Fact]
    public async Task GetBasisdossier_SameQuestionTwice_HasTwoNonces()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));

        var first = (await _lead.GetAsync("regie", found.ById())).Value!;
        var second = (await _lead.GetAsync("regie", found.ById())).Value!;

        Assert.Equal(first.Message.Bytes.ToArray(), second.Message.Bytes.ToArray());
        Assert.NotEqual(first.Nonce.ToArray(), second.Nonce.ToArray());
    }

    [Fact]
    public async Task GetBasisdossier_Withheld_IsCountedOnTheLogAndAbsentFromTheAnswer()
    {
        var found = await _installation.ImportAsync(
            CaseState.Active,
            [("oov", Offers.Identity()), ("ggd", Offers.Care()), ("ggd", Offers.Care()), ("arkin", Offers.Care("arkin", "Gevaar"))],
            _police.As(Relation.Lead));
        BasisdossierView? view = null;

        var entry = Assert.Single(await _installation.EntriesOfAsync(async () => view = await ViewAsync(_police, "regie", found.ById())));

        Assert.Equal(["identity", "care"], view!.Sections.Select(s => s.Category));
        Assert.Equal(
            ["identity oov full 5.1 GRANTED 1 0", "care ggd none 6.2 CAPPED 0 2", "care arkin full 5.8 GRANTED 1 0"],
            entry.Decisions.Select(d => $"{d.Category} {d.Source} {d.Level} {d.Article} {d.Reason} {d.Released} {d.Withheld}"));
    }

    [Theory]
    [InlineData("nothing", "NO_SUCH_CASE")]
    [InlineData("agenda", "NOT_ON_AGENDA")]
    [InlineData("closed", "NO_GRANT")]
    [InlineData("signal", "GUARD")]
    [InlineData("anonymised", "ALIAS_REQUIRED")]
    public async Task GetBasisdossier_NotFound_TellsOnlyTheLogWhy(string why, string expected)
    {
        var state = why switch { "closed" => CaseState.Closed, "signal" => CaseState.Signal, _ => CaseState.Active };
        var found = await _installation.ImportAsync(state, [("oov", Offers.Identity())]);
        var other = await _installation.ActiveCaseAsync();
        var forum = why == "anonymised" ? "itat" : "regieoverleg";
        var meeting = await _installation.MeetingAsync(forum, why == "agenda" ? other : found, _police);
        var reference = why == "nothing" ? found.ById(meeting) with { Case = CaseId.Create() } : found.ById(meeting);

        var entry = await Refused.WithOneEntryAsync(_installation, RefusalReason.CaseNotFound, () => _police.GetAsync("casusoverleg", reference));

        Assert.Equal(expected, entry.InnerReason);
        Assert.Equal(why == "nothing" ? null : found.Id.Value, _installation.About(entry)?.CaseId);
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    private static async Task<BasisdossierView> ViewAsync(Person person, string purpose, CaseReference reference)
    {
        var outcome = await person.GetAsync(purpose, reference);
        Assert.Null(outcome.Refusal);
        return outcome.Value!.Message.Message.View;
    }
}
