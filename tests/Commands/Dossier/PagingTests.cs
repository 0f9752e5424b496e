using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Dossier;

public sealed class PagingTests : IAsyncDisposable
{
    private static readonly string[] Kinds = ["gedrag", "uitingen", "netwerk", "uitreis", "school", "gezin", "overig"];

    private readonly Installation _installation = new();
    private readonly Person _lead;
    private readonly Person _ggd;

    public PagingTests()
    {
        _lead = _installation.Person("politie", "agent-1", "regisseur");
        _ggd = _installation.Person("ggd", "arts-1", "caseworker");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    [InlineData(41)]
    [InlineData(100)]
    public async Task GetBasisdossier_PageByPage_IsCompleteInOrderAndHasAnEntryEach(int pageSize)
    {
        var found = await ImportAsync(40);
        IReadOnlyList<BasisdossierPage>? pages = null;

        var entries = await _installation.EntriesOfAsync(async () => pages = await PagesAsync(_lead, "regie", found.ById(), pageSize));

        Assert.Equal((41 + pageSize - 1) / pageSize, pages!.Count);
        Assert.Equal(Narratives(40), pages.SelectMany(p => p.View.Sections).Skip(1).Select(s => ((TextValue)s.Content.Fields["narrative"]).Text));
        Assert.All(pages, p => Assert.InRange(p.View.Sections.Count, 1, pageSize));
        Assert.Equal(Enumerable.Range(1, pages.Count), entries.Select(e => e.DossierRead.Page));
        Assert.Equal(pages.Select(p => p.View.Sections.Count), entries.Select(e => e.Decisions.Sum(d => d.Released)));
    }

    [Fact]
    public async Task GetBasisdossier_NoPageSize_GivesFifty()
    {
        var found = await ImportAsync(60);

        var pages = await PagesAsync(_lead, "regie", found.ById(), 0);

        Assert.Equal([50, 11], pages.Select(p => p.View.Sections.Count));
    }

    [Fact]
    public async Task GetBasisdossier_LargeSections_StayWithinOneMebibyteAPage()
    {
        var text = new string('x', 60_000);
        var found = await _installation.ImportAsync(
            CaseState.Active,
            [("oov", Offers.Identity()), .. Enumerable.Range(0, 40).Select(i => ("oov", Offers.Section("oov", "signals", ("narrative", new TextValue($"{i} {text}")))))],
            _lead.As(Relation.Lead));
        var sizes = new List<int>();
        var token = "";
        var seen = 0;
        do
        {
            var answer = (await _lead.GetAsync(new BasisdossierRequest("regie", found.ById(), [], 100, token))).Value!.Message;
            sizes.Add(answer.Bytes.Length);
            seen += answer.Message.View.Sections.Count;
            token = answer.Message.NextPageToken;
        }
        while (token.Length > 0);

        Assert.Equal(41, seen);
        Assert.All(sizes, size => Assert.InRange(size, 1, 1024 * 1024));
        Assert.InRange(sizes.Count, 3, 4); // 2.4 MB in pages that are nearly full
    }

    [Fact]
    public async Task GetBasisdossier_AddedBetweenPages_IsOnALaterPage()
    {
        var found = await ImportAsync(3);
        var first = await PageAsync(_lead, "regie", found.ById(), 2, "");
        Assert.NotNull((await _lead.ContributeAsync("regie", found.ById(), Offers.Police("geweld"))).Value);

        var second = await PageAsync(_lead, "regie", found.ById(), 100, first.NextPageToken);

        Assert.Equal(["signals", "signals", "police"], second.View.Sections.Select(s => s.Category));
    }

    [Fact]
    public async Task GetBasisdossier_WithdrawnBetweenPages_FindsNoCase()
    {
        var found = await ImportAsync(3);
        var first = await PageAsync(_lead, "regie", found.ById(), 2, "");
        await _installation.ChangeTeamAsync(found, _lead.As(Relation.None));

        Refused.As(RefusalReason.CaseNotFound, await _lead.GetAsync(new BasisdossierRequest("regie", found.ById(), [], 2, first.NextPageToken)));
    }

    [Fact]
    public async Task GetBasisdossier_TokenOfAnotherCallerOrRequest_IsRefused()
    {
        var colleague = _installation.Person("politie", "agent-2", "regisseur");
        var namesake = _installation.Person("wpi", "agent-1", "regisseur");
        var otherRole = _installation.Person("politie", "agent-1", "caseworker", "regisseur");
        var team = new[] { _lead, colleague, namesake }.Select(p => p.As(Relation.Lead)).ToList();
        var found = await ImportAsync(3, team);
        var other = await ImportAsync(3, team);
        var meeting = await _installation.MeetingAsync("regieoverleg", found, _lead);
        var request = new BasisdossierRequest("regie", found.ById(), ["identity", "signals"], 2, "");
        request = request with { PageToken = (await _lead.GetAsync(request)).Value!.Message.Message.NextPageToken };
        Assert.NotEqual("", request.PageToken);

        foreach (var somebody in new[] { colleague, namesake, otherRole })
            Refused.As(RefusalReason.PageTokenInvalid, await somebody.GetAsync(request));
        BasisdossierRequest[] others =
        [
            request with { Reference = other.ById() },
            request with { Reference = found.ById(meeting) },
            request with { Reference = found.ByAlias(meeting) },
            request with { Purpose = "casusoverleg" },
            request with { Categories = ["signals"] },
            request with { Categories = [] },
        ];
        foreach (var different in others)
            await Refused.WithOneEntryAsync(_installation, RefusalReason.PageTokenInvalid, () => _lead.GetAsync(different));

        // What does not change the question may change: the size of the page, the order of the categories.
        Assert.NotNull((await _lead.GetAsync(request with { PageSize = 1, Categories = ["signals", "identity"] })).Value);
    }

    [Fact]
    public async Task GetBasisdossier_TokenAltered_IsRefused()
    {
        var found = await ImportAsync(3);
        var token = (await PageAsync(_lead, "regie", found.ById(), 2, "")).NextPageToken;
        string[] altered =
        [
            "x", "%%%", "é", "====", token + "A", token[..^4], token[4..], token + token, "AAAA" + token[4..],
            .. Enumerable.Range(0, token.Length / 8).Select(i => Flip(token, i * 8)),
        ];

        foreach (var bad in altered)
            await Refused.WithOneEntryAsync(_installation, RefusalReason.PageTokenInvalid, () => _lead.GetAsync(new BasisdossierRequest("regie", found.ById(), [], 2, bad)));
    }

    [Fact]
    public async Task GetBasisdossier_TokenOfAnotherInstallation_IsRefused()
    {
        await using var elsewhere = new Installation();
        var found = await ImportAsync(3);
        var there = await elsewhere.ActiveCaseAsync(_lead.As(Relation.Lead));
        var token = (await PageAsync(elsewhere.Person("politie", "agent-1", "regisseur"), "regie", there.ById(), 1, "")).NextPageToken;

        Refused.As(RefusalReason.PageTokenInvalid, await _lead.GetAsync(new BasisdossierRequest("regie", found.ById(), [], 1, token)));
    }

    [Fact]
    public async Task GetBasisdossier_TokenOlderThanAnHour_IsRefused()
    {
        var found = await ImportAsync(3);
        var token = (await PageAsync(_lead, "regie", found.ById(), 2, "")).NextPageToken;

        _installation.Clock.Advance(TimeSpan.FromHours(1));
        Assert.NotNull((await _lead.GetAsync(new BasisdossierRequest("regie", found.ById(), [], 2, token))).Value);
        _installation.Clock.Advance(TimeSpan.FromSeconds(1));
        await Refused.WithOneEntryAsync(_installation, RefusalReason.PageTokenInvalid, () => _lead.GetAsync(new BasisdossierRequest("regie", found.ById(), [], 2, token)));
    }

    [Fact]
    public async Task GetBasisdossier_NothingLeftOfWhatFollows_IsTheLastPage()
    {
        // Of these addresses nothing is left in an anonymised view: a second page, though empty, would say that they are there.
        var hidden = Offers.Section("oov", "residence", ("municipality", new TextValue("Amsterdam")));
        var found = await _installation.ImportAsync(CaseState.Active, [("oov", Offers.Identity()), ("oov", Offers.Signal()), ("oov", hidden), ("oov", hidden)]);
        await _installation.LookAlikesAsync(5, ("oov", Offers.Identity()), ("oov", Offers.Signal()));
        var meeting = await _installation.MeetingAsync("itat", found, _ggd);

        var page = await PageAsync(_ggd, "casusoverleg", found.ByAlias(meeting), 2, "");

        Assert.Equal(["identity", "signals"], page.View.Sections.Select(s => s.Category));
        Assert.Equal("", page.NextPageToken);
    }

    [Fact]
    public async Task GetBasisdossier_AnonymisedPages_DoNotDependOnTextThatIsNotShown()
    {
        async Task<IReadOnlyList<string>> PagesOfAsync(string narrative)
        {
            var found = await _installation.ImportAsync(
                CaseState.Active,
                [("oov", Offers.Identity()), .. Enumerable.Range(0, 30).Select(i => ("oov", Offers.Section("oov", "signals", ("kind", new TextValue(Kinds[i % Kinds.Length])), ("narrative", new TextValue(narrative)))))]);
            var meeting = await _installation.MeetingAsync("itat", found, _ggd);
            var pages = await PagesAsync(_ggd, "casusoverleg", found.ByAlias(meeting), 20);
            return [.. pages.Select(p => string.Join(',', p.View.Sections.Select(s => s.Content.Fields.GetValueOrDefault("kind"))))];
        }

        Assert.Equal(await PagesOfAsync("Kort."), await PagesOfAsync(new string('y', 60_000)));
    }

    [Fact]
    public async Task GetBasisdossier_KnownToExistOnAnEarlierPage_IsNotSaidAgain()
    {
        OfferedSection Youth(string source, string measure) => Offers.Section(source, "youthProtection", ("measure", new TextValue(measure)));
        var found = await _installation.ImportAsync(
            CaseState.Active,
            [("rvdk", Youth("rvdk", "onderzoek")), ("oov", Offers.Identity()), ("rvdk", Youth("rvdk", "voogdij")), ("jbra", Youth("jbra", "voogdij")), ("rvdk", Youth("rvdk", "geen"))]);
        var meeting = await _installation.MeetingAsync("regieoverleg", found, _lead);

        var pages = await PagesAsync(_lead, "casusoverleg", found.ById(meeting), 1);

        Assert.Equal(["rvdk Existence", "oov Full", "jbra Full"], pages.Select(p => p.View.Sections.Single()).Select(s => $"{s.Source} {s.Level}"));
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    private static IEnumerable<string> Narratives(int count) => Enumerable.Range(0, count).Select(i => $"Signaal {i}.");

    private static string Flip(string token, int at) => token[..at] + (token[at] == 'A' ? 'B' : 'A') + token[(at + 1)..];

    private Task<Case> ImportAsync(int signals, IReadOnlyList<TeamMember>? team = null) => _installation.ImportAsync(
        CaseState.Active,
        [("oov", Offers.Identity()), .. Narratives(signals).Select(n => ("oov", Offers.Section("oov", "signals", ("narrative", new TextValue(n)))))],
        team ?? [_lead.As(Relation.Lead)]);

    private static async Task<BasisdossierPage> PageAsync(Person person, string purpose, CaseReference reference, int size, string token)
    {
        var outcome = await person.GetAsync(new BasisdossierRequest(purpose, reference, [], size, token));
        Assert.Null(outcome.Refusal);
        return outcome.Value!.Message.Message;
    }

    private static async Task<IReadOnlyList<BasisdossierPage>> PagesAsync(Person person, string purpose, CaseReference reference, int size)
    {
        var pages = new List<BasisdossierPage>();
        do
        {
            pages.Add(await PageAsync(person, purpose, reference, size, pages is [.., { NextPageToken: var token }] ? token : ""));
        }
        while (pages[^1].NextPageToken.Length > 0);
        return pages;
    }
}
