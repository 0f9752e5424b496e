using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Cases;

public sealed class ListCasesTests : IAsyncDisposable
{
    private static readonly Relation[] Relations = [Relation.None, Relation.Lead, Relation.Member, Relation.Backup];

    private readonly Installation _installation = new();
    private readonly Person _police;
    private readonly Person _lead;
    private readonly Person _coordinator;
    private readonly Person _analyst;
    private readonly Person _auditor;

    public ListCasesTests()
    {
        _police = _installation.Person("politie", "agent-1", "regisseur");
        _lead = _installation.Person("ggd", "arts-1", "regisseur");
        _coordinator = _installation.Person("oov", "medewerker-1", "coordinator");
        _analyst = _installation.Person("oov", "analist-1", "analyst");
        _auditor = _installation.Person("oov", "medewerker-2", "coordinator", "auditor");
    }

    [Theory]
    [InlineData("casusoverleg")]
    [InlineData("regie")]
    [InlineData("interventie")]
    public async Task ListCases_EveryStateAndRelation_ListsExactlyWhatCanBeAskedFor(string purpose)
    {
        Person[] persons = [_police, _lead, _coordinator, _analyst, _auditor];
        var cases = new List<Case>();
        foreach (var state in Enum.GetValues<CaseState>())
        {
            foreach (var relation in Relations)
                cases.Add(await _installation.ImportAsync(state, [("oov", Offers.Identity())], relation == Relation.None ? [] : [.. persons.Select(p => p.As(relation))]));
        }

        var onAgenda = cases.Where((_, i) => i % 5 != 0).Select(c => c.Id).ToList();
        var meetings = new List<Meeting?> { null };
        foreach (var forum in new[] { "regieoverleg", "itat", "voorportaal", "uitvoerdersoverleg" })
            meetings.Add(await _installation.RecordMeetingAsync(forum, _installation.Clock.Now, persons.Select(p => p.Attendee), onAgenda));

        var listed = 0;
        foreach (var person in persons)
        {
            foreach (var meeting in meetings)
            {
                var seen = await person.ListAllAsync(purpose, meeting?.Id, 3);
                Assert.Equal(await AskableAsync(person, purpose, meeting, cases), seen.Select(i => $"{i.View} {i.Case?.Value}{i.Alias}{i.Pseudonym}").Order(StringComparer.Ordinal));
                listed += seen.Count;
            }

            if (person.Partner == "oov")
            {
                var signals = await person.ListAllAsync(purpose, MeetingId.Meldpunt, 3);
                var askable = new List<string>();
                foreach (var @case in cases)
                {
                    var pseudonym = References.PseudonymOf(person, purpose, @case.Id);
                    if ((await person.GetAsync(purpose, @case.AtMeldpunt() with { Case = null, Pseudonym = pseudonym })).Value is { Message.Message.View.Level: Level.Pseudonymised })
                        askable.Add($"{Level.Pseudonymised} {pseudonym}");
                    else if ((await person.GetAsync(purpose, @case.AtMeldpunt())).Value is { } page)
                        askable.Add($"{page.Message.Message.View.Level} {@case.Id.Value}");
                }

                Assert.Equal(askable.Order(StringComparer.Ordinal), signals.Select(i => $"{i.View} {i.Case?.Value}{i.Pseudonym}").Order(StringComparer.Ordinal));
                listed += signals.Count;
            }
        }

        Assert.True(listed > 10);
    }

    [Fact]
    public async Task ListCases_FullView_TellsRelationStateAndDay()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Duo));

        var item = Assert.Single(await _lead.ListAllAsync("regie"));

        Assert.Equal(new CaseItem(found.Id, null, Level.Full, Relation.Duo, CaseState.Active, found.OpenedOn), item);
    }

    [Fact]
    public async Task ListCases_PseudonymisedView_TellsNeitherStateNorDay()
    {
        var found = await _installation.ActiveCaseAsync();
        var meeting = await _installation.MeetingAsync("regieoverleg", found, _analyst);

        var item = Assert.Single(await _analyst.ListAllAsync("casusoverleg", meeting.Id));

        Assert.Equal(new CaseItem(null, null, Level.Pseudonymised, Relation.None, null, null) { Pseudonym = References.PseudonymOf(_analyst, "casusoverleg", found.Id) }, item);
    }

    [Fact]
    public async Task ListCases_AnonymisedView_TellsTheAliasAndNothingMore()
    {
        var found = await _installation.ActiveCaseAsync();
        var meeting = await _installation.MeetingAsync("itat", found, _lead);

        var item = Assert.Single(await _lead.ListAllAsync("casusoverleg", meeting.Id));

        Assert.Equal(new CaseItem(null, meeting.Agenda[0].Alias, Level.Anonymised, null, null, null), item);
    }

    [Fact]
    public async Task ListCases_RoleThatSeesNoCase_GetsAnEmptyListAndAnEntry()
    {
        await _installation.ActiveCaseAsync(_auditor.As(Relation.Lead));

        var entry = Assert.Single(await _installation.EntriesOfAsync(async () => Assert.Empty(await _auditor.ListAllAsync("regie"))));

        Assert.Equal((Outcome.Released, 0, 0), (entry.Outcome, entry.CasesListed.Count, entry.CasesListed.Cases.Count));
    }

    [Fact]
    public async Task ListCases_PageByPage_HasAnEntryForEachThatTellsWhichCases()
    {
        var cases = await ActiveCasesAsync(11);
        var token = "";
        var pages = new List<CaseListPage>();

        var entries = await _installation.EntriesOfAsync(async () =>
        {
            do
            {
                pages.Add((await _lead.ListAsync("regie", null, 4, token)).Value!.Message.Value);
                token = pages[^1].NextPageToken;
            }
            while (token.Length > 0);
        });

        Assert.Equal([4, 4, 3], pages.Select(p => p.Cases.Count));
        Assert.Equal(Ids(cases), pages.SelectMany(p => p.Cases).Select(c => c.Case!.Value.Value));
        Assert.Equal([1, 2, 3], entries.Select(e => e.CasesListed.Page));
        Assert.Equal([4, 4, 3], entries.Select(e => e.CasesListed.Count));
        var about = entries.SelectMany(e => e.CasesListed.Cases).Select(c => CaseAndSubject.Parser.ParseFrom(_installation.Open(c))).ToList();
        Assert.Equal(Ids(cases), about.Select(a => a.CaseId));
        Assert.All(about, a => Assert.Equal(cases.Single(c => c.Id.Value == a.CaseId).Subject.Value, a.SubjectId));
        Assert.All(entries, e => Assert.Equal(("none", "regie", "", Outcome.Released), (e.DecisionInput.Forum, e.DecisionInput.Purpose, e.DecisionInput.CaseState, e.Outcome)));
        Assert.All(entries, e => Assert.NotEmpty(e.ResponseHmac));
    }

    [Fact]
    public async Task ListCases_ExactlyOnePage_HasNoNext()
    {
        await ActiveCasesAsync(4);

        Assert.Equal("", (await _lead.ListAsync("regie", null, 4)).Value!.Message.Value.NextPageToken);
    }

    [Fact]
    public async Task ListCases_WhileCasesComeAndGo_RepeatsNoneAndPassesOverNoneThatStays()
    {
        var stay = await ActiveCasesAsync(12);
        var go = await ActiveCasesAsync(12);
        var seen = new List<string>();
        var token = "";
        var turn = 0;
        do
        {
            var page = (await _lead.ListAsync("regie", null, 3, token)).Value!.Message.Value;
            seen.AddRange(page.Cases.Select(c => c.Case!.Value.Value));
            token = page.NextPageToken;
            await ActiveCasesAsync(2);
            if (turn < go.Count)
                await _installation.ApplyAsync(new CaseMoved(go[turn].Id, CaseState.Active, CaseState.Closed));
            if (turn < go.Count - 1)
                await _installation.ChangeTeamAsync(go[^(turn + 1)], _lead.As(Relation.None));
            turn++;
        }
        while (token.Length > 0 && turn < 100);

        Assert.Equal("", token);
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Subset(seen.ToHashSet(), Ids(stay).ToHashSet());
    }

    [Fact]
    public async Task ListCases_CaseClosedBetweenReadingAndLogging_IsNotReleased()
    {
        var cases = await ActiveCasesAsync(3);
        _installation.Faults.AfterReading = async () =>
        {
            _installation.Faults.AfterReading = null;
            await _installation.ApplyAsync(new CaseMoved(cases[0].Id, CaseState.Active, CaseState.Closed));
        };

        Assert.Equal(Ids(cases.Skip(1)), (await _lead.ListAllAsync("regie")).Select(c => c.Case!.Value.Value));
    }

    [Fact]
    public async Task ListCases_MeetingClosedBetweenReadingAndLogging_ReleasesNothing()
    {
        var found = await _installation.ActiveCaseAsync();
        var meeting = await _installation.MeetingAsync("itat", found, _lead);
        _installation.Faults.AfterReading = async () =>
        {
            _installation.Faults.AfterReading = null;
            await _installation.ApplyAsync(new Dossiers.MeetingClosed(meeting.Id, _installation.Clock.Now));
        };

        await Assert.ThrowsAnyAsync<Exception>(() => _lead.ListAllAsync("casusoverleg", meeting.Id));
        Assert.Equal("MEETING_NOT_OPEN", _installation.Entries()[^1].Reason);
    }

    [Fact]
    public async Task ListCases_MeetingThatIsNotTheCallers_IsRefusedAsForACase()
    {
        var found = await _installation.ActiveCaseAsync();
        var other = await _installation.MeetingAsync("itat", found, _police);
        var over = await _installation.RecordMeetingAsync("itat", _installation.Clock.Now.AddDays(-3), [_lead.Attendee], found.Id);

        var unattended = await Refused.WithOneEntryAsync(_installation, RefusalReason.MeetingNotFound, () => _lead.ListAsync("casusoverleg", other.Id));
        var unknown = await Refused.WithOneEntryAsync(_installation, RefusalReason.MeetingNotFound, () => _lead.ListAsync("casusoverleg", MeetingId.Create()));
        var meldpunt = await Refused.WithOneEntryAsync(_installation, RefusalReason.MeetingNotFound, () => _lead.ListAsync("casusoverleg", MeetingId.Meldpunt));
        await Refused.WithOneEntryAsync(_installation, RefusalReason.MeetingNotOpen, () => _lead.ListAsync("casusoverleg", over.Id));
        var purpose = await Refused.WithOneEntryAsync(_installation, RefusalReason.PurposeUnknown, () => _lead.ListAsync("nieuwsgierigheid"));

        Assert.Equal(["NOT_ATTENDED", "NO_SUCH_MEETING", "NOT_ATTENDED"], new[] { unattended, unknown, meldpunt }.Select(e => e.InnerReason));
        Assert.Equal("", unknown.MeetingId);
        Assert.Equal("", purpose.DecisionInput.Purpose);
    }

    [Fact]
    public async Task ListCases_TokenOfAnotherCallerRequestOrHour_IsRefused()
    {
        var colleague = _installation.Person("ggd", "arts-2", "regisseur");
        var found = await _installation.ImportAsync(
            CaseState.Active, [("oov", Offers.Identity()), ("oov", Offers.Signal())], _lead.As(Relation.Lead), colleague.As(Relation.Duo));
        await _installation.ActiveCaseAsync(_lead.As(Relation.Lead), colleague.As(Relation.Duo));
        var meeting = await _installation.MeetingAsync("itat", found, _lead);
        var token = (await _lead.ListAsync("regie", null, 1)).Value!.Message.Value.NextPageToken;
        var ofADossier = (await _lead.GetAsync(new BasisdossierRequest("regie", found.ById(), [], 1, ""))).Value!.Message.Message.NextPageToken;
        Assert.True(token.Length > 0 && ofADossier.Length > 0);

        await Refused.WithOneEntryAsync(_installation, RefusalReason.PageTokenInvalid, () => colleague.ListAsync("regie", null, 1, token));
        Refused.As(RefusalReason.PageTokenInvalid, await (_lead with { Role = "caseworker", Roles = ["caseworker"] }).ListAsync("regie", null, 1, token));
        Refused.As(RefusalReason.PageTokenInvalid, await _lead.ListAsync("casusoverleg", null, 1, token));
        Refused.As(RefusalReason.PageTokenInvalid, await _lead.ListAsync("regie", meeting.Id, 1, token));
        Refused.As(RefusalReason.PageTokenInvalid, await _lead.ListAsync("regie", null, 1, ofADossier));
        Refused.As(RefusalReason.PageTokenInvalid, await _lead.GetAsync(new BasisdossierRequest("regie", found.ById(), [], 1, token)));
        Refused.As(RefusalReason.PageTokenInvalid, await _lead.ListAsync("regie", null, 1, token[..^2] + (token[^2] == 'A' ? 'B' : 'A') + token[^1]));
        _installation.Clock.Advance(TimeSpan.FromHours(1));
        Assert.NotNull((await _lead.ListAsync("regie", null, 1, token)).Value);
        _installation.Clock.Advance(TimeSpan.FromSeconds(1));
        Refused.As(RefusalReason.PageTokenInvalid, await _lead.ListAsync("regie", null, 1, token));
    }

    [Fact]
    public async Task ListCases_RecordsUnreadableOrLogUnwritable_ReleasesNothing()
    {
        await ActiveCasesAsync(1);
        _installation.Faults.RecordsUnreadable = true;
        await Refused.WithOneEntryAsync(_installation, RefusalReason.StoreUnavailable, () => _lead.ListAsync("regie"));
        _installation.Faults.RecordsUnreadable = false;
        _installation.Faults.LogUnwritable = true;
        Refused.As(RefusalReason.LogUnavailable, await _lead.ListAsync("regie"));
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    private static IEnumerable<string> Ids(IEnumerable<Case> cases) => cases.Select(c => c.Id.Value).Order(StringComparer.Ordinal);

    private async Task<IReadOnlyList<Case>> ActiveCasesAsync(int count)
    {
        var cases = new List<Case>();
        for (var i = 0; i < count; i++)
            cases.Add(await _installation.ImportAsync(CaseState.Active, [("oov", Offers.Identity())], _lead.As(Relation.Lead)));
        return [.. cases.OrderBy(c => c.Id.Value, StringComparer.Ordinal)];
    }

    /// <summary>What a caller gets that asks for every case, by its id and by its alias.</summary>
    private static async Task<IEnumerable<string>> AskableAsync(Person person, string purpose, Meeting? meeting, IReadOnlyList<Case> cases)
    {
        var askable = new List<string>();
        foreach (var @case in cases)
        {
            if ((await person.GetAsync(purpose, @case.ByPseudonym(person, purpose, meeting))).Value is { Message.Message.View.Level: Level.Pseudonymised })
                askable.Add($"{Level.Pseudonymised} {References.PseudonymOf(person, purpose, @case.Id)}");
            else if ((await person.GetAsync(purpose, @case.ById(meeting))).Value is { } page)
                askable.Add($"{page.Message.Message.View.Level} {@case.Id.Value}");
            else if (meeting?.Agenda.FirstOrDefault(i => i.Case == @case.Id)?.Alias is { } alias
                && (await person.GetAsync(purpose, new CaseReference(null, alias, meeting.Id))).Value is not null)
                askable.Add($"{Level.Anonymised} {alias}");
        }

        return askable.Order(StringComparer.Ordinal);
    }
}
