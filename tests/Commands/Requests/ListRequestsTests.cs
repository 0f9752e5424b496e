using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Requests;

public sealed class ListRequestsTests : IAsyncDisposable
{
    private readonly AskedCase _asked = new();

    public ValueTask DisposeAsync() => _asked.DisposeAsync();

    [Fact]
    public async Task ListRequests_ShowsASourceItsOwnAndTellsTheLogOfWhichCases()
    {
        var one = await _asked.ImportAsync(("politie", AskedCase.Pending()), ("politie", AskedCase.Pending()));
        var other = await _asked.ImportAsync(
            ("politie", AskedCase.Pending()), ("om", Offers.Section("om", "prosecution", ("status", new TextValue("gedagvaard"))) with { Handling = Handling.AskSource }));
        await _asked.Lead.AskAsync("regie", one.ById());
        await _asked.Lead.AskAsync("regie", other.ById());

        var entries = await _asked.Installation.EntriesOfAsync(async () => Assert.Equal(3, (await _asked.Source.RequestsAsync()).Count));

        var read = Assert.Single(entries);
        Assert.Equal((Outcome.Released, 1, 3, false), (read.Outcome, read.SourceRequestsRead.Page, read.SourceRequestsRead.Count, read.SourceRequestsRead.Watched));
        Assert.Equal(
            [one.Id.Value, other.Id.Value],
            read.SourceRequestsRead.Cases.Select(c => CaseAndSubject.Parser.ParseFrom(_asked.Installation.Open(c)).CaseId));
        Assert.Equal("prosecution", Assert.Single(await _asked.Installation.Person("om", "officier-1", "caseworker").RequestsAsync()).Category);
        Assert.Empty(await _asked.Installation.Person("arkin", "arts-1", "caseworker").RequestsAsync());
    }

    [Fact]
    public async Task ListRequests_ByState_ShowsThatState()
    {
        var found = await _asked.ImportAsync(("politie", AskedCase.Pending()), ("politie", AskedCase.Pending()), ("politie", AskedCase.Pending()));
        await _asked.Lead.AskAsync("regie", found.ById());
        var all = (await _asked.Source.RequestsAsync()).Select(r => r.Request.Id).ToList();
        await _asked.Source.AnswerAsync(all[0], _asked.Clock.Now.AddDays(1));
        await _asked.Source.AnswerAsync(all[1], null);

        Assert.Equal([all[0]], (await _asked.Source.RequestsAsync(RequestState.Granted)).Select(r => r.Request.Id));
        Assert.Equal([all[1], all[2]], (await _asked.Source.RequestsAsync(RequestState.Open, RequestState.Refused)).Select(r => r.Request.Id));
    }

    [Fact]
    public async Task ListRequests_PageByPage_IsCompleteAndBoundToItsCaller()
    {
        var found = await _asked.ImportAsync([.. Enumerable.Repeat(("politie", AskedCase.Pending()), 5)]);
        await _asked.Lead.AskAsync("regie", found.ById());
        var seen = new List<RequestId>();
        var token = "";
        do
        {
            var page = (await _asked.Source.RequestsPageAsync(2, token)).Value!.Message.Value;
            Assert.InRange(page.Requests.Count, 1, 2);
            seen.AddRange(page.Requests.Select(r => r.Request.Id));
            if (token.Length == 0)
            {
                var colleague = _asked.Installation.Person("politie", "agent-2", "regisseur");
                Refused.As(RefusalReason.PageTokenInvalid, await colleague.RequestsPageAsync(2, page.NextToken));
                Refused.As(RefusalReason.PageTokenInvalid, await _asked.Source.RequestsPageAsync(2, page.NextToken, RequestState.Open));
            }

            token = page.NextToken;
        }
        while (token.Length > 0);

        Assert.Equal((await _asked.Source.RequestsAsync()).Select(r => r.Request.Id), seen);
    }

    [Fact]
    public async Task ListRequests_SectionThatMayNoLongerBeReleased_IsNotThere()
    {
        var expiring = await _asked.ImportAsync(("politie", AskedCase.Pending() with { KeepUntil = _asked.Installation.Today }));
        var destroyed = await _asked.ImportAsync(("politie", AskedCase.Pending()));
        await _asked.Lead.AskAsync("regie", expiring.ById());
        await _asked.Lead.AskAsync("regie", destroyed.ById());
        Assert.Equal(2, (await _asked.Source.RequestsAsync()).Count);

        _asked.Clock.Advance(TimeSpan.FromDays(1));
        await _asked.Installation.ApplyAsync(
            new CaseMoved(destroyed.Id, CaseState.Active, CaseState.Closed), new CaseMoved(destroyed.Id, CaseState.Closed, CaseState.Destroyed));

        Assert.Empty(await _asked.Source.RequestsAsync());
    }

    [Fact]
    public async Task ListRequests_ForARoleThatDealsWithNothing_IsNotAllowed()
    {
        foreach (var role in new[] { "wpgPrivacyOfficer", "analyst" })
            await Refused.WithOneEntryAsync(_asked.Installation, RefusalReason.ActNotAllowed, () => _asked.Installation.Person("politie", "p-1", role).RequestsPageAsync());
    }
}
