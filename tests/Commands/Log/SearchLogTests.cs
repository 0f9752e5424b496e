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
    public async Task Search_LongLog_LooksThroughABoundedPartAndGoesOn()
    {
        await ReadNothingAsync();
        await Task.WhenAll(Enumerable.Range(0, SearchLog.MaxScanned + 50).Select(_ => _installation.ApplyAsync()));

        var first = (await _reviewer.SearchAsync()).Value!.Message.Value;
        Assert.Empty(first.Items);
        Assert.NotEmpty(first.NextPageToken);
        Assert.Equal((SearchLog.MaxScanned, 0), (Last().Scanned, Last().Matched));

        var second = (await _reviewer.SearchAsync(pageToken: first.NextPageToken)).Value!.Message.Value;
        Assert.Equal(0, Assert.Single(second.Items).Index);
        Assert.Empty(second.NextPageToken);
        Assert.Equal((51, 1, 2), (Last().Scanned, Last().Matched, Last().Page));
    }

    [Fact]
    public async Task Search_FromLongAfterTheRest_StopsThere()
    {
        for (var i = 0; i < 20; i++)
            await ReadNothingAsync();
        _installation.Clock.Advance(TimeSpan.FromDays(3));
        await ReadNothingAsync();

        var page = (await _reviewer.SearchAsync(Reviewing.Anything with { From = _installation.Clock.Now.AddHours(-1) })).Value!.Message.Value;

        Assert.Single(page.Items);
        Assert.Empty(page.NextPageToken);
        Assert.Equal(1, Last().Scanned);
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
