using System.Text;
using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Disclosure;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Versions;

/// <summary>A source puts right what it shared, and from then on only that is shown.</summary>
public sealed class CorrectContributionTests : IAsyncDisposable
{
    private readonly Installation _installation = new();
    private readonly Person _police;
    private readonly Person _ggd;
    private readonly Person _other;

    public CorrectContributionTests()
    {
        _police = _installation.Person("politie", "agent-1", "regisseur");
        _ggd = _installation.Person("ggd", "regisseur-1", "regisseur");
        _other = _installation.Person("wpi", "consulent-1", "regisseur");
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    [Fact]
    public async Task Correct_OwnSection_TakesItsPlaceWithAnEntryAndEvidence()
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);

        var entry = Assert.Single(await _installation.EntriesOfAsync(() => _police.CorrectAsync(section, Offers.Police("geweld"), bytes: "corrected")));

        Assert.Equal(Outcome.Done, entry.Outcome);
        Assert.Equal(
            ("police", "Wpg art. 16", section.Value, 2),
            (entry.SectionContributed.Category, entry.SectionContributed.Ground, entry.SectionContributed.SectionId, entry.SectionContributed.Version));
        Assert.Equal(found.Id.Value, _installation.About(entry)!.CaseId);
        Assert.NotNull(entry.Evidence);
        var place = EvidencePlace.Section(section, 2);
        var kept = await _installation.Get<IDossierStore>().FindEvidenceAsync(_installation.Partnership, place, TestContext.Current.CancellationToken);
        var jws = _installation.Get<EvidenceKeeper>().Open(_installation.Partnership, found.Id, place, kept!.Value.Evidence);
        Assert.Contains(System.Buffers.Text.Base64Url.EncodeToString("corrected"u8), jws, StringComparison.Ordinal);
        var shown = Assert.Single(await PoliceSectionsAsync(_ggd, found));
        Assert.Equal((section, 2, new TextValue("geweld")), (shown.Id!.Value, shown.Version, shown.Content.Fields["incidentKind"]));
    }

    [Fact]
    public async Task Correct_BringsTermsOfItsOwn()
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);
        Assert.Single(await PoliceSectionsAsync(_other, found));

        await _police.CorrectAsync(section, Offers.Police() with { Handling = Handling.AskSource, Recipients = ["ggd"] });
        Assert.Empty(await PoliceSectionsAsync(_other, found));
        Assert.Single(await PoliceSectionsAsync(_ggd, found));

        await _police.CorrectAsync(section, Offers.Police() with { EmbargoUntil = _installation.Clock.Now.AddDays(1) });
        Assert.Empty(await PoliceSectionsAsync(_ggd, found));

        await _police.CorrectAsync(section, Offers.Police() with { KeepUntil = _installation.Today });
        Assert.Single(await PoliceSectionsAsync(_ggd, found));
        _installation.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Empty(await PoliceSectionsAsync(_ggd, found));
    }

    [Fact]
    public async Task Correct_WithoutTheReasonThatLiftedSecrecy_LiftsItNoLonger()
    {
        const string reason = "Ernstig gevaar voor het kind";
        var found = await CaseAsync();
        var section = (await _ggd.ContributeAsync("regie", found.ById(), Offers.Care(liftedBecause: reason))).Value!.Message.Value.Section;
        Assert.Single((await _police.GetAsync("regie", found.ById(), "care")).Value!.Message.Message.View.Sections);

        var entry = Assert.Single(await _installation.EntriesOfAsync(() => _ggd.CorrectAsync(section, Offers.Care())));
        Assert.Null(entry.SectionContributed.SecrecyLiftedBecause);
        Assert.Empty((await _police.GetAsync("regie", found.ById(), "care")).Value!.Message.Message.View.Sections);

        entry = Assert.Single(await _installation.EntriesOfAsync(() => _ggd.CorrectAsync(section, Offers.Care(liftedBecause: reason))));
        Assert.Equal(reason, Encoding.UTF8.GetString(_installation.Open(entry.SectionContributed.SecrecyLiftedBecause)));
        Assert.Single((await _police.GetAsync("regie", found.ById(), "care")).Value!.Message.Message.View.Sections);
    }

    [Fact]
    public async Task Correct_ByAColleagueWhoMayNotSeeTheCase_IsAccepted()
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);
        var colleague = _installation.Person("politie", "agent-2", "caseworker");
        Refused.As(RefusalReason.CaseNotFound, await colleague.GetAsync("regie", found.ById()));

        Assert.Equal(2, (await colleague.CorrectAsync(section, Offers.Police("geweld"))).Value!.Message.Value.Version);

        // It taught nothing of the case, and gave nobody a way in.
        Refused.As(RefusalReason.CaseNotFound, await colleague.GetAsync("regie", found.ById()));
    }

    public static TheoryData<string, string> NotTheCallers => new()
    {
        { "unknown", "NO_SUCH_SECTION" },
        { "other partner", "NOT_THE_SOURCE" },
        { "other category", "OTHER_CATEGORY" },
        { "destroyed", "CASE_DESTROYED" },
    };

    [Theory]
    [MemberData(nameof(NotTheCallers))]
    public async Task Correct_WhatIsNotTheCallers_IsNotThereWhateverItIs(string what, string innerReason)
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);
        if (what == "destroyed")
            await _installation.ApplyAsync(new Dossiers.CaseMoved(found.Id, CaseState.Active, CaseState.Destroyed));
        var person = what == "other partner" ? _ggd : _police;
        var named = what == "unknown" ? SectionId.Create() : section;
        var offered = what == "other category" ? Offers.Section("politie", "signals", ("kind", new TextValue("gedrag"))) : Offers.Police();

        Refusal? refusal = null;
        var entry = await Refused.WithOneEntryAsync(_installation, RefusalReason.SectionNotFound, async () =>
        {
            var outcome = await person.CorrectAsync(named, offered);
            refusal = outcome.Refusal;
            return outcome;
        });

        Assert.Equal(innerReason, entry.InnerReason);
        Assert.Empty(entry.SectionContributed.SectionId);
        var nowhere = await person.CorrectAsync(SectionId.Create(), offered);
        Assert.Equal(nowhere.Refusal, refusal);
    }

    [Theory]
    [InlineData("oov", "fg")]
    [InlineData("politie", "wpgPrivacyOfficer")]
    public async Task Correct_InARoleToWhichNoCaseIsShown_IsRefused(string partner, string role)
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);
        var reviewer = _installation.Person(partner, "toezichthouder-1", role);

        await Refused.WithOneEntryAsync(_installation, RefusalReason.ActNotAllowed, () => reviewer.CorrectAsync(section, Offers.Police()));
    }

    [Fact]
    public async Task Correct_WithWhatMayNotBeContributed_IsRefusedAndNothingChanges()
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);

        await Refused.WithOneEntryAsync(
            _installation, RefusalReason.GroundNotCovered, () => _police.CorrectAsync(section, Offers.Police() with { Ground = "AVG art. 6(1)(e)" }));
        var refusal = Refused.As(
            RefusalReason.FieldInvalid,
            await _police.CorrectAsync(section, Offers.Police("iets anders") with { KeepUntil = _installation.Today.AddDays(-1) }));
        Assert.Equal(["contribution.police.incidentKind", "contribution.keep_until"], refusal.Fields.Select(f => f.Field));
        Refused.As(RefusalReason.PartnerUnknown, await _police.CorrectAsync(section, Offers.Police() with { Recipients = ["fbi"] }));

        Assert.Equal(1, Assert.Single(await PoliceSectionsAsync(_ggd, found)).Version);
    }

    [Fact]
    public async Task Correct_ExpectingAnotherVersion_IsRefused()
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);
        Assert.NotNull((await _police.CorrectAsync(section, Offers.Police("geweld"), expected: 1)).Value);

        await Refused.WithOneEntryAsync(
            _installation, RefusalReason.SectionChanged, () => _police.CorrectAsync(section, Offers.Police("overig"), expected: 1));
        Refused.As(RefusalReason.SectionChanged, await _police.CorrectAsync(section, Offers.Police("overig"), expected: 3));

        Assert.Equal(3, (await _police.CorrectAsync(section, Offers.Police("overig"), expected: 2)).Value!.Message.Value.Version);
    }

    [Fact]
    public async Task Correct_Again_GivesTheFirstAnswerAlsoWhenTheVersionMovedOn()
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);
        var first = (await _police.CorrectAsync(section, Offers.Police("geweld"), expected: 1, key: "correctie-1")).Value!.Message.Value;
        await _police.WithdrawAsync(section);

        var entries = await _installation.EntriesOfAsync(async () => Assert.Equal(
            first, (await _police.CorrectAsync(section, Offers.Police("geweld"), expected: 1, key: "correctie-1")).Value!.Message.Value));

        Assert.Equal(Outcome.Repeated, Assert.Single(entries).Outcome);
        Assert.Empty(await PoliceSectionsAsync(_ggd, found));
    }

    [Fact]
    public async Task Correct_TwoAtOnce_BothHappenOneAfterTheOther()
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Task.Run(() => _police.CorrectAsync(section, Offers.Police("geweld")))));

        var versions = outcomes.Where(o => o.Value is not null).Select(o => o.Value!.Message.Value.Version).Order().ToList();
        Assert.Equal(Enumerable.Range(2, versions.Count), versions);
        Assert.All(outcomes.Where(o => o.Value is null), o => Assert.Equal(RefusalReason.ConcurrentChange, o.Refusal!.Reason));
        Assert.Equal(versions[^1], Assert.Single(await PoliceSectionsAsync(_ggd, found)).Version);
    }

    [Fact]
    public async Task Correct_TwoAtOnceOnOneVersion_OneWins()
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);
        Outcome<Released<Answer<ContributionReceipt>>> second = default;
        _installation.Faults.AfterReading = async () =>
        {
            _installation.Faults.AfterReading = null;
            second = await _police.CorrectAsync(section, Offers.Police("geweld"), expected: 1);
        };

        Refused.As(RefusalReason.SectionChanged, await _police.CorrectAsync(section, Offers.Police("overig"), expected: 1));

        Assert.Equal(2, second.Value!.Message.Value.Version);
        Assert.Equal(new TextValue("geweld"), Assert.Single(await PoliceSectionsAsync(_ggd, found)).Content.Fields["incidentKind"]);
    }

    [Fact]
    public async Task GetBasisdossier_DecidedBeforeTheCorrectionAndReleasedAfterIt_IsDecidedAgain()
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);
        _installation.Faults.AfterReading = async () =>
        {
            _installation.Faults.AfterReading = null;
            await _police.CorrectAsync(section, Offers.Police("geweld"));
        };

        IReadOnlyList<DisclosedSection> seen = [];
        var entries = await _installation.EntriesOfAsync(async () => seen = await PoliceSectionsAsync(_ggd, found));

        Assert.Equal(2, entries.Count); // the correction, then the one release
        Assert.Equal(2, Assert.Single(seen).Version);
    }

    [Fact]
    public async Task Correct_WhileTheLogCannotBeWritten_ChangesNothing()
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);
        _installation.Faults.LogUnwritable = true;
        Refused.As(RefusalReason.LogUnavailable, await _police.CorrectAsync(section, Offers.Police("geweld")));
        _installation.Faults.LogUnwritable = false;
        Assert.Equal(1, Assert.Single(await PoliceSectionsAsync(_ggd, found)).Version);
    }

    private async Task<SectionId> ContributedAsync(Case found) =>
        (await _police.ContributeAsync("regie", found.ById(), Offers.Police())).Value!.Message.Value.Section;

    private static async Task<IReadOnlyList<DisclosedSection>> PoliceSectionsAsync(Person person, Case found) =>
        (await person.GetAsync("regie", found.ById(), "police")).Value!.Message.Message.View.Sections;

    private Task<Case> CaseAsync() => _installation.ImportAsync(
        CaseState.Active,
        [("oov", Offers.Identity())],
        _police.As(Relation.Lead), _ggd.As(Relation.Duo), _other.As(Relation.Duo));
}
