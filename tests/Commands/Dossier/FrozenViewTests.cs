using System.Text.RegularExpressions;
using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Disclosure;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands.Tests.Dossier;

/// <summary>What is seen anonymised in a meeting is made once: for every caller, every gateway and every moment of that meeting.</summary>
public sealed class FrozenViewTests : IAsyncDisposable
{
    // Nobody takes the flower for a person, until the dossier knows one of that name.
    private const string Story = "Ze zag bloem bij de deur.";

    private readonly Installation _first = new();
    private readonly Installation _second;
    private readonly Person _ggd;

    public FrozenViewTests()
    {
        _second = _first.Beside();
        _ggd = _first.Person("ggd", "arts-1", "caseworker");
    }

    public async ValueTask DisposeAsync()
    {
        await _second.DisposeAsync();
        await _first.DisposeAsync();
    }

    [Fact]
    public async Task Look_OnAnotherGateway_GivesTheSameBytesAndWritesNothing()
    {
        var (found, meeting) = await CaseAsync();

        var one = await LookAsync(_ggd, found, meeting);

        Assert.Equal(one, await LookAsync(On(_second), found, meeting));
        Assert.Equal(one, await LookAsync(_ggd, found, meeting));
        Assert.Equal(1, (await KeptAsync(found, meeting))!.Number);
    }

    [Fact]
    public async Task Text_ShownBeforeAPersonBecameKnown_StaysAndTheNextIsRedactedByThatPerson()
    {
        var (found, meeting) = await CaseAsync();
        Assert.Equal([Story], Narratives(await ViewAsync(_ggd, found, meeting)));

        await AddAsync(found, "household", ("members", new PersonsValue([new RelatedPerson { FirstNames = "Bloem" }])));
        await AddAsync(found, "signals", ("narrative", new TextValue("Daarna ging bloem weg.")));

        foreach (var gateway in new[] { _second, _first })
            Assert.Equal([Story, "Daarna ging [persoon N] weg."], Narratives(await ViewAsync(On(gateway), found, meeting)).Select(Unnumbered));
        Assert.Equal(2, (await KeptAsync(found, meeting))!.Number);
    }

    [Fact]
    public async Task Text_InTheNextMeeting_IsMadeAnew()
    {
        var (found, meeting) = await CaseAsync();
        await ViewAsync(_ggd, found, meeting);
        await AddAsync(found, "household", ("members", new PersonsValue([new RelatedPerson { FirstNames = "Bloem" }])));

        var next = await _first.MeetingAsync("itat", found, _ggd);

        Assert.Equal(["Ze zag [persoon N] bij de deur."], Narratives(await ViewAsync(_ggd, found, next)).Select(Unnumbered));
        Assert.Equal([Story], Narratives(await ViewAsync(_ggd, found, meeting)));
    }

    [Fact]
    public async Task Version_CorrectedInTheMeeting_IsMadeOnceAndTheOldOneIsShownNoMore()
    {
        var (found, meeting) = await CaseAsync();
        await ViewAsync(_ggd, found, meeting);
        var section = (await SectionsAsync(found)).Single(s => s.Category == "signals");

        await WriteAsync(found, section with { Version = 2 }, ("narrative", new TextValue("Er stond niemand.")));

        Assert.Equal(["Er stond niemand."], Narratives(await ViewAsync(On(_second), found, meeting)));
        Assert.Equal(["Er stond niemand."], Narratives(await ViewAsync(_ggd, found, meeting)));
        Assert.Equal(2, (await KeptAsync(found, meeting))!.Number);
    }

    [Fact]
    public async Task Section_Withdrawn_IsGoneAtOnce()
    {
        var (found, meeting) = await CaseAsync();
        await ViewAsync(_ggd, found, meeting);
        var section = (await SectionsAsync(found)).Single(s => s.Category == "signals");

        await _first.ApplyAsync(new Dossiers.SectionWithdrawn(found.Id, section.Id, 2));

        Assert.Empty(Narratives(await ViewAsync(_ggd, found, meeting)));
        Assert.Empty(Narratives(await ViewAsync(On(_second), found, meeting)));
    }

    [Fact]
    public async Task Looks_AtOnceOnTwoGateways_ShowWhatTheFirstMade()
    {
        var (found, meeting) = await CaseAsync();
        byte[]? other = null;
        _first.Faults.AfterFrozenView = async () =>
        {
            _first.Faults.AfterFrozenView = null;
            other = await LookAsync(On(_second), found, meeting);
            await AddAsync(found, "household", ("members", new PersonsValue([new RelatedPerson { FirstNames = "Bloem" }])));
        };

        var one = await LookAsync(_ggd, found, meeting);

        Assert.Equal(other, one);
        Assert.Equal(one, await LookAsync(On(_second), found, meeting));
    }

    [Fact]
    public async Task Looks_ThatAlwaysConflict_EndWithoutAnything()
    {
        var (found, meeting) = await CaseAsync();
        var number = 0;
        _first.Faults.AfterFrozenView = async () =>
            await _first.ApplyAsync(new Dossiers.ViewFrozen(meeting.Id, found.Id, new FrozenView(
                ++number, _first.Get<CaseCipher>().EncryptView(_first.Partnership, found.Id.Value, meeting.Id.Value, number, FrozenCase.Empty.ToBytes()))));

        Assert.Equal(RefusalReason.ConcurrentChange, (await _ggd.GetAsync("casusoverleg", found.ByAlias(meeting))).Refusal!.Reason);
    }

    [Theory]
    [InlineData("UPDATE frozen_views SET content = zeroblob(length(content))")]
    [InlineData("UPDATE frozen_views SET number = number + 1")]
    [InlineData("UPDATE frozen_views SET content = (SELECT content FROM sections WHERE category = 'signals')")]
    public async Task View_ThatSomebodyEdited_IsRefusedAndNothingTakesItsPlace(string edit)
    {
        var (found, meeting) = await CaseAsync();
        await ViewAsync(_ggd, found, meeting);
        _first.Tamper("DROP TRIGGER frozen_views_follow; " + edit);
        var lead = _second.Person("oov", "o.lead", "coordinator");
        await _first.ChangeTeamAsync(found, lead.As(Relation.Lead));

        Refusal? refusal = null;
        var entry = Assert.Single(await _first.EntriesOfAsync(async () => refusal = (await On(_second).GetAsync("casusoverleg", found.ByAlias(meeting))).Refusal));

        Assert.Equal(RefusalReason.ViewDamaged, refusal!.Reason);
        Assert.Equal((Outcome.Refused, "VIEW_DAMAGED"), (entry.Outcome, entry.Reason));
        Assert.Equal(Level.Full, (await lead.GetAsync("regie", new CaseReference(found.Id, null, null))).Value!.Message.Message.View.Level);
    }

    [Fact]
    public async Task View_UnderAKeyThatIsDestroyed_OpensNowhere()
    {
        var (found, meeting) = await CaseAsync();
        await ViewAsync(_ggd, found, meeting);
        var kept = (await KeptAsync(found, meeting))!;
        var cipher = _first.Get<CaseCipher>();
        Assert.NotEmpty(cipher.DecryptView(_first.Partnership, found.Id.Value, meeting.Id.Value, kept.Number, kept.Values.Span));

        _first.Get<KeyVault>().Destroy(_first.Partnership, cipher.KeyOf(_first.Partnership, found.Id.Value));

        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(
            () => cipher.DecryptView(_first.Partnership, found.Id.Value, meeting.Id.Value, kept.Number, kept.Values.Span));
        Assert.Equal(RefusalReason.ViewDamaged, (await _ggd.GetAsync("casusoverleg", found.ByAlias(meeting))).Refusal!.Reason);
    }

    [Fact]
    public async Task View_UnderAnotherCovenant_ShowsWhatBothLeaveAndNothingComesBack()
    {
        const string Kinds = "values: [gedrag, uitingen, netwerk, uitreis, school, gezin, overig], pseudonymised: keep, anonymised: keep }";
        var (found, meeting) = await CaseAsync();
        await using var stricter = _first.Beside(Repository.SampleCovenantWith((Kinds, Kinds.Replace(", anonymised: keep", "", StringComparison.Ordinal))));
        Assert.Equal((true, true), Seen(await ViewAsync(_ggd, found, meeting)));

        Assert.Equal((false, true), Seen(await ViewAsync(On(stricter), found, meeting)));
        Assert.Equal((false, true), Seen(await ViewAsync(_ggd, found, meeting)));
        Assert.Equal((false, true), Seen(await ViewAsync(On(_second), found, meeting)));
        Assert.Equal((true, true), Seen(await ViewAsync(_ggd, found, await _first.MeetingAsync("itat", found, _ggd))));

        static (bool Kind, bool Narrative) Seen(BasisdossierView view)
        {
            var fields = view.Sections.Single(s => s.Category == "signals").Content.Fields;
            return (fields.ContainsKey("kind"), fields.ContainsKey("narrative"));
        }
    }

    [Fact]
    public async Task View_OfWhomeverAttends_HasOfEverySectionTheSame()
    {
        var found = await _first.ImportAsync(
            CaseState.Active,
            [
                ("oov", Offers.Identity()), ("oov", Offers.Signal()), ("oov", Offers.Plan()), ("politie", Offers.Police()),
                ("ggd", Offers.Care(liftedBecause: "Overleg met de betrokkene")),
                ("wpi", Offers.Section("wpi", "workIncome", ("benefit", new TextValue("bijstand")), ("narrative", new TextValue(Story)))),
            ]);
        var attendees = _first.Covenant.Partners.Values
            .SelectMany(p => p.Roles.Where(role => _first.Covenant.IsMember("itat", p.Id, role, Relation.None)).Select(role => _first.Person(p.Id, $"{p.Id}-{role}", role)))
            .ToList();
        var meeting = await _first.MeetingAsync("itat", found, attendees);
        var seen = new Dictionary<(string Category, string Source), HashSet<string>>();
        var views = 0;
        foreach (var attendee in attendees)
        {
            if ((await (attendee with { Installation = views % 2 == 0 ? _first : _second }).GetAsync("casusoverleg", found.ByAlias(meeting))).Value is not { } answer)
                continue;
            views++;
            foreach (var section in answer.Message.Message.View.Sections.Where(s => s.Level == Level.Anonymised))
            {
                Assert.NotEqual(attendee.Partner, section.Source);
                var said = string.Join("; ", section.Content.Fields.Select(f => $"{f.Key} {f.Value}"));
                Assert.Contains(said, seen.TryGetValue((section.Category, section.Source), out var known) ? known : seen[(section.Category, section.Source)] = [said]);
            }

            // Between two looks somebody becomes known, whom the next to look must not notice.
            await AddAsync(found, "household", ("members", new PersonsValue([new RelatedPerson { FirstNames = "Bloem" }])));
        }

        Assert.True(views > 5);
        Assert.Contains(seen, s => s.Value.Single().Contains(Story, StringComparison.Ordinal));
        Assert.True(seen.Count > 3);
    }

    [Fact]
    public async Task View_OfAMeetingThatIsRemoved_GoesWithIt()
    {
        var (found, meeting) = await CaseAsync();
        await ViewAsync(_ggd, found, meeting);
        _first.Tamper("PRAGMA foreign_keys = ON; DELETE FROM agenda");
        Assert.Null(await KeptAsync(found, meeting));
    }

    [Fact]
    public async Task State_AfterLooks_IsStillWhatTheLogSays()
    {
        var (found, meeting) = await CaseAsync();
        await ViewAsync(_ggd, found, meeting);
        var verified = await new StateVerifier(
            _first.Get<Audit.ILogStore>(), _first.Get<Audit.ILogIndex>(), _first.Get<IDossierStore>(), _first.Get<Sealing>(), _first.Get<BlindIndex>())
            .VerifyAsync(_first.Partnership, TestContext.Current.CancellationToken);

        Assert.DoesNotContain(verified.Differences, d => d.What.Contains("view", StringComparison.Ordinal));
    }

    private Person On(Installation gateway) => _ggd with { Installation = gateway };

    private async Task<(Case Case, Meeting Meeting)> CaseAsync()
    {
        (string, OfferedSection)[] sections =
            [("oov", Offers.Identity()), ("oov", Offers.Section("oov", "signals", ("kind", new TextValue("gedrag")), ("narrative", new TextValue(Story))))];
        await _first.LookAlikesAsync(5, sections);
        var found = await _first.ImportAsync(CaseState.Active, sections);
        return (found, await _first.MeetingAsync("itat", found, _ggd));
    }

    private Task AddAsync(Case found, string category, params (string Name, FieldValue Value)[] fields) => WriteAsync(
        found,
        new Section
        {
            Id = SectionId.Create(),
            Category = category,
            Source = "oov",
            Ground = "AVG art. 6(1)(e)",
            Handling = Handling.Open,
            Secrecy = Secrecy.NotLifted,
            KeepUntil = Offers.KeepUntil,
            EncryptedContent = default,
        },
        fields);

    private Task WriteAsync(Case found, Section section, params (string Name, FieldValue Value)[] fields) => _first.ApplyAsync(new Dossiers.SectionContributed(
        found.Id,
        section with
        {
            EncryptedContent = _first.Get<CaseCipher>()
                .Encrypt(_first.Partnership, found.Id.Value, section.Id.Value, section.Version, SectionContent.Of(fields).ToBytes()),
        }));

    private async Task<IReadOnlyList<Section>> SectionsAsync(Case found) => (await _first.Get<IDossierStore>().ReadCaseAsync(
        _first.Partnership, new CaseQuery(found.Id, null, null, "", ""), _ => true, TestContext.Current.CancellationToken)).Case!.Sections;

    private Task<FrozenView?> KeptAsync(Case found, Meeting meeting) => _first.Get<IDossierStore>().FindFrozenViewAsync(
        _first.Partnership, meeting.Id, found.Id, TestContext.Current.CancellationToken);

    private static async Task<byte[]> LookAsync(Person person, Case found, Meeting meeting) =>
        (await person.GetAsync("casusoverleg", found.ByAlias(meeting))).Value!.Message.Bytes.ToArray();

    private static async Task<BasisdossierView> ViewAsync(Person person, Case found, Meeting meeting) =>
        (await person.GetAsync("casusoverleg", found.ByAlias(meeting))).Value!.Message.Message.View;

    private static string Unnumbered(string text) => Regex.Replace(text, @"persoon \d{3}", "persoon N");

    private static IEnumerable<string> Narratives(BasisdossierView view) =>
        view.Sections.Select(s => s.Content.Fields.GetValueOrDefault("narrative")).OfType<TextValue>().Select(t => t.Text);
}
