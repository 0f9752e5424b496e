using System.Text;
using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Disclosure;
using Exchange.Dossiers;
using Google.Protobuf;

namespace Exchange.Commands.Tests.Versions;

/// <summary>A source takes back what it shared: from then on nobody is shown anything of it.</summary>
public sealed class WithdrawContributionTests : IAsyncDisposable
{
    private readonly Installation _installation = new();
    private readonly Person _police;
    private readonly Person _ggd;

    public WithdrawContributionTests()
    {
        _police = _installation.Person("politie", "agent-1", "regisseur");
        _ggd = _installation.Person("ggd", "regisseur-1", "regisseur");
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    [Fact]
    public async Task Withdraw_OwnSection_IsShownToNobodyAndTheReasonIsSealedOnTheLog()
    {
        const string reason = "Verkeerde persoon";
        var found = await CaseAsync();
        var section = await ContributedAsync(found);

        var entry = Assert.Single(await _installation.EntriesOfAsync(async () =>
            Assert.Equal(new ContributionReceipt(section, 2), (await _police.WithdrawAsync(section, reason)).Value!.Message.Value)));

        Assert.Equal(Outcome.Done, entry.Outcome);
        Assert.Equal(
            ("police", section.Value, 2), (entry.SectionWithdrawn.Category, entry.SectionWithdrawn.SectionId, entry.SectionWithdrawn.Version));
        Assert.Equal(reason, Encoding.UTF8.GetString(_installation.Open(entry.SectionWithdrawn.Reason)));
        Assert.Equal(entry.CaseAndSubject.KeyId, entry.SectionWithdrawn.Reason.KeyId); // outlives the dossier
        Assert.DoesNotContain(reason, Encoding.UTF8.GetString(entry.ToByteArray()), StringComparison.Ordinal);
        Assert.NotNull(await _installation.Get<IDossierStore>().FindEvidenceAsync(
            _installation.Partnership, EvidencePlace.Section(section, 2), TestContext.Current.CancellationToken));
        Assert.Empty((await _police.OwnAsync()).Value!.Message.Value.Sections);
        foreach (var person in new[] { _police, _ggd })
        {
            var read = Assert.Single(await _installation.EntriesOfAsync(async () => Assert.DoesNotContain(await SectionsAsync(person, found), s => s.Id == section)));
            Assert.DoesNotContain(read.Decisions, d => d.Category == "police");
        }
    }

    [Fact]
    public async Task Withdraw_LeavesTheRestInItsOrderAlsoBetweenPages()
    {
        var found = await CaseAsync();
        var ids = new List<SectionId>();
        for (var i = 0; i < 4; i++)
            ids.Add(await ContributedAsync(found));
        var request = new BasisdossierRequest("regie", found.ById(), ["police"], 2, "");
        var first = (await _ggd.GetAsync(request)).Value!.Message.Message;
        Assert.Equal(ids[..2], first.View.Sections.Select(s => s.Id!.Value));

        // Of the page that was read, and of the page to come.
        await _police.WithdrawAsync(ids[0]);
        await _police.WithdrawAsync(ids[2]);

        var second = (await _ggd.GetAsync(request with { PageToken = first.NextPageToken })).Value!.Message.Message;
        Assert.Equal([ids[3]], second.View.Sections.Select(s => s.Id!.Value));
        Assert.Empty(second.NextPageToken);
        Assert.Equal([ids[1], ids[3]], (await SectionsAsync(_ggd, found)).Where(s => s.Category == "police").Select(s => s.Id!.Value));
    }

    [Fact]
    public async Task Withdraw_KeepsTheVersionsBeforeItEncryptedAndAddsNothing()
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);
        var before = await NewestAsync(section);

        await _police.WithdrawAsync(section);

        var after = await NewestAsync(section);
        Assert.True(after.IsWithdrawn);
        Assert.True(after.Newest.EncryptedContent.IsEmpty);
        Assert.Equal(before.Newest.Version + 1, after.Newest.Version);

        // Neither the version that holds nothing nor the ones before it can be made into something else by hand.
        Assert.ThrowsAny<Exception>(() => _installation.Tamper($"UPDATE sections SET withdrawn = 0 WHERE section = '{section.Value}' AND version = 2"));
    }

    [Fact]
    public async Task WithdrawnSection_CannotBeCorrectedOrWithdrawnAgain()
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);
        await _police.WithdrawAsync(section);

        var again = await Refused.WithOneEntryAsync(_installation, RefusalReason.SectionWithdrawn, () => _police.WithdrawAsync(section));
        Assert.Equal((section.Value, 0), (again.SectionWithdrawn.SectionId, again.SectionWithdrawn.Version));
        Assert.Null(again.SectionWithdrawn.Reason);
        await Refused.WithOneEntryAsync(_installation, RefusalReason.SectionWithdrawn, () => _police.CorrectAsync(section, Offers.Police()));

        // To anybody else it is as it always was: not there.
        Refused.As(RefusalReason.SectionNotFound, await _ggd.WithdrawAsync(section));
        Assert.DoesNotContain(await SectionsAsync(_ggd, found), s => s.Id == section);
    }

    [Fact]
    public async Task Withdraw_SectionOfAnotherPartner_IsOneThatIsNotThere()
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);

        var others = await Refused.WithOneEntryAsync(_installation, RefusalReason.SectionNotFound, () => _ggd.WithdrawAsync(section));
        var nobodys = await Refused.WithOneEntryAsync(_installation, RefusalReason.SectionNotFound, () => _ggd.WithdrawAsync(SectionId.Create()));

        Assert.Equal(("NOT_THE_SOURCE", "NO_SUCH_SECTION"), (others.InnerReason, nobodys.InnerReason));
        Assert.Equal(
            (await _ggd.WithdrawAsync(section)).Refusal, (await _ggd.WithdrawAsync(SectionId.Create())).Refusal);
        Assert.Equal(new Audit.V1.SectionWithdrawn(), others.SectionWithdrawn);
        Assert.Contains(await SectionsAsync(_ggd, found), s => s.Id == section);
    }

    [Fact]
    public async Task Withdraw_ByTheSourceOfAClosedCase_IsAccepted()
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);
        await _installation.ApplyAsync(new Dossiers.CaseMoved(found.Id, CaseState.Active, CaseState.Closed));
        Refused.As(RefusalReason.CaseNotFound, await _police.GetAsync("regie", found.ById()));

        Assert.NotNull((await _police.WithdrawAsync(section)).Value);
    }

    [Fact]
    public async Task Withdraw_ExpectingAnotherVersion_IsRefused()
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);
        await _police.CorrectAsync(section, Offers.Police("geweld"));

        await Refused.WithOneEntryAsync(_installation, RefusalReason.SectionChanged, () => _police.WithdrawAsync(section, expected: 1));

        Assert.Equal(3, (await _police.WithdrawAsync(section, expected: 2)).Value!.Message.Value.Version);
    }

    [Fact]
    public async Task Withdraw_Again_GivesTheFirstAnswer()
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);
        var first = (await _police.WithdrawAsync(section, key: "intrekking-1")).Value!.Message.Value;

        var entries = await _installation.EntriesOfAsync(async () =>
            Assert.Equal(first, (await _police.WithdrawAsync(section, key: "intrekking-1")).Value!.Message.Value));

        Assert.Equal(Outcome.Repeated, Assert.Single(entries).Outcome);
    }

    [Fact]
    public async Task GetBasisdossier_DecidedBeforeTheWithdrawalAndReleasedAfterIt_IsDecidedAgain()
    {
        var found = await CaseAsync();
        var section = await ContributedAsync(found);
        _installation.Faults.AfterReading = async () =>
        {
            _installation.Faults.AfterReading = null;
            await _police.WithdrawAsync(section);
        };

        var entries = await _installation.EntriesOfAsync(async () => Assert.DoesNotContain(await SectionsAsync(_ggd, found), s => s.Id == section));

        Assert.Equal(
            [Entry.EventOneofCase.SectionWithdrawn, Entry.EventOneofCase.DossierRead], entries.Select(e => e.EventCase));
        Assert.DoesNotContain(entries[1].Decisions, d => d.Category == "police");
    }

    [Fact]
    public async Task GetBasisdossier_WhileSectionsAreWithdrawn_ReleasesNoneAfterItsWithdrawalInTheOrderOfTheLog()
    {
        var found = await CaseAsync();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
                await _ggd.GetAsync("regie", found.ById(), "police");
        })).ToList();

        var before = _installation.LogSize;
        for (var turn = 0; turn < 40; turn++)
        {
            var section = await ContributedAsync(found);
            Assert.Single(await SectionsAsync(_police, found), s => s.Category == "police");
            Assert.NotNull((await _police.WithdrawAsync(section)).Value);
            Assert.DoesNotContain(await SectionsAsync(_police, found), s => s.Category == "police"); // acknowledged is in force
        }

        await done.CancelAsync();
        await Task.WhenAll(readers);

        // At no place of the log does a release hold what was withdrawn before it.
        var (there, released) = (0, 0);
        foreach (var entry in _installation.Entries(before))
        {
            if (entry.EventCase == Entry.EventOneofCase.SectionContributed)
                there++;
            else if (entry.EventCase == Entry.EventOneofCase.SectionWithdrawn && entry.Outcome == Outcome.Done)
                there--;
            var shown = entry.Decisions.Where(d => d.Category == "police").Sum(d => d.Released);
            Assert.True(shown <= there, "a release after the withdrawal");
            released += shown;
        }

        Assert.True(released >= 40, $"only {released} releases: the readers hardly met the writer");
    }

    private async Task<SectionId> ContributedAsync(Case found) =>
        (await _police.ContributeAsync("regie", found.ById(), Offers.Police())).Value!.Message.Value.Section;

    private async Task<SectionReading.Found> NewestAsync(SectionId section) =>
        (await _installation.Get<IDossierStore>().ReadSectionAsync(_installation.Partnership, section, TestContext.Current.CancellationToken)).Section!;

    private static async Task<IReadOnlyList<DisclosedSection>> SectionsAsync(Person person, Case found) =>
        (await person.GetAsync("regie", found.ById())).Value!.Message.Message.View.Sections;

    private Task<Case> CaseAsync() =>
        _installation.ImportAsync(CaseState.Active, [("oov", Offers.Identity())], _police.As(Relation.Lead), _ggd.As(Relation.Duo));
}
