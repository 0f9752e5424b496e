using Exchange.Audit;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Storage.Tests.Suite;

/// <summary>What is asked of sources: written once, answered in order, and read with the case that it is about.</summary>
public abstract class SourceRequestSuite : StorageSuite
{
    private static readonly string[] AllCategories = ["police", "signals"];

    private readonly CaseId _case = CaseId.Create();
    private readonly SectionId _section = SectionId.Create();

    [Fact]
    public async Task Asked_IsReadByItsRecipientWithTheCaseAndByItsSourceWithout()
    {
        Arrange();
        var request = Request();
        Assert.True(Write(Amsterdam, new SourceAsked(_case, request)));
        Storage.Restart();

        var stored = request with { Sequence = 1 };
        Assert.Equal([stored], (await SectionAsync("ggd")).Requests);
        Assert.Empty((await SectionAsync("oov")).Requests); // nobody reads what another asks
        Assert.Empty((await SectionAsync("politie")).Requests);
        var received = Assert.Single((await ListAsync()).Requests);
        Assert.Equal(
            (stored, _case, 1L, 1, "police", new DateOnly(2031, 12, 31)),
            (received.Request, received.Case.Id, received.CaseEpoch, received.Version, received.Category, received.KeepUntil));
        Assert.Equal(received, (await Storage.Dossiers.FindRequestAsync(Amsterdam, "politie", request.Id, Cancellation)).Request);
        Assert.Null((await Storage.Dossiers.FindRequestAsync(Amsterdam, "om", request.Id, Cancellation)).Request);
        Assert.Null((await Storage.Dossiers.FindRequestAsync(Utrecht, "politie", request.Id, Cancellation)).Request);
        Assert.Null((await Storage.Dossiers.FindRequestAsync(Amsterdam, "politie", RequestId.Create(), Cancellation)).Request);
    }

    [Fact]
    public async Task Asked_WhileOneStands_ConflictsAndAfterwardsTakesItsPlace()
    {
        Arrange();
        var first = Request();
        Assert.True(Write(Amsterdam, new SourceAsked(_case, first)));
        Assert.False(Write(Amsterdam, new SourceAsked(_case, Request())));
        Assert.False(Write(Amsterdam, new SourceAsked(_case, Request(Moment.AddYears(1))))); // open for ever
        Assert.True(Write(Amsterdam, new SourceAsked(_case, Request() with { Purpose = "casusoverleg" })));
        Assert.True(Write(Amsterdam, new SourceAsked(_case, Request() with { Recipient = "om" })));

        Assert.True(Write(Amsterdam, new SourceAnswered(_case, first.Id, 1, RequestState.Granted, Moment.AddDays(1))));
        Assert.False(Write(Amsterdam, new SourceAsked(_case, Request(Moment.AddDays(1).AddTicks(-1)))));
        var second = Request(Moment.AddDays(1));
        Assert.True(Write(Amsterdam, new SourceAsked(_case, second)));

        Assert.Null((await Storage.Dossiers.FindRequestAsync(Amsterdam, "politie", first.Id, Cancellation)).Request);
        var stored = (await Storage.Dossiers.FindRequestAsync(Amsterdam, "politie", second.Id, Cancellation)).Request!.Request;
        Assert.Equal(second with { Sequence = stored.Sequence }, stored);
        Assert.Equal(second.Id, (await ListAsync()).Requests[^1].Request.Id); // behind all that came before it
    }

    [Fact]
    public void Asked_AboutWhatIsNotThere_Conflicts()
    {
        Arrange();
        var elsewhere = CaseId.Create();
        Write(Amsterdam, Opened(elsewhere));
        Assert.False(Write(Amsterdam, new SourceAsked(elsewhere, Request())));
        Assert.False(Write(Amsterdam, new SourceAsked(_case, Request() with { Section = SectionId.Create() })));
        Assert.False(Write(Utrecht, new SourceAsked(_case, Request())));
    }

    [Fact]
    public async Task Answered_InOrder_HoldsAndMovesTheCasesEpoch()
    {
        Arrange();
        var request = Request();
        Write(Amsterdam, new SourceAsked(_case, request));
        Assert.True(Holds(Amsterdam, new EpochGuard(_case.Value, 1))); // asking opens nothing

        Assert.True(Write(Amsterdam, new SourceAnswered(_case, request.Id, 1, RequestState.Granted, Moment.AddDays(9))));
        Assert.True(Holds(Amsterdam, new EpochGuard(_case.Value, 2)));
        Assert.False(Write(Amsterdam, new SourceAnswered(_case, request.Id, 1, RequestState.Refused, Moment.AddDays(9))));
        Assert.False(Write(Amsterdam, new SourceAnswered(_case, request.Id, 3, RequestState.Refused, Moment.AddDays(9))));
        Assert.False(Write(Amsterdam, new SourceAnswered(CaseId.Create(), request.Id, 2, RequestState.Refused, Moment.AddDays(9))));
        Assert.False(Write(Amsterdam, new SourceAnswered(_case, RequestId.Create(), 1, RequestState.Refused, Moment.AddDays(9))));
        Assert.False(Write(Utrecht, new SourceAnswered(_case, request.Id, 2, RequestState.Refused, Moment.AddDays(9))));
        Assert.True(Holds(Amsterdam, new EpochGuard(_case.Value, 2)));
        Assert.True((await SectionAsync("ggd")).Requests[0].IsGranted(Moment));

        Assert.True(Write(Amsterdam, new SourceAnswered(_case, request.Id, 2, RequestState.Refused, Moment.AddDays(30))));
        Storage.Restart();
        Assert.Equal(
            [request with { Sequence = 1, State = RequestState.Refused, Until = Moment.AddDays(30), Answers = 2 }], (await SectionAsync("ggd")).Requests);
    }

    [Fact]
    public async Task Corrected_KeepsTheRequestsUnlessTheHandlingIsAnother()
    {
        Arrange();
        Write(Amsterdam, new SourceAsked(_case, Request()));
        Assert.True(Write(Amsterdam, new SectionContributed(_case, Section(2))));
        Assert.Equal(2, Assert.Single((await ListAsync()).Requests).Version);
        Assert.Single((await SectionAsync("ggd")).Requests);

        Assert.True(Write(Amsterdam, new SectionContributed(_case, Section(3) with { Handling = Handling.Open })));
        Assert.Empty((await ListAsync()).Requests);

        // What comes after it still comes behind it, for who watches.
        Write(Amsterdam, new SectionContributed(_case, Section(4)));
        Write(Amsterdam, new SourceAsked(_case, Request()));
        Assert.Equal(2, Assert.Single((await ListAsync(after: 1)).Requests).Request.Sequence);
    }

    [Fact]
    public async Task List_GivesOneSourceInTheOrderOfAskingPartByPart()
    {
        Arrange();
        var signals = SectionId.Create();
        Write(Amsterdam, new SectionContributed(_case, SectionOf(signals, category: "signals")), new SectionContributed(_case, SectionOf(SectionId.Create(), source: "om")));
        var requests = Enumerable.Range(0, 7).Select(i => Request() with { Section = i % 2 == 0 ? _section : signals, Recipient = $"partner-{i}" }).ToList();
        foreach (var request in requests)
            Assert.True(Write(Amsterdam, new SourceAsked(_case, request)));
        Write(Amsterdam, new SourceAnswered(_case, requests[0].Id, 1, RequestState.Granted, Moment.AddDays(1)));

        var seen = new List<RequestId>();
        ReceivedRequestsReading part;
        do
        {
            part = await ListAsync(after: seen.Count, count: 3); // sequences are 1, 2, 3 …
            seen.AddRange(part.Requests.Select(r => r.Request.Id));
        }
        while (part.More);
        Assert.Equal(requests.Select(r => r.Id), seen);

        Assert.Equal([requests[0].Id], (await ListAsync(states: [RequestState.Granted])).Requests.Select(r => r.Request.Id));
        Assert.Equal(6, (await ListAsync(states: [RequestState.Open, RequestState.Refused])).Requests.Count);
        Assert.Equal(3, (await ListAsync(categories: ["signals"])).Requests.Count);
        Assert.Empty((await ListAsync(categories: [])).Requests);
        Assert.Empty((await ListAsync(source: "om")).Requests);
        Assert.Equal(7, (await ListAsync(keptOn: new DateOnly(2031, 12, 31))).Requests.Count);
        Assert.Empty((await ListAsync(keptOn: new DateOnly(2032, 1, 1))).Requests);
    }

    private void Arrange()
    {
        Assert.True(Write(Amsterdam, Opened(_case), new SectionContributed(_case, Section())));
        Write(Utrecht, Opened(_case));
    }

    private Section Section(int version = 1) => SectionOf(_section, version) with { Handling = Handling.AskSource };

    private SourceRequest Request(DateTimeOffset? at = null) => new(RequestId.Create(), _section, "ggd", "regie", at ?? Moment);

    private async Task<Section> SectionAsync(string partner) =>
        Assert.Single((await ReadAsync(Amsterdam, _case, partner)).Case!.Sections, s => s.Id == _section);

    private Task<ReceivedRequestsReading> ListAsync(
        string source = "politie", string[]? categories = null, RequestState[]? states = null, DateOnly? keptOn = null, long after = 0, int count = 100) =>
        Storage.Dossiers.ListRequestsAsync(
            Amsterdam,
            new ReceivedRequestsQuery(source, categories ?? AllCategories, states ?? Enum.GetValues<RequestState>(), keptOn ?? new DateOnly(2026, 1, 1), after, count),
            Cancellation);
}
