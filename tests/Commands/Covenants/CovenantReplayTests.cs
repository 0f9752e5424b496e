using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;

namespace Exchange.Commands.Tests.Covenants;

public sealed class CovenantReplayTests : IAsyncDisposable
{
    private const string Articles = "\narticles:\n";

    private readonly Installation _installation = new();

    [Fact]
    public async Task Replay_TheVersionThatDecided_ChangesNothing()
    {
        await CallAsync();

        var (replay, changes) = Replay(_installation.Covenant);

        Assert.Empty(changes);
        Assert.Equal(3, replay.Accesses);
        Assert.True(replay.Decisions > 4);
        Assert.Equal((0, 0), (replay.OtherArticle, replay.OtherDay));
        Assert.Equal(1, replay.Incomparable); // no such case
        Assert.Empty(replay.Unknown);
    }

    [Fact]
    public async Task Replay_ACapThatTakesACategoryAway_ListsWhatWouldHaveBeenRefused()
    {
        await CallAsync();

        var (_, changes) = Replay(With("""  - { id: "99", text: Het plan blijft hier., cap: none, categories: [plan] }"""));

        Assert.All(changes, c => Assert.Equal(("plan", "oov", ReplayedEffect.Refused, false), (c.Category, c.Source, c.Effect, c.Widens)));
        Assert.Equal(["ggd", "politie"], changes.Select(c => c.Partner).Order());
        var lead = changes.Single(c => c.Partner == "politie");
        Assert.Equal((Level.Full, "5.4"), (lead.Old.Level, lead.Old.Article));
        Assert.Equal(new Decision(Level.None, "99", DecisionReason.Capped), lead.New);
        Assert.Equal(("regisseur", "none", "regie"), (lead.Role, lead.Forum, lead.Purpose));
        Assert.Equal("plan", EntryOf(lead).Decisions.Single(d => d.Article == "5.4").Category);
    }

    [Fact]
    public async Task Replay_ACapBelowWhatWasSeen_ListsWhatWouldHaveBeenLowered()
    {
        await CallAsync();

        var (_, changes) = Replay(With("""  - { id: "99", text: Het plan hooguit onder pseudoniem., cap: pseudonymised, categories: [plan] }"""));

        var change = Assert.Single(changes);
        Assert.Equal((ReplayedEffect.Lowered, Level.Pseudonymised, "99"), (change.Effect, change.New.Level, change.New.Article));
    }

    [Fact]
    public async Task Replay_AGrantForWhoWasRefused_ListsWhatWouldPass()
    {
        await CallAsync();

        var (_, changes) = Replay(With(
            """  - { id: "99", text: Iedere regisseur., grant: full, categories: [identity], from: [oov], to: { role: regisseur, relation: none }, for: [regie], when: { case: [active] }, ground: AVG art. 6(1)(e) }"""));

        var change = Assert.Single(changes);
        Assert.True(change.Widens);
        Assert.Null(change.Category);
        Assert.Equal((ReplayedEffect.Passes, Level.None, Level.Full), (change.Effect, change.Old.Level, change.New.Level));
        Assert.Equal("CASE_NOT_FOUND", EntryOf(change).Reason);
    }

    [Fact]
    public async Task Replay_TheWideCircleByName_ListsWhatWouldHaveBeenRaised()
    {
        await CallAsync();

        var (_, changes) = Replay(Repository.SampleCovenantWith(
            ("De brede kring bespreekt de casus anoniem.\n    grant: anonymised", "De brede kring bespreekt de casus.\n    grant: full")));

        var change = Assert.Single(changes, c => c.Category == "identity");
        Assert.Equal(("ggd", ReplayedEffect.Raised, Level.Anonymised, Level.Full), (change.Partner, change.Effect, change.Old.Level, change.New.Level));
    }

    [Fact]
    public async Task Replay_AnotherArticleOfTheSameLevel_IsCountedAndIsNoChange()
    {
        await CallAsync();

        var (replay, changes) = Replay(Repository.SampleCovenantWith(("id: \"5.4\"", "id: \"5.44\"")));

        Assert.Empty(changes);
        Assert.Equal(1, replay.OtherArticle);
    }

    [Fact]
    public async Task Replay_AnEntryThatLacksAnInput_IsDecidedAsUnknownAndCountedApart()
    {
        await CallAsync();
        var replay = new CovenantReplay(_installation.Covenant);
        var entry = _installation.Entries().First(e => e.Decisions.Count > 0).Clone();
        entry.DecisionInput.Restriction = "";

        var changes = replay.Take(7, entry);

        Assert.NotEmpty(changes);
        Assert.All(changes, c => Assert.Equal(ReplayedEffect.Refused, c.Effect)); // a guard whose input is unknown holds
        Assert.All(changes, c => Assert.Equal(["restriction"], c.Unknown));
        Assert.Equal(1, replay.Unknown["restriction"]);
    }

    [Fact]
    public async Task Replay_AVersionThatTestsWhatNoEntrySays_CountsItAsUnknown()
    {
        await CallAsync();

        var (replay, changes) = Replay(With("""  - { id: "99", text: Van minderjarigen blijft het plan hier., cap: none, categories: [plan], when: { minor: yes } }"""));

        Assert.Equal(3, replay.Unknown["minor"]);
        Assert.NotEmpty(changes); // a cap that tests an unknown input applies
        Assert.All(changes, c => Assert.Equal(("plan", ReplayedEffect.Refused), (c.Category, c.Effect)));
    }

    [Fact]
    public async Task Replay_AVersionWithoutThePartner_RefusesAndSaysWhatIsUnknown()
    {
        await CallAsync();
        var entry = _installation.Entries().First(e => e.Decisions.Count > 0).Clone();
        entry.Caller.Partner = "bureau-halt";

        var changes = new CovenantReplay(_installation.Covenant).Take(0, entry);

        Assert.All(changes, c => Assert.Contains("partner", c.Unknown));
        Assert.DoesNotContain(changes, c => c.Widens);
        Assert.NotEmpty(changes);
    }

    [Fact]
    public async Task Replay_AVersionOfALaterDay_IsDecidedAsOnItsFirstDay()
    {
        await CallAsync();

        var (replay, changes) = Replay(Repository.SampleCovenantWith(("inForce: { from: 2018-07-01 }", "inForce: { from: 2031-01-01 }")));

        Assert.Empty(changes);
        Assert.Equal((3, 3), (replay.Accesses, replay.OtherDay));
    }

    [Fact]
    public async Task Replay_SectionsPastTheirRetention_StayWithheld()
    {
        await CallAsync();
        var entry = _installation.Entries().First(e => e.Decisions.Count > 0).Clone();
        foreach (var decision in entry.Decisions)
            (decision.Level, decision.Article, decision.Reason) = ("none", "", "GUARD");

        Assert.Empty(new CovenantReplay(_installation.Covenant).Take(0, entry));
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    // The lead sees the case in full, a colleague and a case that is not there are refused, and the GGD sees it anonymised in the ITAT.
    private async Task CallAsync()
    {
        var lead = _installation.Person("politie", "agent-1", "regisseur");
        var ggd = _installation.Person("ggd", "arts-1", "caseworker");
        var found = await _installation.ActiveCaseAsync(lead.As(Relation.Lead));
        var sitting = await _installation.MeetingAsync("itat", found, ggd);
        Assert.NotNull((await lead.GetAsync("regie", found.ById())).Value);
        Assert.Null((await _installation.Person("politie", "agent-2", "regisseur").GetAsync("regie", found.ById())).Value);
        Assert.Null((await lead.GetAsync("regie", new CaseReference(new Dossiers.CaseId("AAAAAAAAAAAAAAAAAAAAAA"), null, null))).Value);
        var aliased = new CaseReference(null, sitting.Agenda.Single().Alias, sitting.Id);
        Assert.NotNull((await ggd.GetAsync("casusoverleg", aliased)).Value);
    }

    private static Covenant With(string article) => Repository.SampleCovenantWith((Articles, $"{Articles}{article}\n"));

    private (CovenantReplay Replay, IReadOnlyList<ReplayedChange> Changes) Replay(Covenant proposed)
    {
        var replay = new CovenantReplay(proposed);
        return (replay, [.. _installation.Entries().SelectMany((entry, i) => replay.Take(i, entry))]);
    }

    private Entry EntryOf(ReplayedChange change) => _installation.Entries()[(int)change.Index];
}
