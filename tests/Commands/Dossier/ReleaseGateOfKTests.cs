using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Disclosure;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Dossier;

/// <summary>
/// The <em>k</em> of the release gate, from the request to the answer: of a case only such values are seen anonymised that at least five
/// other people of the register fit, all values together.
/// </summary>
public sealed class ReleaseGateOfKTests : IAsyncDisposable
{
    private static readonly (string Source, OfferedSection Section)[] Told = [("oov", Offers.Identity()), ("oov", Offers.Signal()), ("wpi", Debts)];

    private readonly Installation _installation = new();
    private readonly Person _ggd, _jbra, _wpi;

    public ReleaseGateOfKTests()
    {
        _ggd = _installation.Person("ggd", "arts-1", "caseworker");
        _jbra = _installation.Person("jbra", "jeugd-1", "caseworker");
        _wpi = _installation.Person("wpi", "consulent-1", "caseworker");
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    [Fact]
    public async Task OneCaseAlone_ShowsItsTextsAndNoValue()
    {
        var (found, meeting) = await CaseAsync();

        var view = await ViewAsync(_ggd, found, meeting);

        Assert.Equal(["narrative"], view.Sections.SelectMany(s => s.Content.Fields.Keys));
    }

    [Fact]
    public async Task EnoughLookAlikesFromTwoSources_ShowTheValuesAsFineAsTheCovenantNamesThem()
    {
        await _installation.LookAlikesAsync(5, Told);
        var (found, meeting) = await CaseAsync();

        Assert.Equal(
            [
                ("address", new DistrictValue("Centrum")), ("birthDate", new AgeBandValue(30, 39)), ("kind", new TextValue("gedrag")),
                ("arrangement", new TextValue("wettelijk")),
            ],
            (await ValuesAsync(_ggd, found, meeting)));
    }

    [Fact]
    public async Task OneLookAlikeTooFew_ShowsNoValue()
    {
        await _installation.LookAlikesAsync(4, Told);
        await _installation.ImportAsync(CaseState.Active, [.. Told, ("politie", Offers.Police())]); // the subject itself, once more
        var (found, meeting) = await CaseAsync();

        Assert.Empty(await ValuesAsync(_ggd, found, meeting));
    }

    [Fact]
    public async Task LookAlikesOfAnotherAgeAndDistrict_LeaveTheCoarseClasses()
    {
        var other = Offers.With(Offers.Identity(), "birthDate", new DateValue(new PartialDate(1980, 5, 17)));
        await _installation.LookAlikesAsync(5, [("oov", Offers.With(other, "address", new AddressValue { Postcode = "1021AB" })), .. Told[1..]]);
        var (found, meeting) = await CaseAsync();

        var values = await ValuesAsync(_ggd, found, meeting);

        Assert.Contains(("birthDate", new AgeBandValue(30, 49)), values);
        Assert.Contains(("address", new DistrictValue("binnen het werkgebied")), values);
    }

    [Fact]
    public async Task CasesThatOnePartnerMadeUp_HelpItToNothing()
    {
        foreach (var bsn in Bsns.All.Skip(500).Take(20))
            await _installation.ImportAsync(CaseState.Active, [("oov", Offers.Identity(bsn)), ("oov", Offers.Signal()), ("oov", Offers.Plan())]);
        var (found, meeting) = await CaseAsync();
        Assert.Empty(await ValuesAsync(_ggd, found, meeting));

        // Nor when others had told something of these people: it is not what those told of the subject.
        foreach (var bsn in Bsns.All.Skip(600).Take(20))
            await _installation.ImportAsync(CaseState.Active, [("wpi", Offers.Identity(bsn, "wpi")), ("wpi", Debts), ("politie", Offers.Police())]);
        _installation.Clock.Advance(ReferencePopulation.Remembered);
        var (other, next) = await CaseAsync();

        Assert.Equal([("arrangement", new TextValue("wettelijk"))], await ValuesAsync(_ggd, other, next));
        Assert.Empty(await ValuesAsync(_wpi, other, next));
    }

    [Fact]
    public async Task TwoCallers_SeeTheSameValuesWhoeverLooksFirst()
    {
        await _installation.LookAlikesAsync(5, ("oov", Offers.Identity()), ("oov", Offers.Signal()));
        await _installation.LookAlikesAsync(5, ("oov", Offers.Identity()), ("wpi", Debts));
        var (found, meeting) = await CaseAsync();
        var (again, second) = await CaseAsync();

        var (ggd, wpi) = (await ValuesAsync(_ggd, found, meeting), await ValuesAsync(_wpi, found, meeting));
        var (wpiFirst, ggdLast) = (await ValuesAsync(_wpi, again, second), await ValuesAsync(_ggd, again, second));

        Assert.NotEmpty(wpi);
        Assert.Superset(wpi.ToHashSet(), ggd.ToHashSet());
        Assert.Equal(ggd, await ValuesAsync(_jbra, found, meeting));
        Assert.Equal(ggd, ggdLast);
        Assert.Equal(wpi, wpiFirst);
    }

    [Fact]
    public async Task RegisterThatChanges_ChangesNothingUntilTheNextMeeting()
    {
        await _installation.LookAlikesAsync(5, Told);
        var (found, meeting) = await CaseAsync();
        var (lone, other) = await CaseAsync(("oov", Offers.Plan()));
        var (seen, loneSeen) = (await ValuesAsync(_ggd, found, meeting), await ValuesAsync(_ggd, lone, other));
        Assert.DoesNotContain("status", loneSeen.Select(v => v.Field));

        await _installation.LookAlikesAsync(5, [.. Told, ("oov", Offers.Plan())]);
        _installation.Tamper("UPDATE cases SET state = 5 WHERE case_id NOT IN (SELECT case_id FROM sections WHERE category = 'plan')");
        _installation.Tamper($"UPDATE cases SET state = 3 WHERE case_id = '{found.Id}'");
        _installation.Clock.Advance(ReferencePopulation.Remembered);

        Assert.Equal(seen, await ValuesAsync(_ggd, found, meeting));
        Assert.Equal(loneSeen, await ValuesAsync(_ggd, lone, other));
        Assert.Contains(("status", new TextValue("loopt")), await ValuesAsync(_ggd, lone, await _installation.MeetingAsync("itat", lone, _ggd)));
    }

    [Fact]
    public async Task SectionThatComesInTheMeeting_IsShownOnlyIfAllStillFits()
    {
        await _installation.LookAlikesAsync(5, Told);
        var lead = _installation.Person("oov", "o.lead", "coordinator");
        var (found, meeting) = await CaseAsync();
        await _installation.ChangeTeamAsync(found, lead.As(Relation.Lead));
        var before = await ValuesAsync(_ggd, found, meeting);

        foreach (var kind in new[] { "school", "gedrag" })
            Assert.Null((await lead.ContributeAsync("regie", found.ById(), Offers.Signal(kind: kind))).Refusal);

        // Nobody of the register has a second signal, of whatever kind.
        Assert.Equal(before, await ValuesAsync(_ggd, found, meeting));
        Assert.Equal(3, (await ViewAsync(_ggd, found, meeting)).Sections.Count(s => s.Category == "signals"));
    }

    [Fact]
    public async Task RegisterThatCannotBeRead_ReleasesNothingAndFreezesNothing()
    {
        await _installation.LookAlikesAsync(5, Told);
        var (found, meeting) = await CaseAsync();
        _installation.Get<UnreliableActiveCases>().Unreadable = true;

        Assert.Equal(RefusalReason.StoreUnavailable, (await _ggd.GetAsync("casusoverleg", found.ByAlias(meeting))).Refusal!.Reason);
        _installation.Get<UnreliableActiveCases>().Unreadable = false;

        Assert.NotEmpty(await ValuesAsync(_ggd, found, meeting));
    }

    [Fact]
    public async Task SectionsOfWhichNobodySeesAnythingAnonymised_UseUpNothing()
    {
        await _installation.LookAlikesAsync(5, Told);

        // Each tells what a section tells that is seen: nobody of the register has it as often.
        OfferedSection[] unseen =
        [
            Offers.Signal() with { Handling = Handling.Secret },
            Offers.Signal() with { KeepUntil = _installation.Today.AddDays(1) },
            Offers.Signal() with { EmbargoUntil = _installation.Clock.Now.AddDays(9) },
        ];
        var (found, _) = await CaseAsync([.. unseen.SelectMany(s => Enumerable.Repeat(("oov", s), 8)), ("politie", Offers.Police("wapenbezit"))]);
        _installation.Clock.Advance(TimeSpan.FromDays(2));
        var meeting = await _installation.MeetingAsync("itat", found, _ggd);

        Assert.Equal(4, (await ValuesAsync(_ggd, found, meeting)).Count);
    }

    private static OfferedSection Debts => Offers.Section("wpi", "debts", ("arrangement", new TextValue("wettelijk")));

    private async Task<(Case Case, Meeting Meeting)> CaseAsync(params (string Source, OfferedSection Section)[] more)
    {
        var found = await _installation.ImportAsync(CaseState.Active, [.. Told, .. more]);
        return (found, await _installation.MeetingAsync("itat", found, _ggd, _jbra, _wpi));
    }

    private static async Task<BasisdossierView> ViewAsync(Person person, Case found, Meeting meeting)
    {
        var answer = await person.GetAsync("casusoverleg", found.ByAlias(meeting));
        Assert.Null(answer.Refusal);
        return answer.Value!.Message.Message.View;
    }

    private static async Task<List<(string Field, FieldValue Value)>> ValuesAsync(Person person, Case found, Meeting meeting) =>
        [.. (await ViewAsync(person, found, meeting)).Sections.SelectMany(s => s.Content.Fields).Where(f => f.Key != "narrative" && f.Key != "goal").Select(f => (f.Key, f.Value))];
}
