using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Disclosure;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Sources;

/// <summary>Asking is telling: who may be asked what, and for whom.</summary>
public sealed class WhoIsAskedTests : IAsyncDisposable
{
    private readonly FakeSource _wpi = new("wpi", "workIncome", "debts");
    private readonly FakeSource _jbra = new("jbra", "youthProtection");
    private readonly FakeSource _ggd = new("ggd", "care");
    private readonly FakeSource _politie = new("politie", "police", "identity");
    private readonly Installation _installation;
    private readonly Person _lead;

    public WhoIsAskedTests()
    {
        _installation = new Installation(null, [_wpi.AsSource(), _jbra.AsSource(), _ggd.AsSource(), _politie.AsSource()]);
        _lead = _installation.Person("wsg", "regisseur-1", "regisseur");
    }

    [Fact]
    public async Task FullView_AsksWhomAnArticleNamesForWhatTheCallerMaySee()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));

        var page = await ReadAsync(_lead, "regie", found.ById());

        // Asked: everything of work and income; of debts, capped to pseudonymised, the one field that leaves something.
        var question = Assert.Single(_wpi.Questions);
        Assert.Equal(Offers.Bsn, question.Bsn);
        Assert.Equal(["workIncome", "debts"], question.Asked.Select(a => a.Rule.Id));
        Assert.Equal(["benefit", "employer", "narrative", "since"], question.Asked[0].Fields);
        Assert.Equal(["arrangement", "narrative"], question.Asked[1].Fields);
        Assert.Equal(["youthProtection"], Assert.Single(_jbra.Questions).Asked.Select(a => a.Rule.Id));
        Assert.NotEqual(question.Id, _jbra.Questions.Single().Id);

        // No article lets care or the police be asked, whatever the caller may see of them.
        Assert.Empty(_ggd.Questions);
        Assert.Empty(_politie.Questions);
        Assert.Equal(["jbra", "wpi"], page.Sources.Select(s => s.Partner));
    }

    [Fact]
    public async Task CategoriesThatAreNotAskedFor_AreNotAskedOfTheSourceEither()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));

        var page = await ReadAsync(_lead, "regie", found.ById(), "debts", "identity");

        Assert.Equal(["debts"], Assert.Single(_wpi.Questions).Asked.Select(a => a.Rule.Id));
        Assert.Empty(_jbra.Questions);
        Assert.Equal(["wpi"], page.Sources.Select(s => s.Partner));
    }

    [Fact]
    public async Task CallerWhoMaySeeNothingOfASource_IsNoReasonToAskIt()
    {
        var member = _installation.Person("scw", "werker-1", "caseworker");
        var found = await _installation.ActiveCaseAsync(member.As(Relation.Member));

        var page = await ReadAsync(member, "interventie", found.ById());

        Assert.Equal(Level.Full, page.View.Level);
        AssertNobodyAsked(page);
    }

    [Fact]
    public async Task AnonymisedView_AsksNobody()
    {
        var ggd = _installation.Person("ggd", "arts-1", "caseworker");
        var found = await _installation.ActiveCaseAsync();
        var meeting = await _installation.MeetingAsync("itat", found, ggd);
        AssertNobodyAsked(await ReadAsync(ggd, "casusoverleg", found.ByAlias(meeting)));
    }

    [Fact]
    public async Task PseudonymisedView_AsksNobody()
    {
        var analyst = _installation.Person("oov", "analist-1", "analyst");
        var found = await _installation.ActiveCaseAsync();
        var meeting = await _installation.MeetingAsync("regieoverleg", found, analyst);
        AssertNobodyAsked(await ReadAsync(analyst, "casusoverleg", found.ByPseudonym(analyst, "casusoverleg", meeting)));
    }

    [Fact]
    public async Task CaseOnHold_AsksNobody()
    {
        var found = await _installation.ImportAsync(CaseState.OnHold, [("oov", Offers.Identity())], _lead.As(Relation.Lead));
        AssertNobodyAsked(await ReadAsync(_lead, "regie", found.ById()));
    }

    [Fact]
    public async Task CallersOwnOrganisation_IsNotAsked()
    {
        var own = _installation.Person("wpi", "regisseur-2", "regisseur");
        var found = await _installation.ActiveCaseAsync(own.As(Relation.Lead));

        var page = await ReadAsync(own, "regie", found.ById());

        Assert.Empty(_wpi.Questions);
        Assert.Equal(["jbra"], page.Sources.Select(s => s.Partner));
    }

    [Fact]
    public async Task RefusedCaller_AsksNobody()
    {
        var found = await _installation.ActiveCaseAsync();
        Refused.As(RefusalReason.CaseNotFound, await _lead.GetAsync("regie", found.ById()));
        Assert.Empty(_wpi.Questions);
    }

    [Fact]
    public async Task PurposeUitvraag_IsNobodysToReadADossierFor()
    {
        var wpi = _installation.Person("wpi", "werker-2", "caseworker");
        var found = await _installation.ActiveCaseAsync();
        var entry = await Refused.WithOneEntryAsync(_installation, RefusalReason.CaseNotFound, () => wpi.GetAsync("uitvraag", found.ById()));
        Assert.Equal("NO_GRANT", entry.InnerReason);
    }

    [Fact]
    public async Task SecondPage_AsksNobodyAgain()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        _wpi.Knows(("workIncome", SectionContent.Of(("benefit", new TextValue("bijstand")))));
        var request = new BasisdossierRequest("regie", found.ById(), [], 1, "");

        var first = (await _lead.GetAsync(request)).Value!.Message.Message;
        var second = (await _lead.GetAsync(request with { PageToken = first.NextPageToken })).Value!.Message.Message;

        Assert.Single(_wpi.Questions);
        Assert.Equal(["workIncome", "identity"], first.View.Sections.Select(s => s.Category));
        Assert.Equal(["signals"], second.View.Sections.Select(s => s.Category));
        Assert.Empty(second.Sources);
    }

    [Fact]
    public async Task NumberThatOnlyASectionHoldsOfWhichTheSourceMayNotKnow_IsNotTold()
    {
        // The police agree per recipient, and no article lets WPI learn it from them.
        var found = await _installation.ImportAsync(
            CaseState.Active, [("oov", WithoutBsn()), ("politie", Offers.Identity(source: "politie"))], _lead.As(Relation.Lead));
        await AssertCannotBeAskedAsync(found);
    }

    [Theory]
    [InlineData(Handling.Secret)]
    [InlineData(Handling.AskSource)]
    public async Task NumberThatItsSourceHolds_IsNotTold(Handling handling)
    {
        var found = await _installation.ImportAsync(
            CaseState.Active, [("oov", WithoutBsn()), ("oov", Offers.Identity() with { Handling = handling })], _lead.As(Relation.Lead));
        await AssertCannotBeAskedAsync(found);
    }

    [Fact]
    public async Task NumberPastItsRetention_IsNotTold()
    {
        var found = await _installation.ImportAsync(
            CaseState.Active, [("oov", Offers.Identity() with { KeepUntil = _installation.Today })], _lead.As(Relation.Lead));
        _installation.Clock.Advance(TimeSpan.FromDays(2));
        await AssertCannotBeAskedAsync(found);
    }

    [Fact]
    public async Task TwoNumbers_AreAsGoodAsNone()
    {
        var found = await _installation.ImportAsync(
            CaseState.Active, [("oov", Offers.Identity()), ("oov", Offers.Identity("999990020"))], _lead.As(Relation.Lead));
        await AssertCannotBeAskedAsync(found);
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    private static OfferedSection WithoutBsn() => Offers.Section("oov", "identity", ("surname", new TextValue(Offers.Surname)));

    // Which sources are told of does not depend on what is stored; only the log says why.
    private async Task AssertCannotBeAskedAsync(Case found)
    {
        var entries = await _installation.EntriesOfAsync(async () =>
        {
            var page = await ReadAsync(_lead, "regie", found.ById());
            Assert.Equal([new AskedSource("jbra", SourceState.Unavailable, null), new AskedSource("wpi", SourceState.Unavailable, null)], page.Sources);
        });

        Assert.Empty(_wpi.Questions);
        var told = Assert.Single(entries).DossierRead.Sources;
        Assert.All(told, t => Assert.Equal(("unavailable", "NO_IDENTIFIER", ""), (t.State, t.Fault, t.QuestionId)));
    }

    private void AssertNobodyAsked(BasisdossierPage page)
    {
        Assert.Empty(page.Sources);
        foreach (var source in new[] { _wpi, _jbra, _ggd, _politie })
            Assert.Empty(source.Questions);
    }

    private static async Task<BasisdossierPage> ReadAsync(Person person, string purpose, CaseReference reference, params string[] categories)
    {
        var outcome = await person.GetAsync(purpose, reference, categories);
        Assert.Null(outcome.Refusal);
        return outcome.Value!.Message.Message;
    }
}
