using System.Text;
using System.Text.RegularExpressions;
using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Requests;

/// <summary>A recipient asks, and learns nothing from it.</summary>
public sealed partial class AskSourcesTests : IAsyncDisposable
{
    private readonly AskedCase _asked = new();

    public ValueTask DisposeAsync() => _asked.DisposeAsync();

    [Fact]
    public async Task AskSources_AsksForWhatIsPendingAndWouldBeGiven()
    {
        var today = _asked.Installation.Today;
        var found = await _asked.ImportAsync(
            ("politie", AskedCase.Pending()),
            ("politie", AskedCase.Pending()),
            ("politie", Offers.Police()),
            ("politie", AskedCase.Pending() with { Recipients = ["ggd"] }),
            ("politie", Offers.Police() with { Handling = Handling.Secret }),
            ("politie", AskedCase.Pending() with { EmbargoUntil = _asked.Clock.Now.AddDays(9) }),
            ("politie", AskedCase.Pending() with { KeepUntil = today }),
            ("arkin", Offers.Care("arkin") with { Handling = Handling.AskSource }),
            ("ggd", Offers.Plan("ggd") with { Handling = Handling.AskSource }));
        _asked.Clock.Advance(TimeSpan.FromDays(1));

        var entry = Assert.Single(await _asked.Installation.EntriesOfAsync(() => _asked.Lead.AskAsync("regie", found.ById())));

        Assert.Equal((Outcome.Done, 2), (entry.Outcome, entry.SourcesAsked.Requests));
        Assert.Equal(found.Id.Value, _asked.Installation.About(entry)!.CaseId);
        var requests = await _asked.Source.RequestsAsync();
        Assert.Equal(2, requests.Count);
        Assert.All(requests, r => Assert.Equal(
            ("police", 1, "ggd", "regie", _asked.Clock.Now, RequestState.Open),
            (r.Category, r.Version, r.Request.Recipient, r.Request.Purpose, r.Request.AskedAt, r.Request.State)));
    }

    [Fact]
    public async Task AskSources_Again_AsksNothingMoreButForAnotherPurpose()
    {
        var found = await _asked.ImportAsync(("politie", AskedCase.Pending()));
        var colleague = _asked.Installation.Person("ggd", "regisseur-2", "regisseur");
        await _asked.Installation.ChangeTeamAsync(found, colleague.As(Relation.Duo));
        await _asked.AskAsync(found);

        Assert.Equal(0, await AskedForAsync(_asked.Lead, "regie", found));
        Assert.Equal(0, await AskedForAsync(colleague, "regie", found)); // it is the partner that asks
        Assert.Equal(1, await AskedForAsync(_asked.Lead, "casusoverleg", found));
        Assert.Equal(0, await AskedForAsync(_asked.Lead, "casusoverleg", found));
    }

    [Fact]
    public async Task AskSources_ForCategories_AsksForThose()
    {
        var found = await _asked.ImportAsync(
            ("politie", AskedCase.Pending()), ("politie", Offers.Signal("politie") with { Handling = Handling.AskSource }));

        Assert.Equal(0, await AskedForAsync(_asked.Lead, "regie", found, "plan"));
        Assert.Equal(1, await AskedForAsync(_asked.Lead, "regie", found, "signals", "plan"));
        Assert.Equal(1, await AskedForAsync(_asked.Lead, "regie", found));
        var entry = await Refused.WithOneEntryAsync(
            _asked.Installation, RefusalReason.CategoryUnknown, () => _asked.Lead.AskAsync("regie", found.ById(), "horoscope"));
        Assert.DoesNotContain("horoscope", entry.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AskSources_ByTwoAtOnce_MakesOneRequest()
    {
        var found = await _asked.ImportAsync(("politie", AskedCase.Pending()));
        var colleague = _asked.Installation.Person("ggd", "regisseur-2", "regisseur");
        await _asked.Installation.ChangeTeamAsync(found, colleague.As(Relation.Duo));
        _asked.Installation.Faults.AfterReading = async () =>
        {
            _asked.Installation.Faults.AfterReading = null;
            await colleague.AskAsync("regie", found.ById());
        };

        Assert.Null((await _asked.Lead.AskAsync("regie", found.ById())).Refusal);

        Assert.Single(await _asked.Source.RequestsAsync());
    }

    [Fact]
    public async Task AskSources_AfterTheAnswerRanOut_MakesANewRequest()
    {
        var found = await _asked.ImportAsync(("politie", AskedCase.Pending()));
        var first = await _asked.AskAsync(found);
        await _asked.Source.AnswerAsync(first.Request.Id, _asked.Clock.Now.AddDays(3));
        _asked.Clock.Advance(TimeSpan.FromDays(3) - TimeSpan.FromTicks(1));
        Assert.Equal(0, await AskedForAsync(_asked.Lead, "regie", found));
        _asked.Clock.Advance(TimeSpan.FromTicks(1));
        var second = await _asked.AskAsync(found);

        await _asked.Source.AnswerAsync(second.Request.Id, null);
        _asked.Clock.Advance(AnswerRequest.RestAfterRefusal - TimeSpan.FromTicks(1));
        Assert.Equal(0, await AskedForAsync(_asked.Lead, "regie", found));
        _asked.Clock.Advance(TimeSpan.FromTicks(1));
        var third = await _asked.AskAsync(found);

        Assert.Equal(3, new[] { first, second, third }.Select(r => r.Request.Id).Distinct().Count());
        Assert.Equal(third.Request.Id, Assert.Single(await _asked.Source.RequestsAsync()).Request.Id);
        Refused.As(RefusalReason.RequestNotFound, await _asked.Source.AnswerAsync(first.Request.Id, null));
    }

    /// <summary>The law of this slice: whoever asks cannot tell a case in which a source keeps something back from one in which none does.</summary>
    [Fact]
    public async Task AskSources_WhetherSomethingIsKeptBack_DoesNotShow()
    {
        var with = await _asked.ImportAsync(("politie", AskedCase.Pending()), ("oov", Offers.Plan()));
        var without = await _asked.ImportAsync(("oov", Offers.Plan()));
        var wide = _asked.Installation.Person("wpi", "consulent-2", "caseworker");
        var om = _asked.Installation.Person("om", "officier-1", "caseworker");
        var meeting = await _asked.Installation.RecordMeetingAsync("itat", _asked.Clock.Now, [wide.Attendee, _asked.Lead.Attendee], with.Id, without.Id);
        var small = await _asked.Installation.RecordMeetingAsync("regieoverleg", _asked.Clock.Now, [om.Attendee], with.Id, without.Id);

        for (var step = 0; step < 3; step++)
        {
            await AssertAlikeAsync(_asked.Lead, "regie", with.ById(), without.ById());
            await AssertAlikeAsync(_asked.Lead, "casusoverleg", with.ByAlias(meeting), without.ByAlias(meeting));
            await AssertAlikeAsync(wide, "casusoverleg", with.ByAlias(meeting), without.ByAlias(meeting));
            await AssertAlikeAsync(om, "casusoverleg", with.ById(small), without.ById(small));

            // Not after it was asked, and not after the source refused.
            foreach (var request in await _asked.Source.RequestsAsync(RequestState.Open))
                await _asked.Source.AnswerAsync(request.Request.Id, null);
        }
    }

    private async Task AssertAlikeAsync(Person person, string purpose, CaseReference one, CaseReference other)
    {
        Assert.Equal(await ViewAsync(person, purpose, one), await ViewAsync(person, purpose, other));
        var entries = await _asked.Installation.EntriesOfAsync(async () =>
        {
            var (first, second) = (await person.AskAsync(purpose, one), await person.AskAsync(purpose, other));
            Assert.Equal((first.Refusal, first.Value?.Message.Value), (second.Refusal, second.Value?.Message.Value));
            Assert.Equal("asked", first.Value!.Message.Value);
        });
        Assert.Equal([Outcome.Done, Outcome.Done], entries.Select(e => e.Outcome));
        Assert.Equal(await ViewAsync(person, purpose, one), await ViewAsync(person, purpose, other));
    }

    // Everything but the random names.
    private static async Task<string> ViewAsync(Person person, string purpose, CaseReference reference)
    {
        var outcome = await person.GetAsync(purpose, reference);
        Assert.Null(outcome.Refusal);
        return RandomName().Replace(Encoding.UTF8.GetString(outcome.Value!.Message.Bytes.Span), "ID");
    }

    private async Task<int> AskedForAsync(Person person, string purpose, Case @case, params string[] categories)
    {
        var entries = await _asked.Installation.EntriesOfAsync(async () => Assert.Null((await person.AskAsync(purpose, @case.ById(), categories)).Refusal));
        return Assert.Single(entries).SourcesAsked.Requests;
    }

    [GeneratedRegex("[A-Za-z0-9_-]{22}")]
    private static partial Regex RandomName();
}
