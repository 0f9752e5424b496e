using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Log;

public sealed class SearchLogTests : IAsyncDisposable
{
    private readonly Installation _installation = new(Reviewing.Covenant);
    private readonly Person _lead;
    private readonly Person _reviewer;

    public SearchLogTests()
    {
        _lead = _installation.Person("politie", "agent-1", "regisseur");
        _reviewer = _installation.Person("politie", "wpg-1", "wpgPrivacyOfficer");
    }

    [Fact]
    public async Task Search_EachPartOfTheFilter_NarrowsWhatIsFound()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        await _lead.GetAsync("regie", found.ById());
        _installation.Clock.Advance(TimeSpan.FromHours(2));
        var later = _installation.Clock.Now;
        Refused.As(RefusalReason.CaseNotFound, await _lead.GetAsync("interventie", found.ById()));
        await _lead.GetAsync("regie", new CaseReference(CaseId.Create(), null, null));
        _installation.Clock.Advance(TimeSpan.FromHours(2));
        var looked = _installation.Clock.Now;
        Assert.NotEmpty(await _reviewer.AllAsync());

        async Task<int> CountAsync(LogFilter filter) => (await _reviewer.AllAsync(filter with { Event = "dossier_read" })).Count;
        var any = Reviewing.Anything;
        Assert.Equal(3, await CountAsync(any));
        Assert.Equal(2, await CountAsync(any with { From = later }));
        Assert.Equal(0, await CountAsync(any with { From = looked }));
        Assert.Equal(1, await CountAsync(any with { Until = later }));
        Assert.Equal(2, await CountAsync(any with { From = later, Until = looked }));
        Assert.Equal(1, await CountAsync(any with { Purpose = "interventie" }));
        Assert.Equal(2, await CountAsync(any with { Outcome = Audit.V1.Outcome.Refused }));
        Assert.Equal(1, await CountAsync(any with { Outcome = Audit.V1.Outcome.Released }));
        Assert.Equal(3, await CountAsync(any with { Partner = "politie" }));
        Assert.Equal(0, await CountAsync(any with { Partner = "ggd" }));
        Assert.Equal(1, await CountAsync(any with { Partner = "oov", Purpose = "regie" })); // as a source of what was released
        Assert.NotEmpty(await _reviewer.AllAsync(any with { Purpose = "toezicht", Event = "log_searched" }));
    }

    [Fact]
    public async Task Search_WordsThatNobodyDefined_AreRefusedAndStayOffTheLog()
    {
        foreach (var (filter, reason) in new[]
        {
            (Reviewing.Anything with { Partner = "jan-de-vries" }, RefusalReason.PartnerUnknown),
            (Reviewing.Anything with { Purpose = "jan-de-vries" }, RefusalReason.PurposeUnknown),
            (Reviewing.Anything with { Event = "jan-de-vries" }, RefusalReason.FieldInvalid),
            (Reviewing.Anything with { Event = "event" }, RefusalReason.FieldInvalid),
        })
        {
            var entry = await Refused.WithOneEntryAsync(_installation, reason, () => _reviewer.SearchAsync(filter));
            Assert.DoesNotContain("jan", entry.ToString(), StringComparison.Ordinal);
            Assert.NotNull(entry.LogSearched);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task Search_PageByPage_GivesEachOnceFromNewToOldWhileTheLogGrows(int pageSize)
    {
        for (var i = 0; i < 7; i++)
            await ReadNothingAsync();

        // Every page is itself an entry: it comes before the first page and moves no later one.
        var items = await _reviewer.AllAsync(Reviewing.Anything with { Event = "dossier_read" }, pageSize);

        Assert.Equal([6, 5, 4, 3, 2, 1, 0], items.Select(i => i.Index));
        var looks = _installation.Entries(7);
        Assert.Equal(Enumerable.Range(1, looks.Count), looks.Select(e => e.LogSearched.Page));
        Assert.Equal(7, looks.Sum(e => e.LogSearched.Matched));
        Assert.Equal(7, looks.Sum(e => e.LogSearched.Scanned));
    }

    [Fact]
    public async Task Search_LongLogOfOthers_LooksAtNothingOfIt()
    {
        await ReadNothingAsync();
        await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => _installation.ApplyAsync()));

        var found = (await _reviewer.SearchAsync()).Value!.Message.Value;

        Assert.Equal(0, Assert.Single(found.Items).Index);
        Assert.Empty(found.NextPageToken);
        Assert.Equal((1, 1), (Last().Scanned, Last().Matched));
    }

    [Fact]
    public async Task Search_MuchThatFitsButForTheActor_LooksAtABoundedPartAndGoesOn()
    {
        // As one who reads with two hats: what is not this case's is looked at and passed over, up to a bound.
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        await _lead.GetAsync("regie", found.ById());
        var seen = Assert.Single(await _reviewer.AllAsync(Reviewing.Anything with { Event = "dossier_read" }));
        var caller = await _lead.AdmittedAsync();
        var entries = _installation.Get<EntryWriter>();
        await Task.WhenAll(Enumerable.Range(0, LogFinder.MaxScanned + 50).Select(_ =>
        {
            var entry = entries.Draft(caller);
            entry.DossierRead = new DossierRead { Page = 1 };
            entries.About(entry, caller.Partnership, found);
            entry.Caller.Actor = entries.SealActor(caller.Partnership, caller.Controller, "somebody else");
            return entries.AppendAsync(caller.Partnership, entry, [], []);
        }));

        var filter = Reviewing.Anything with { Event = "dossier_read", Actor = "agent-1", Case = seen.CasePseudonym };
        var first = (await _reviewer.SearchAsync(filter)).Value!.Message.Value;
        Assert.Empty(first.Items);
        Assert.NotEmpty(first.NextPageToken);
        Assert.Equal((LogFinder.MaxScanned, 0), (Last().Scanned, Last().Matched));

        var second = (await _reviewer.SearchAsync(filter, pageToken: first.NextPageToken)).Value!.Message.Value;
        Assert.Equal(seen.Index, Assert.Single(second.Items).Index);
        Assert.Empty(second.NextPageToken);
    }

    [Fact]
    public async Task Search_ActorCaseAndSubject_FindByWhatNothingSaysInTheClear()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        var other = await _installation.ImportAsync(CaseState.Active, [("oov", Offers.Identity("999990020")), ("politie", Offers.Police())], [_lead.As(Relation.Lead)]);
        var colleague = _installation.Person("politie", "agent-2", "regisseur");
        await _lead.GetAsync("regie", found.ById());
        await _lead.GetAsync("regie", other.ById());
        Refused.As(RefusalReason.CaseNotFound, await colleague.GetAsync("regie", found.ById()));
        var bsn = Offers.Bsn;
        var any = Reviewing.Anything with { Event = "dossier_read" };
        async Task<long[]> IndexesAsync(Person reviewer, LogFilter filter) => [.. (await reviewer.AllAsync(filter)).Select(i => i.Index)];

        var all = await _reviewer.AllAsync(any);
        Assert.Equal(3, all.Count);
        var pseudonym = all[^1].CasePseudonym;
        Assert.Equal([all[0].Index], await IndexesAsync(_reviewer, any with { Actor = "agent-2" }));
        Assert.Equal([all[0].Index, all[2].Index], await IndexesAsync(_reviewer, any with { Case = pseudonym }));
        Assert.Equal([all[2].Index], await IndexesAsync(_reviewer, any with { Case = pseudonym, Actor = "agent-1" }));
        Assert.Equal([all[0].Index, all[2].Index], await IndexesAsync(_reviewer, any with { Subject = bsn }));
        Assert.Empty(await IndexesAsync(_reviewer, any with { Subject = "999993653" }));
        Assert.Empty(await IndexesAsync(_reviewer, any with { Actor = "nobody" }));

        // Another controller has other pseudonyms, and does not find by whom it may not know.
        var ofMunicipality = _installation.Person("oov", "fg-1", "fg");
        Assert.Empty(await IndexesAsync(ofMunicipality, any with { Case = pseudonym }));
        Assert.Empty(await IndexesAsync(ofMunicipality, any with { Actor = "agent-1" }));
        var theirs = Assert.Single((await ofMunicipality.AllAsync(any with { Subject = bsn })));
        Assert.Equal(all[2].Index, theirs.Index);

        // What was searched for is on the log, sealed.
        var told = _installation.Entries().Last(e => e.LogSearched is { Subject: not null });
        Assert.DoesNotContain(bsn, told.ToString(), StringComparison.Ordinal);
        Assert.Equal(bsn, System.Text.Encoding.UTF8.GetString(_installation.Open(told.LogSearched.Subject)));
    }

    [Fact]
    public async Task Search_DecisionsRolesForumsAndGlass_NarrowWhatIsFound()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        await _lead.GetAsync("regie", found.ById());
        var any = Reviewing.Anything with { Event = "dossier_read" };
        var decision = Assert.Single(await _reviewer.AllAsync(any)).Decisions.First(d => d.Released > 0);
        async Task<int> CountAsync(LogFilter filter) => (await _reviewer.AllAsync(filter)).Count;

        Assert.Equal(1, await CountAsync(any with { Category = decision.Category, Level = decision.Level, Article = decision.Article }));
        Assert.Equal(0, await CountAsync(any with { Category = decision.Category, Level = "none" }));
        Assert.Equal(1, await CountAsync(any with { Article = decision.Article }));
        Assert.Equal(1, await CountAsync(any with { Role = "regisseur", Forum = "none", BreakGlass = false }));
        Assert.Equal(0, await CountAsync(any with { Role = "caseworker" }));
        Assert.Equal(0, await CountAsync(any with { Forum = "itat" }));
        Assert.Equal(0, await CountAsync(any with { BreakGlass = true }));
        foreach (var (filter, reason) in new[]
        {
            (any with { Role = "jan-de-vries" }, RefusalReason.FieldInvalid),
            (any with { Forum = "jan-de-vries" }, RefusalReason.ForumUnknown),
            (any with { Category = "jan-de-vries" }, RefusalReason.CategoryUnknown),
            (any with { Article = "jan-de-vries" }, RefusalReason.FieldInvalid),
            (any with { Level = "jan-de-vries" }, RefusalReason.FieldInvalid),
        })
        {
            var entry = await Refused.WithOneEntryAsync(_installation, reason, () => _reviewer.SearchAsync(filter));
            Assert.DoesNotContain("jan", entry.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Search_ManyShapes_FindsWhatFitsAmongThem()
    {
        var caller = await _lead.AdmittedAsync();
        var entries = _installation.Get<EntryWriter>();
        for (var i = 0; i < 450; i++)
        {
            var entry = entries.Draft(caller);
            entry.Outcome = Audit.V1.Outcome.Released;
            entry.DossierRead = new DossierRead { Page = 1 };
            entry.Decisions.Add(new CategoryDecision { Category = "police", Source = "politie", Level = "full", Article = "a" + (i / 2), Released = 1 });
            await entries.AppendAsync(caller.Partnership, entry, [], []);
        }

        Assert.Equal(450, (await _reviewer.AllAsync(Reviewing.Anything with { Level = "full" }, 100)).Count);
        Assert.Equal([15, 14], (await _reviewer.AllAsync(Reviewing.Anything with { Article = "a7" })).Select(i => i.Index));
    }

    [Fact]
    public async Task Search_FromLongAfterTheRest_StopsThere()
    {
        for (var i = 0; i < 150; i++)
            await ReadNothingAsync();
        _installation.Clock.Advance(TimeSpan.FromDays(3));
        await ReadNothingAsync();

        var page = (await _reviewer.SearchAsync(Reviewing.Anything with { From = _installation.Clock.Now.AddHours(-1) })).Value!.Message.Value;

        Assert.Single(page.Items);
        Assert.Empty(page.NextPageToken);
        Assert.InRange(Last().Scanned, 1, 23);
    }

    [Fact]
    public async Task Search_TokenOfAnotherCallerFilterOrDay_IsRefused()
    {
        await ReadNothingAsync();
        await ReadNothingAsync();
        var colleague = _installation.Person("politie", "wpg-2", "wpgPrivacyOfficer");
        var elsewhere = _installation.Person("ggd", "wpg-1", "fg");
        var filter = Reviewing.Anything with { Event = "dossier_read" };
        var token = (await _reviewer.SearchAsync(filter, 1)).Value!.Message.Value.NextPageToken;

        foreach (var other in new[] { colleague, elsewhere })
            await Refused.WithOneEntryAsync(_installation, RefusalReason.PageTokenInvalid, () => other.SearchAsync(filter, 1, token));
        LogFilter[] others =
        [
            Reviewing.Anything,
            filter with { Event = "call_refused" },
            filter with { Partner = "politie" },
            filter with { Purpose = "regie" },
            filter with { Outcome = Audit.V1.Outcome.Refused },
            filter with { From = Installation.Start },
            filter with { Until = Installation.Start },
        ];
        foreach (var other in others)
            await Refused.WithOneEntryAsync(_installation, RefusalReason.PageTokenInvalid, () => _reviewer.SearchAsync(other, 1, token));
        foreach (var bad in new[] { "x", "%%%", token + "A", token[..^4] })
            await Refused.WithOneEntryAsync(_installation, RefusalReason.PageTokenInvalid, () => _reviewer.SearchAsync(filter, 1, bad));

        Assert.NotNull((await _reviewer.SearchAsync(filter, 5, token)).Value);
        _installation.Clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
        Refused.As(RefusalReason.PageTokenInvalid, await _reviewer.SearchAsync(filter, 1, token));
    }

    [Fact]
    public async Task Search_TokenOfADossier_IsOfNoUse()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        var page = (await _lead.GetAsync(new BasisdossierRequest("regie", found.ById(), [], 1, ""))).Value!.Message.Message;
        Assert.NotEmpty(page.NextPageToken);

        Refused.As(RefusalReason.PageTokenInvalid, await _reviewer.SearchAsync(pageToken: page.NextPageToken));
    }

    [Fact]
    public async Task Search_CallerThatWentAway_IsToldNothing()
    {
        await ReadNothingAsync();
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Refused.WithOneEntryAsync(
            _installation, RefusalReason.DeadlineExceeded, () => _reviewer.SearchUntilAsync(null, 0, "", gone.Token));
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    private LogSearched Last() => _installation.Entries(_installation.LogSize - 1).Single().LogSearched;

    private async Task ReadNothingAsync() =>
        Refused.As(RefusalReason.CaseNotFound, await _lead.GetAsync("regie", new CaseReference(CaseId.Create(), null, null)));
}
