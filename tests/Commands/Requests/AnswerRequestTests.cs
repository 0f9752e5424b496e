using System.Text;
using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands.Tests.Requests;

/// <summary>A source agrees for a recipient, a purpose and a time, and to nothing beyond that.</summary>
public sealed class AnswerRequestTests : IAsyncDisposable
{
    private readonly AskedCase _asked = new();

    private Installation Installation => _asked.Installation;

    private Clock Clock => _asked.Clock;

    public ValueTask DisposeAsync() => _asked.DisposeAsync();

    [Fact]
    public async Task Grant_OpensTheSectionForItsRecipientPurposeAndTime()
    {
        var found = await _asked.ImportAsync(("politie", AskedCase.Pending()));
        var other = Installation.Person("wpi", "consulent-1", "regisseur");
        await Installation.ChangeTeamAsync(found, other.As(Relation.Duo));
        var request = await _asked.AskAsync(found);
        Assert.Equal(0, await _asked.SeenAsync(found));
        Assert.Equal(("askSource", 0, 1), await LoggedAsync(found));

        var entries = await Installation.EntriesOfAsync(() => _asked.Source.AnswerAsync(request.Request.Id, Clock.Now.AddHours(1), "Overleg met de recherche."));

        var entry = Assert.Single(entries);
        Assert.Equal(Outcome.Done, entry.Outcome);
        Assert.Equal(found.Id.Value, Installation.About(entry)!.CaseId);
        var answered = entry.SourceAnswered;
        Assert.Equal(
            (request.Request.Id.Value, request.Request.Section.Value, "police", "ggd", "regie", Clock.Now.AddHours(1)),
            (answered.RequestId, answered.SectionId, answered.Category, answered.Recipient, answered.Purpose, answered.GrantedUntil.ToDateTimeOffset()));
        Assert.Equal("Overleg met de recherche.", Encoding.UTF8.GetString(Installation.Open(answered.Reason)));
        Assert.Equal(1, await _asked.SeenAsync(found));
        Assert.Equal(("open", 1, 0), await LoggedAsync(found));
        Assert.Equal(0, await _asked.SeenAsync(found, "casusoverleg"));
        Assert.Equal(0, await _asked.SeenAsync(found, "regie", other));

        Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        Assert.Equal(1, await _asked.SeenAsync(found));
        Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(0, await _asked.SeenAsync(found));
        Assert.Equal(("askSource", 0, 1), await LoggedAsync(found));
    }

    [Fact]
    public async Task Refusal_TakesAGrantBackAndTheLastAnswerHolds()
    {
        var found = await _asked.ImportAsync(("politie", AskedCase.Pending()));
        var request = (await _asked.AskAsync(found)).Request.Id;

        await _asked.Source.AnswerAsync(request, null);
        Assert.Equal(0, await _asked.SeenAsync(found));
        await _asked.Source.AnswerAsync(request, Clock.Now.AddDays(9));
        Assert.Equal(1, await _asked.SeenAsync(found));
        var refused = (await _asked.Source.AnswerAsync(request, null)).Value!.Message.Value.Request;

        Assert.Equal((RequestState.Refused, 3), (refused.State, refused.Answers));
        Assert.Equal(0, await _asked.SeenAsync(found));
    }

    [Fact]
    public async Task Refusal_WhileAnAnswerIsBeingMade_IsInForce()
    {
        var found = await _asked.ImportAsync(("politie", AskedCase.Pending()));
        var request = (await _asked.AskAsync(found)).Request.Id;
        await _asked.Source.AnswerAsync(request, Clock.Now.AddDays(9));
        Installation.Faults.AfterReading = async () =>
        {
            Installation.Faults.AfterReading = null;
            Assert.Null((await _asked.Source.AnswerAsync(request, null)).Refusal);
        };

        Assert.Equal(0, await _asked.SeenAsync(found));
    }

    [Theory]
    [InlineData("embargo")]
    [InlineData("secret")]
    [InlineData("secrecy")]
    [InlineData("article")]
    [InlineData("retention")]
    public async Task Grant_LiftsNothingButTheSourcesOwnHandling(string what)
    {
        var found = what switch
        {
            "embargo" => await _asked.ImportAsync(("politie", AskedCase.Pending() with { EmbargoUntil = Clock.Now.AddDays(9) })),
            "secret" => await _asked.ImportAsync(("politie", AskedCase.Pending() with { Handling = Handling.Secret })),
            "secrecy" => await _asked.ImportAsync(("arkin", Offers.Care("arkin") with { Handling = Handling.AskSource })),
            "article" => await _asked.ImportAsync(("politie", AskedCase.Pending())),
            "retention" => await _asked.ImportAsync(("politie", AskedCase.Pending() with { KeepUntil = Installation.Today })),
            _ => throw new ArgumentOutOfRangeException(nameof(what)),
        };
        var purpose = what == "article" ? "interventie" : "regie";
        if (what == "retention")
            Clock.Advance(TimeSpan.FromDays(1));
        var section = (await SectionsAsync(found)).Single(s => s.Category is "police" or "care");

        // As if it had been asked and granted all the same.
        var request = new SourceRequest(RequestId.Create(), section.Id, "ggd", purpose, Clock.Now);
        await Installation.ApplyAsync(
            new SourceAsked(found.Id, request), new Dossiers.SourceAnswered(found.Id, request.Id, 1, RequestState.Granted, Clock.Now.AddDays(1)));

        var outcome = await _asked.Lead.GetAsync(purpose, found.ById());
        if (outcome.Value is { } answer)
            Assert.DoesNotContain(answer.Message.Message.View.Sections, s => s.Category == section.Category);
        else
            Assert.Equal((what, RefusalReason.CaseNotFound), ("article", outcome.Refusal!.Reason));
    }

    [Fact]
    public async Task Answer_ToWhatIsNotTheCallers_IsToWhatIsNotThere()
    {
        var found = await _asked.ImportAsync(("politie", AskedCase.Pending() with { KeepUntil = Installation.Today }));
        var request = (await _asked.AskAsync(found)).Request.Id;
        var om = Installation.Person("om", "officier-1", "caseworker");

        var entries = await Installation.EntriesOfAsync(async () =>
        {
            var nowhere = Refused.As(RefusalReason.RequestNotFound, await _asked.Source.AnswerAsync(RequestId.Create(), null));
            Assert.Equal(nowhere, Refused.As(RefusalReason.RequestNotFound, await om.AnswerAsync(request, null)));
            Assert.Equal(nowhere, Refused.As(RefusalReason.RequestNotFound, await _asked.Lead.AnswerAsync(request, null))); // who asks does not answer
            Clock.Advance(TimeSpan.FromDays(1));
            Assert.Equal(nowhere, Refused.As(RefusalReason.RequestNotFound, await _asked.Source.AnswerAsync(request, Clock.Now.AddDays(1))));
        });

        Assert.Equal(["NO_SUCH_REQUEST", "NO_SUCH_REQUEST", "NO_SUCH_REQUEST", "NOT_KEPT"], entries.Select(e => e.InnerReason));
        Assert.All(entries, e => Assert.Empty(e.SourceAnswered.RequestId));
        Assert.Equal(0, await _asked.SeenAsync(found));
    }

    [Fact]
    public async Task Answer_ByARoleThatDealsWithNothing_IsNotAllowed()
    {
        var found = await _asked.ImportAsync(("politie", AskedCase.Pending()));
        var request = (await _asked.AskAsync(found)).Request.Id;

        foreach (var role in new[] { "wpgPrivacyOfficer", "analyst" })
        {
            var person = Installation.Person("politie", "p-1", role);
            await Refused.WithOneEntryAsync(Installation, RefusalReason.ActNotAllowed, () => person.AnswerAsync(request, Clock.Now.AddDays(1)));
        }
    }

    [Fact]
    public async Task Grant_EndsInTimeAndWithTheSection()
    {
        var found = await _asked.ImportAsync(("politie", AskedCase.Pending() with { KeepUntil = Installation.Today.AddDays(10) }));
        var request = (await _asked.AskAsync(found)).Request.Id;

        foreach (var until in new[] { Clock.Now, Clock.Now.AddDays(-1), Clock.Now.AddDays(90).AddTicks(1) })
        {
            var refusal = Refused.As(RefusalReason.FieldInvalid, await _asked.Source.AnswerAsync(request, until));
            Assert.Equal("grant.until", Assert.Single(refusal.Fields).Field);
        }

        var granted = (await _asked.Source.AnswerAsync(request, Clock.Now.AddDays(90))).Value!.Message.Value.Request;
        Assert.Equal(AmsterdamCalendar.StartOf(Installation.Today.AddDays(11)), granted.Until);
        var shorter = (await _asked.Source.AnswerAsync(request, Clock.Now.AddDays(2))).Value!.Message.Value.Request;
        Assert.Equal(Clock.Now.AddDays(2), shorter.Until);
    }

    [Fact]
    public async Task Answers_AreKeptAsEvidenceEachByItself()
    {
        var found = await _asked.ImportAsync(("politie", AskedCase.Pending()));
        var request = (await _asked.AskAsync(found)).Request.Id;
        await _asked.Source.AnswerAsync(request, Clock.Now.AddDays(1), bytes: "first");
        var entries = await Installation.EntriesOfAsync(() => _asked.Source.AnswerAsync(request, null, bytes: "second"));

        Assert.Equal("key-1", Assert.Single(entries).Evidence.Kid);
        foreach (var (answer, payload) in new[] { (1, "Zmlyc3Q"), (2, "c2Vjb25k") })
        {
            var place = EvidencePlace.Answer(request, answer);
            var (@case, kept) = (await Installation.Get<IDossierStore>().FindEvidenceAsync(Installation.Partnership, place, TestContext.Current.CancellationToken))!.Value;
            Assert.Equal(found.Id, @case);
            Assert.Equal($"e30.{payload}.c2lnbmF0dXJl", Installation.Get<EvidenceKeeper>().Open(Installation.Partnership, @case, place, kept));
        }
    }

    [Fact]
    public async Task Repetition_GivesTheFirstAnswerAndUndoesNothing()
    {
        var found = await _asked.ImportAsync(("politie", AskedCase.Pending()));
        var request = (await _asked.AskAsync(found)).Request.Id;
        var until = Clock.Now.AddDays(1);
        var first = (await _asked.Source.AnswerAsync(request, until, key: "answer-1", bytes: "grant")).Value!.Message.Value;
        await _asked.Source.AnswerAsync(request, null);

        var again = (await _asked.Source.AnswerAsync(request, until, key: "answer-1", bytes: "grant")).Value!.Message.Value;

        Assert.Equal(first, again);
        Assert.Equal(0, await _asked.SeenAsync(found)); // the refusal that came after it holds
        Refused.As(RefusalReason.IdempotencyKeyReused, await _asked.Source.AnswerAsync(request, until, key: "answer-1", bytes: "other"));
    }

    [Fact]
    public async Task Grant_GoesAlongWithACorrectionButNotWithAnotherHandling()
    {
        var found = await _asked.ImportAsync(("politie", AskedCase.Pending()));
        var request = (await _asked.AskAsync(found)).Request.Id;
        await _asked.Source.AnswerAsync(request, Clock.Now.AddDays(9));

        await CorrectAsync(found, Handling.AskSource);
        Assert.Equal(1, await _asked.SeenAsync(found));
        Assert.Equal(2, Assert.Single(await _asked.Source.RequestsAsync()).Version);

        await CorrectAsync(found, Handling.Secret);
        Assert.Empty(await _asked.Source.RequestsAsync());
        await CorrectAsync(found, Handling.AskSource);
        Assert.Equal(0, await _asked.SeenAsync(found)); // what was agreed was about what it was before
        Refused.As(RefusalReason.RequestNotFound, await _asked.Source.AnswerAsync(request, Clock.Now.AddDays(9)));
    }

    private async Task CorrectAsync(Case @case, Handling handling)
    {
        var last = (await SectionsAsync(@case)).Single(s => s.Category == "police");
        var content = SectionContent.Of(("incidentKind", new TextValue("vernieling"))).ToBytes();
        await Installation.ApplyAsync(new Dossiers.SectionContributed(
            @case.Id,
            last with
            {
                Version = last.Version + 1,
                Handling = handling,
                EncryptedContent = Installation.Get<CaseCipher>().Encrypt(Installation.Partnership, @case.Id.Value, last.Id.Value, last.Version + 1, content),
            }));
    }

    private async Task<IReadOnlyList<Section>> SectionsAsync(Case @case)
    {
        var reading = await Installation.Get<IDossierStore>().ReadCaseAsync(
            Installation.Partnership, new CaseQuery(@case.Id, null, null, "ggd", "regisseur-1"), _ => true, TestContext.Current.CancellationToken);
        return reading.Case!.Sections;
    }

    private async Task<(string Handling, int Released, int Withheld)> LoggedAsync(Case @case)
    {
        var entries = await Installation.EntriesOfAsync(() => _asked.SeenAsync(@case));
        var police = Assert.Single(entries).Decisions.Single(d => d.Category == "police");
        return (police.Handling, police.Released, police.Withheld);
    }
}
