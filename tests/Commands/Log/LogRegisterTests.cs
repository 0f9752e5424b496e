using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Log;

/// <summary>What reviewers make of the log: a source's register, counts, and a name behind a pseudonym.</summary>
public sealed class LogRegisterTests : IAsyncDisposable
{
    private readonly Installation _installation = new(Reviewing.Covenant);
    private readonly Person _lead;
    private readonly Person _ofPolice;
    private readonly Person _ofMunicipality;

    public LogRegisterTests()
    {
        _lead = _installation.Person("politie", "agent-1", "regisseur");
        _ofPolice = _installation.Person("politie", "wpg-1", "wpgPrivacyOfficer");
        _ofMunicipality = _installation.Person("oov", "fg-1", "fg");
    }

    [Fact]
    public async Task ListDisclosures_OfASource_TellsToWhomWhatWhenOnWhichGroundAndForWhat()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        await _lead.GetAsync("regie", found.ById());
        Refused.As(RefusalReason.CaseNotFound, await _installation.Person("ggd", "arts-1", "caseworker").GetAsync("regie", found.ById()));
        var entry = _installation.Entries().Single(e => e is { DossierRead: not null, Outcome: Audit.V1.Outcome.Released });

        var register = (await _ofMunicipality.ListDisclosuresAsync("oov")).Value!.Message.Value;

        var expected = entry.Decisions.Where(d => d is { Source: "oov", Released: > 0 }).ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Select(d => (d.Category, d.Level, d.Article, d.Released)), register.Disclosures.Select(d => (d.Decision.Category, d.Decision.Level, d.Decision.Article, d.Decision.Released)));
        Assert.All(register.Disclosures, d => Assert.Equal(("politie", "regisseur", "regie"), (d.Item.Caller!.Partner, d.Item.Caller.Role, d.Item.Purpose)));
        Assert.All(register.Disclosures, d => Assert.Equal(_installation.Covenant.Article(d.Decision.Article)!.Ground, d.Decision.Ground));
        Assert.Contains(register.Disclosures, d => d.Decision.Ground.Length > 0);
        var told = _installation.Entries()[^1].LogDisclosuresListed;
        Assert.Equal(("oov", 1, expected.Count), (told.Source, told.Page, told.Count));
        Assert.Empty((await _ofMunicipality.ListDisclosuresAsync("oov", from: _installation.Clock.Now.AddHours(1))).Value!.Message.Value.Disclosures);
    }

    [Fact]
    public async Task ListDisclosures_PageByPage_GivesEachOnce()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        for (var i = 0; i < 3; i++)
            await _lead.GetAsync("regie", found.ById());

        var entries = new List<long>();
        var token = "";
        do
        {
            var page = (await _ofPolice.ListDisclosuresAsync("politie", pageSize: 1, pageToken: token)).Value!.Message.Value;
            entries.AddRange(page.Disclosures.Select(d => d.Item.Index).Distinct());
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        Assert.Equal(3, entries.Count);
        Assert.Equal(entries.OrderDescending(), entries);
        await Refused.WithOneEntryAsync(_installation, RefusalReason.PageTokenInvalid, () => _ofPolice.ListDisclosuresAsync("politie", pageToken: "x"));
    }

    [Theory]
    [InlineData("politie")]
    [InlineData("jan-de-vries")]
    public async Task ListDisclosures_OfAnothersSource_IsRefused(string source)
    {
        var entry = await Refused.WithOneEntryAsync(_installation, RefusalReason.PartnerUnknown, () => _ofMunicipality.ListDisclosuresAsync(source));
        Assert.Empty(entry.LogDisclosuresListed.Source);
    }

    [Fact]
    public async Task CountEntries_PerDayAndPartner_CountsWhatTheReviewerMaySee()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        await _lead.GetAsync("regie", found.ById());
        await _lead.GetAsync("regie", found.ById());
        _installation.Clock.Advance(TimeSpan.FromDays(1));
        Refused.As(RefusalReason.CaseNotFound, await _lead.GetAsync("regie", new CaseReference(CaseId.Create(), null, null)));
        var (first, last) = (_installation.Today.AddDays(-1), _installation.Today);

        var counts = (await _ofPolice.CountEntriesAsync(first, last)).Value!.Message.Value;
        var theirs = (await _ofMunicipality.CountEntriesAsync(first, last)).Value!.Message.Value;

        Assert.Equal(2, counts.Single(c => c.Day == first && c.Partner == "politie" && c.Outcome == Audit.V1.Outcome.Released).Entries);
        Assert.Equal(1, counts.Single(c => c.Day == last && c.Partner == "politie" && c.Outcome == Audit.V1.Outcome.Refused).Entries);
        Assert.Equal(2, theirs.Single(c => c.Day == first && c.Partner == "politie").Entries);
        Assert.DoesNotContain(theirs, c => c.Outcome == Audit.V1.Outcome.Refused);
    }

    [Fact]
    public async Task OpenEntryName_WithAReason_TellsTheCaseAndIsFoundByIt()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        await _lead.GetAsync("regie", found.ById());
        var read = Assert.Single(await _ofPolice.AllOfAsync("dossier_read"));

        var opened = (await _ofPolice.OpenEntryNameAsync(read.Index)).Value!.Message.Value;

        Assert.Equal([found.Id], opened);
        var entry = _installation.Entries()[^1];
        Assert.Equal((read.Index, 1), (entry.LogNameOpened.Index, entry.LogNameOpened.Count));
        Assert.Equal(Reviewing.Reason, System.Text.Encoding.UTF8.GetString(_installation.Open(entry.LogNameOpened.Reason)));
        Assert.DoesNotContain(found.Id.Value, entry.ToString(), StringComparison.Ordinal);
        var ofTheCase = await _ofPolice.AllAsync(Reviewing.Anything with { Case = read.CasePseudonym });
        Assert.Contains(ofTheCase, i => i.Event == "log_name_opened");
    }

    [Fact]
    public async Task OpenEntryName_OfAList_TellsTheListedCasesToTheCallersOwnReviewersOnly()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        await _lead.ListAsync("regie");
        var listed = Assert.Single(await _ofPolice.AllOfAsync("cases_listed"));

        Assert.Equal([found.Id], (await _ofPolice.OpenEntryNameAsync(listed.Index)).Value!.Message.Value);
        await Refused.WithOneEntryAsync(_installation, RefusalReason.EntryNotFound, () => _ofMunicipality.OpenEntryNameAsync(listed.Index));
    }

    [Fact]
    public async Task OpenEntryName_ByAnAuditor_IsRefusedAndOnTheLog()
    {
        var auditor = _installation.Person("oov", "auditor-1", "auditor");
        var entry = await Refused.WithOneEntryAsync(_installation, RefusalReason.ActNotAllowed, () => auditor.OpenEntryNameAsync(0));
        Assert.NotNull(entry.LogNameOpened.Reason);
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();
}
