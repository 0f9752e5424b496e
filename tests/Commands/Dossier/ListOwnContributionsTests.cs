using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Dossier;

public sealed class ListOwnContributionsTests : IAsyncDisposable
{
    private readonly Installation _installation = new();
    private readonly Person _ggd;

    public ListOwnContributionsTests() => _ggd = _installation.Person("ggd", "arts-1", "caseworker");

    [Fact]
    public async Task ListOwnContributions_GivesThePartnersOwnAsContributedWhateverTheCase()
    {
        // The caller has nothing to do with these cases, one of which is closed; and care is under secrecy in one of them.
        var full = Offers.Care(liftedBecause: "Gevaar") with
        {
            Handling = Handling.AskSource,
            Recipients = ["om"],
            EmbargoUntil = _installation.Clock.Now.AddDays(1),
            Date = new PartialDate(2025, 6),
        };
        await _installation.ImportAsync(CaseState.Active, [("oov", Offers.Identity()), ("ggd", full), ("arkin", Offers.Care("arkin"))]);
        await _installation.ImportAsync(CaseState.Closed, [("oov", Offers.Identity("999990123")), ("ggd", Offers.Care()), ("ggd", Offers.Plan("ggd"))]);

        var own = await AllAsync(_ggd);

        Assert.Equal(["care", "care", "plan"], own.Select(o => o.Section.Category));
        var section = own[0].Section;
        Assert.Equal(full.Content.ToBytes(), own[0].Content.ToBytes());
        Assert.Equal(
            (full.Ground, Handling.AskSource, full.EmbargoUntil, Secrecy.Lifted, full.Date, full.KeepUntil, 1),
            (section.Ground, section.Handling, section.EmbargoUntil, section.Secrecy, section.Date, section.KeepUntil, section.Version));
        Assert.Equal(["om"], section.Recipients);
        Assert.Equal(Secrecy.NotLifted, own[1].Section.Secrecy);
        Assert.Equal(["plan"], (await AllAsync(_ggd, 0, "plan")).Select(o => o.Section.Category));
    }

    [Fact]
    public async Task ListOwnContributions_ForWhoSeesNothingInFull_IsNotAllowed()
    {
        await _installation.ActiveCaseAsync();
        foreach (var person in new[]
        {
            _installation.Person("oov", "a", "accounthouder"),
            _installation.Person("ggd", "b", "aandachtsfunctionaris"),
            _installation.Person("politie", "c", "wpgPrivacyOfficer"),
            _installation.Person("oov", "d", "fg"),
            _installation.Person("oov", "e", "coordinator", "auditor"), // caps look at every role of the token
            _installation.Person("politie", "f", "analyst"), // never works with names, also not in what its partner wrote
        })
        {
            await Refused.WithOneEntryAsync(_installation, RefusalReason.ActNotAllowed, () => person.OwnAsync());
        }

        Assert.NotEmpty(await AllAsync(_installation.Person("politie", "g", "regisseur")));
    }

    [Fact]
    public async Task ListOwnContributions_NewestVersion_StandsWhereTheFirstStood()
    {
        var found = await _installation.ImportAsync(CaseState.Active, [("oov", Offers.Identity()), ("ggd", Offers.Plan("ggd")), ("ggd", Offers.Care())]);
        var first = (await AllAsync(_ggd))[0].Section;
        var token = (await _ggd.OwnAsync(1)).Value!.Message.Value.NextPageToken;
        var cipher = _installation.Get<Keys.CaseCipher>();
        var corrected = SectionContent.Of(("status", new TextValue("afgerond")));
        await _installation.ApplyAsync(new Dossiers.SectionContributed(
            found.Id,
            first with { Version = 2, EncryptedContent = cipher.Encrypt(_installation.Partnership, found.Id.Value, first.Id.Value, 2, corrected.ToBytes()) }));

        Assert.Equal([("plan", 2), ("care", 1)], (await AllAsync(_ggd)).Select(o => (o.Section.Category, o.Section.Version)));
        Assert.Equal(corrected.ToBytes(), (await AllAsync(_ggd))[0].Content.ToBytes());
        Assert.Equal(["care"], (await _ggd.OwnAsync(1, token)).Value!.Message.Value.Sections.Select(o => o.Section.Category)); // not again
    }

    [Fact]
    public async Task ListOwnContributions_DayPassedCaseDestroyedOrKeyGone_IsNotThere()
    {
        var expired = Offers.Plan("ggd") with { KeepUntil = _installation.Today };
        await _installation.ImportAsync(CaseState.Active, [("oov", Offers.Identity()), ("ggd", Offers.Care()), ("ggd", expired)]);
        await _installation.ImportAsync(CaseState.Destroyed, [("oov", Offers.Identity("999990123")), ("ggd", Offers.Care())]);
        var keyless = await _installation.ImportAsync(CaseState.Active, [("oov", Offers.Identity("999990135"))]);
        var section = (await AllAsync(_ggd))[0].Section;
        Assert.Equal(["care", "plan"], (await AllAsync(_ggd)).Select(o => o.Section.Category));

        // A case whose key is gone still has its sections.
        var gone = CaseId.Create();
        await _installation.ApplyAsync(
            new Dossiers.CaseOpened(keyless with { Id = gone }, null, []),
            new Dossiers.SectionContributed(gone, section with { Id = SectionId.Create(), Version = 1 }));
        _installation.Clock.Advance(TimeSpan.FromDays(1));

        var entry = (await _installation.EntriesOfAsync(async () => Assert.Equal(["care"], (await AllAsync(_ggd)).Select(o => o.Section.Category)))).Single();
        Assert.Equal(1, entry.OwnContributionsListed.Count);
    }

    [Fact]
    public async Task ListOwnContributions_PageByPage_IsCompleteAndHasAnEntryForEachThatTellsOfWhichCases()
    {
        var cases = new List<Case>();
        for (var i = 0; i < 3; i++)
            cases.Add(await _installation.ImportAsync(CaseState.Active, [("oov", Offers.Identity()), ("ggd", Offers.Plan("ggd")), ("ggd", Offers.Care())]));
        IReadOnlyList<OwnContribution>? own = null;

        var entries = await _installation.EntriesOfAsync(async () => own = await AllAsync(_ggd, 4));

        Assert.Equal(6, own!.Select(o => o.Section.Id).Distinct().Count());
        Assert.Equal([(1, 4), (2, 2)], entries.Select(e => (e.OwnContributionsListed.Page, e.OwnContributionsListed.Count)));
        var told = entries.Select(e => e.OwnContributionsListed.Cases.Select(c => CaseAndSubject.Parser.ParseFrom(_installation.Open(c)).CaseId));
        Assert.Equal([cases.Take(2).Select(c => c.Id.Value), cases.Skip(2).Select(c => c.Id.Value)], told);
        Assert.All(entries, e => Assert.Null(e.CaseAndSubject));
        Assert.All(entries, e => Assert.Equal((Outcome.Released, ""), (e.Outcome, e.MeetingId)));
    }

    [Fact]
    public async Task ListOwnContributions_LargeSections_StayWithinTheBytesOfAPage()
    {
        var text = new string('x', 60_000);
        var large = Offers.Section("ggd", "plan", ("goal", new TextValue(text)), ("actions", new TextValue(text)));
        await _installation.ImportAsync(CaseState.Active, [("oov", Offers.Identity()), .. Enumerable.Range(0, 12).Select(_ => ("ggd", large))]);
        var (token, count) = ("", 0);
        do
        {
            var page = (await _ggd.OwnAsync(0, token)).Value!.Message.Value;
            Assert.InRange(page.Sections.Sum(s => s.Content.ToBytes().Length + 6 * 1024), 1, 1024 * 1024);
            (token, count) = (page.NextPageToken, count + page.Sections.Count);
        }
        while (token.Length > 0);

        Assert.Equal(12, count);
    }

    [Fact]
    public async Task ListOwnContributions_TokenOfAnotherCallerRequestOrHour_IsRefused()
    {
        await _installation.ImportAsync(CaseState.Active, [("oov", Offers.Identity()), ("ggd", Offers.Plan("ggd")), ("ggd", Offers.Care())]);
        var token = (await _ggd.OwnAsync(1)).Value!.Message.Value.NextPageToken;
        var colleague = _installation.Person("ggd", "arts-2", "caseworker");

        await Refused.WithOneEntryAsync(_installation, RefusalReason.PageTokenInvalid, () => colleague.OwnAsync(1, token));
        Refused.As(RefusalReason.PageTokenInvalid, await _ggd.OwnAsync(1, token, "care"));
        Refused.As(RefusalReason.PageTokenInvalid, await _ggd.ListAsync("regie", null, 1, token));
        _installation.Clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
        Refused.As(RefusalReason.PageTokenInvalid, await _ggd.OwnAsync(1, token));
        await Refused.WithOneEntryAsync(_installation, RefusalReason.CategoryUnknown, () => _ggd.OwnAsync(1, "", "horoscope"));
    }

    [Fact]
    public async Task ListOwnContributions_ContentTamperedWith_ReleasesNothing()
    {
        await _installation.ImportAsync(CaseState.Active, [("oov", Offers.Identity()), ("ggd", Offers.Care()), ("ggd", Offers.Plan("ggd"))]);
        _installation.Tamper("UPDATE sections SET content = zeroblob(length(content)) WHERE category = 'plan'");

        await Refused.WithOneEntryAsync(_installation, RefusalReason.InternalFault, () => _ggd.OwnAsync());
    }

    [Fact]
    public async Task ListOwnContributions_CaseMovedBetweenReadingAndLogging_IsDecidedAgain()
    {
        var found = await _installation.ImportAsync(CaseState.Closed, [("oov", Offers.Identity()), ("ggd", Offers.Plan("ggd"))]);
        _installation.Faults.AfterReading = async () =>
        {
            _installation.Faults.AfterReading = null;
            await _installation.ApplyAsync(new CaseMoved(found.Id, CaseState.Closed, CaseState.Destroyed));
        };

        Assert.Empty(await AllAsync(_ggd));
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    private static async Task<IReadOnlyList<OwnContribution>> AllAsync(Person person, int pageSize = 0, params string[] categories)
    {
        var own = new List<OwnContribution>();
        var token = "";
        do
        {
            var outcome = await person.OwnAsync(pageSize, token, categories);
            Assert.Null(outcome.Refusal);
            own.AddRange(outcome.Value!.Message.Value.Sections);
            token = outcome.Value.Message.Value.NextPageToken;
        }
        while (token.Length > 0);
        return own;
    }
}
