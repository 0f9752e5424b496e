using System.Text;
using System.Text.RegularExpressions;
using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Disclosure;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Dossier;

/// <summary>Free text below full: redacted by all that the case knows, the same for all, and held to the gate.</summary>
public sealed class FreeTextTests : IAsyncDisposable
{
    private const string Story = "Roderick-Jan belde met zijn broer Zeldzaam. De school is tevreden.";

    private readonly Installation _installation = new();
    private readonly Person _ggd;
    private readonly Person _other;

    public FreeTextTests()
    {
        _ggd = _installation.Person("ggd", "arts-1", "caseworker");
        var partner = _installation.Covenant.Partners.Values.First(p =>
            p.Id is not ("ggd" or "oov") && p.Roles.Contains("regisseur") && p.Circle == Circle.Wide && _installation.Covenant.IsMember("itat", p.Id, "regisseur", Relation.None));
        _other = _installation.Person(partner.Id, "ander-1", "regisseur");
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    [Fact]
    public async Task Text_BelowFull_IsRedactedAndTheSameForAll()
    {
        var (found, meeting) = await CaseAsync(Story);

        var one = await NarrativeAsync(_ggd, found, meeting);

        Assert.Matches(@"^\[persoon 1\] belde met zijn broer \[persoon \d{3}\]\. De school is tevreden\.$", one);
        Assert.Equal(one, await NarrativeAsync(_other, found, meeting));
    }

    [Fact]
    public async Task Text_BelowFull_ComesWithWhatStaysInItForEverybodyAlike()
    {
        var (found, meeting) = await CaseAsync("Zeldzaam is tandarts en komt uit Eritrea; na de brand vertrok hij naar Eritrea.");
        var seen = new List<ResidualRisk?>();
        foreach (var person in new[] { _ggd, _other })
        {
            var view = (await person.GetAsync("casusoverleg", found.ByAlias(meeting))).Value!.Message.Message.View;
            seen.Add(view.Sections.Single(s => s.Category == "signals").Residual);
            Assert.All(view.Sections.Where(s => s.Category != "signals"), s => Assert.Null(s.Residual));
        }

        Assert.Equal([new ResidualRisk(2, 1, 1), new ResidualRisk(2, 1, 1)], seen);
        var lead = _installation.Person("politie", "agent-1", "regisseur");
        Assert.Null(await _installation.ChangeTeamAsync(found, lead.As(Relation.Lead)));
        Assert.All((await lead.GetAsync("regie", found.ById())).Value!.Message.Message.View.Sections, s => Assert.Null(s.Residual));
    }

    [Fact]
    public async Task Text_DoesNotDependOnTextsThatTheCallerDoesNotSee()
    {
        var (found, meeting) = await CaseAsync(Story);
        var (other, another) = await CaseAsync(Story, Offers.Section(
            "oov", "reporter", ("name", new TextValue("Een buurvrouw")), ("narrative", new TextValue("Kidane en Semere en Piet de Wit kwamen langs."))));

        Assert.Equal(Unnumbered(await NarrativeAsync(_ggd, found, meeting)), Unnumbered(await NarrativeAsync(_ggd, other, another)));
    }

    [Fact]
    public async Task Text_WordThatOnlyAHiddenSectionKnowsAsAName_IsTakenOut()
    {
        var (plain, first) = await CaseAsync("Gisteren was gezien bij de deur.");
        var (found, meeting) = await CaseAsync(
            "Gisteren was Woudlopertje gezien bij de deur.",
            Offers.Section("oov", "household", ("members", new PersonsValue([new RelatedPerson { FirstNames = "Woudlopertje" }]))));

        Assert.Equal("Gisteren was gezien bij de deur.", await NarrativeAsync(_ggd, plain, first));
        Assert.Equal("Gisteren was [persoon N] gezien bij de deur.", Unnumbered(await NarrativeAsync(_ggd, found, meeting)));
    }

    [Fact]
    public async Task View_OfACaseOfWhichOneSectionCannotBeRead_IsRefused()
    {
        var (found, meeting) = await CaseAsync(Story, Offers.Section("oov", "reporter", ("name", new TextValue("Een buurvrouw"))));
        _installation.Tamper("DROP TRIGGER IF EXISTS sections_stay; UPDATE sections SET content = zeroblob(length(content)) WHERE category = 'reporter'");

        Assert.Equal(RefusalReason.ViewDamaged, (await _ggd.GetAsync("casusoverleg", found.ByAlias(meeting))).Refusal!.Reason);
    }

    [Fact]
    public async Task Gate_NumberSpreadOverASentence_HoldsEverythingBackAndTellsThePrivacyCoordinators()
    {
        var (found, meeting) = await CaseAsync("Eerst 99 99, toen 90 keer en later nog 0 of 19.");

        Refusal? refusal = null;
        var entry = Assert.Single(await _installation.EntriesOfAsync(async () =>
            refusal = (await _ggd.GetAsync("casusoverleg", found.ByAlias(meeting))).Refusal));

        Assert.Equal(RefusalReason.ReleaseBlocked, refusal!.Reason);
        Assert.Equal((Outcome.Refused, "RELEASE_BLOCKED"), (entry.Outcome, entry.Reason));
        Assert.All(entry.Decisions, d => Assert.Equal(0, d.Released));
        Assert.Equal(("signals", "oov", "bsn"), (entry.DossierRead.Blocked.Category, entry.DossierRead.Blocked.Source, entry.DossierRead.Blocked.Kind));
        foreach (var controller in new[] { _ggd.Controller, _installation.Covenant.Partners["oov"].Controller })
        {
            Assert.Contains(controller, entry.DossierRead.Blocked.Notified);
            var told = Assert.Single((await _installation.Get<IDossierStore>().ListNotificationsAsync(
                _installation.Partnership, controller, long.MaxValue, 10, null, TestContext.Current.CancellationToken)).Notifications).Notification;
            Assert.Equal((NotificationKind.ReleaseBlocked, "ggd"), (told.Kind, told.Partner));
        }

        // What else there is may be asked for.
        Assert.NotNull((await _ggd.GetAsync("casusoverleg", found.ByAlias(meeting), "identity")).Value);
    }

    [Fact]
    public async Task Gate_SameThingAgain_IsToldOnceADay()
    {
        const string bsn = "Eerst 99 99, toen 90 keer en later nog 0 of 19.";
        var (found, meeting) = await CaseAsync(bsn);
        var (other, another) = await CaseAsync(bsn);
        async Task<IEnumerable<string>> ToldAsync(Person person, Case @case, Meeting at)
        {
            var entry = Assert.Single(await _installation.EntriesOfAsync(() => person.GetAsync("casusoverleg", @case.ByAlias(at))));
            Assert.Equal("RELEASE_BLOCKED", entry.Reason);
            return entry.DossierRead.Blocked.Notified;
        }

        var guardian = _installation.Person("jbra", "voogd-1", "caseworker");
        var (mine, theirs, sources) = (_ggd.Controller, guardian.Controller, _installation.Covenant.Partners["oov"].Controller);
        Assert.Equal([mine, sources], await ToldAsync(_ggd, found, meeting));
        Assert.Empty(await ToldAsync(_ggd, found, meeting));
        Assert.Equal([theirs], await ToldAsync(guardian, found, await _installation.MeetingAsync("itat", found, guardian))); // whose coordinator was not told yet
        Assert.Equal([mine, sources], await ToldAsync(_ggd, other, another));
        _installation.Clock.Advance(TimeSpan.FromHours(15)); // the next Amsterdam day
        Assert.Equal([mine, sources], await ToldAsync(_ggd, found, meeting));
    }

    private async Task<(Case Case, Meeting Meeting)> CaseAsync(string story, params OfferedSection[] more)
    {
        var found = await _installation.ImportAsync(
            CaseState.Active,
            [("oov", Offers.Identity()), ("oov", Offers.Section("oov", "signals", ("narrative", new TextValue(story)))), .. more.Select(s => ("oov", s))]);
        return (found, await _installation.MeetingAsync("itat", found, _ggd, _other));
    }

    private static string? Unnumbered(string? text) => text is null ? null : Regex.Replace(text, @"persoon \d{3}", "persoon N");

    private static async Task<string?> NarrativeAsync(Person person, Case @case, Meeting meeting)
    {
        var answer = (await person.GetAsync("casusoverleg", @case.ByAlias(meeting))).Value!.Message;
        Assert.DoesNotContain(Offers.FirstNames, Encoding.UTF8.GetString(answer.Bytes.Span), StringComparison.Ordinal);
        Assert.Equal(Level.Anonymised, answer.Message.View.Level);
        return answer.Message.View.Sections.SingleOrDefault(s => s.Category == "signals")?.Content.Fields.GetValueOrDefault("narrative") is TextValue { Text: var text }
            ? text
            : null;
    }
}
