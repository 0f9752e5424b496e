using System.Diagnostics;
using System.Text;
using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Disclosure;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Sources;

/// <summary>The log before the question, and what becomes of the answer.</summary>
public sealed class AskingTests : IAsyncDisposable
{
    private static readonly SectionContent Benefit = SectionContent.Of(("benefit", new TextValue("bijstand")));

    private readonly FakeSource _wpi = new("wpi", "workIncome", "debts");
    private readonly FakeSource _jbra = new("jbra", "youthProtection");
    private readonly Installation _installation;
    private readonly Person _lead;

    public AskingTests()
    {
        _installation = new Installation(null, [_wpi.AsSource(), _jbra.AsSource()]);
        _lead = _installation.Person("wsg", "regisseur-1", "regisseur") with { Trace = "0123456789abcdef0123456789abcdef" };
    }

    [Fact]
    public async Task Question_LeavesAfterItsIntentIsOnTheLog()
    {
        var found = await CaseAsync();
        QuestionSent? logged = null;
        _wpi.Answer = (question, _) =>
        {
            logged = _installation.Entries().Select(e => e.QuestionSent).SingleOrDefault(q => q?.QuestionId == question.Id);
            return Task.FromResult<SourceAnswer>(new SourceAnswer.Refused());
        };

        await ReadAsync(found);

        Assert.NotNull(logged);
        Assert.Equal(("wpi", "9.1"), (logged.Source, logged.Article));
        Assert.Equal(["workIncome", "debts"], logged.Asked.Select(a => a.Category));
        Assert.Equal(["arrangement", "narrative"], logged.Asked[1].Fields);
    }

    [Fact]
    public async Task Entries_SayWhoAskedForWhomAndWhatCame()
    {
        var found = await CaseAsync();
        _wpi.Knows(("workIncome", Benefit));
        _installation.Clock.Advance(TimeSpan.FromMinutes(10));

        var entries = await _installation.EntriesOfAsync(() => ReadAsync(found));

        Assert.Equal(5, entries.Count); // two intents, two outcomes, one reading
        var sent = entries.Single(e => e.QuestionSent?.Source == "wpi");
        var answered = entries.Single(e => e.QuestionAnswered?.Source == "wpi");
        var read = entries[^1];
        foreach (var entry in entries)
        {
            Assert.Equal((found.Id.Value, found.Subject.Value), (_installation.About(entry)!.CaseId, _installation.About(entry)!.SubjectId));
            Assert.Equal(("wsg", "regisseur", "lead", _lead.Trace), (entry.Caller.Partner, entry.Caller.Role, entry.Caller.Relation, entry.TraceId));
            Assert.Equal(("regie", "active"), (entry.DecisionInput.Purpose, entry.DecisionInput.CaseState));
        }

        Assert.Equal(Outcome.Released, sent.Outcome);
        Assert.Equal([("workIncome", "full", "5.5"), ("debts", "pseudonymised", "6.6")], sent.Decisions.Select(d => (d.Category, d.Level, d.Article)));
        Assert.Equal(
            (sent.QuestionSent.QuestionId, "ok", "", 600L, 1),
            (answered.QuestionAnswered.QuestionId, answered.QuestionAnswered.State, answered.QuestionAnswered.Fault, answered.QuestionAnswered.AgeSeconds, answered.QuestionAnswered.Sections));
        Assert.Equal([("jbra", "ok"), ("wpi", "ok")], read.DossierRead.Sources.Select(s => (s.Source, s.State)));
        Assert.Contains(read.Decisions, d => d is { Category: "workIncome", Source: "wpi", Released: 1, Withheld: 0 });

        // The number goes to the source and to nobody's log.
        Assert.All(entries, e => Assert.DoesNotContain(Offers.Bsn, Encoding.Latin1.GetString(Google.Protobuf.MessageExtensions.ToByteArray(e)), StringComparison.Ordinal));
    }

    [Fact]
    public async Task LogThatCannotBeWritten_LetsNoQuestionLeave()
    {
        var found = await CaseAsync();
        _installation.Faults.LogUnwritable = true;

        Refused.As(RefusalReason.LogUnavailable, await _lead.GetAsync("regie", found.ById()));

        Assert.Empty(_wpi.Questions);
        Assert.Empty(_jbra.Questions);
    }

    [Fact]
    public async Task LogThatFailsAfterTheQuestion_ReleasesNothing()
    {
        var found = await CaseAsync();
        _wpi.Answer = (_, _) =>
        {
            _installation.Faults.LogUnwritable = true;
            return Task.FromResult<SourceAnswer>(new SourceAnswer.Given([], Installation.Start));
        };
        Refused.As(RefusalReason.LogUnavailable, await _lead.GetAsync("regie", found.ById()));
    }

    [Fact]
    public async Task Answer_IsDisclosedLikeWhatIsStoredAndKeptByNobody()
    {
        var found = await CaseAsync();
        _wpi.Knows(
            ("workIncome", Benefit),
            ("debts", SectionContent.Of(("arrangement", new TextValue("minnelijk")))));

        var page = await ReadAsync(found);

        Assert.Equal(["workIncome", "debts", "identity", "signals"], page.View.Sections.Select(s => s.Category).Take(4));
        var benefit = page.View.Sections[0];
        Assert.Equal(("wpi", Level.Full, "5.5", "bijstand"), (benefit.Source, benefit.Level, benefit.Article, ((TextValue)benefit.Content.Fields["benefit"]).Text));
        Assert.Equal(new SectionObligations("regie", _installation.Today.AddDays(180), false), benefit.Obligations);
        Assert.Equal(((SectionId?)null, (int?)null, new PartialDate(2026, 1)), (benefit.Id, benefit.Version, benefit.Date));
        Assert.Equal((Level.Pseudonymised, "6.6"), (page.View.Sections[1].Level, page.View.Sections[1].Article));

        // Asked again, it is asked again: nothing was kept.
        _wpi.Says(new SourceAnswer.Refused());
        Assert.DoesNotContain((await ReadAsync(found)).View.Sections, s => s.Source == "wpi");
    }

    [Fact]
    public async Task AnswerPastItsRetention_IsNotShown()
    {
        var found = await CaseAsync();
        _wpi.Answer = (question, _) => Task.FromResult<SourceAnswer>(new SourceAnswer.Given(
            [FakeSource.Section(question.Bsn, "workIncome", Benefit) with { KeepUntil = _installation.Today.AddDays(-1) }], Installation.Start));

        var page = await ReadAsync(found);

        Assert.DoesNotContain(page.View.Sections, s => s.Source == "wpi");
        Assert.Contains(_installation.Entries()[^1].Decisions, d => d is { Source: "wpi", Level: "none", Withheld: 1, Released: 0 });
    }

    public static TheoryData<string, SourceState, string> Answers => new()
    {
        { "refused", SourceState.Refused, "" },
        { "unavailable", SourceState.Unavailable, "UNREACHABLE" },
        { "malformed", SourceState.Malformed, "NOT_THE_PROTOCOL" },
        { "stale", SourceState.Stale, "" },
        { "another person", SourceState.Malformed, "OTHER_SUBJECT" },
        { "more fields", SourceState.Malformed, "NOT_ASKED_FOR" },
        { "throws", SourceState.Unavailable, "ADAPTER_FAULT" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task EveryAnswer_HasItsStateAndCostsTheOthersNothing(string answer, SourceState state, string fault)
    {
        var found = await CaseAsync();
        _jbra.Knows(("youthProtection", SectionContent.Of(("measure", new TextValue("voogdij")))));
        _wpi.Answer = (question, _) => answer switch
        {
            "refused" => Task.FromResult<SourceAnswer>(new SourceAnswer.Refused()),
            "unavailable" => Task.FromResult<SourceAnswer>(new SourceAnswer.Unavailable(SourceFault.Unreachable)),
            "malformed" => Task.FromResult<SourceAnswer>(new SourceAnswer.Malformed(SourceFault.NotTheProtocol)),
            "stale" => Given(Installation.Start.AddDays(-2), FakeSource.Section(question.Bsn, "workIncome", Benefit)),
            "another person" => Given(Installation.Start, FakeSource.Section(question.Bsn, "workIncome", Benefit), FakeSource.Section("999990020", "workIncome", Benefit)),
            "more fields" => Given(Installation.Start, FakeSource.Section(question.Bsn, "debts", SectionContent.Of(("creditors", new TextsValue(["De Bank"]))))),
            _ => throw new InvalidOperationException("It is about " + question.Bsn),
        };

        var page = await ReadAsync(found);

        var wpi = page.Sources.Single(s => s.Partner == "wpi");
        Assert.Equal((state, state == SourceState.Stale ? TimeSpan.FromDays(2) : (TimeSpan?)null), (wpi.State, wpi.Age));
        Assert.Equal(state == SourceState.Stale, page.View.Sections.Any(s => s.Source == "wpi"));
        Assert.Equal(SourceState.Ok, page.Sources.Single(s => s.Partner == "jbra").State);
        Assert.Contains(page.View.Sections, s => s is { Source: "jbra", Category: "youthProtection" });
        Assert.Contains(page.View.Sections, s => s.Category == "identity");
        Assert.Equal(fault, _installation.Entries().Last(e => e.QuestionAnswered?.Source == "wpi").QuestionAnswered.Fault);
        Assert.All(_installation.LogLines.All, line => Assert.DoesNotContain(Offers.Bsn, line, StringComparison.Ordinal));

        static Task<SourceAnswer> Given(DateTimeOffset asOf, params SourceSection[] sections) =>
            Task.FromResult<SourceAnswer>(new SourceAnswer.Given(sections, asOf));
    }

    [Fact]
    public async Task HangingSource_IsNotWaitedForBeyondItsTime()
    {
        await using var installation = new Installation(null, [_wpi.AsSource(TimeSpan.FromSeconds(1)), _jbra.AsSource()]);
        var lead = installation.Person("wsg", "regisseur-1", "regisseur");
        var found = await installation.ActiveCaseAsync(lead.As(Relation.Lead));
        _wpi.Answer = (_, _) => new TaskCompletionSource<SourceAnswer>().Task; // deaf to cancellation too
        _jbra.Knows(("youthProtection", SectionContent.Of(("measure", new TextValue("voogdij")))));
        var began = Stopwatch.GetTimestamp();

        var page = (await lead.GetAsync("regie", found.ById())).Value!.Message.Message;

        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
        Assert.Equal([("jbra", SourceState.Ok), ("wpi", SourceState.Unavailable)], page.Sources.Select(s => (s.Partner, s.State)));
        Assert.Contains(page.View.Sections, s => s.Source == "jbra");
        Assert.Equal("LATE", installation.Entries().Single(e => e.QuestionAnswered?.Source == "wpi").QuestionAnswered.Fault);
    }

    [Fact]
    public async Task CallersDeadline_LeavesTimeToAnswer()
    {
        var found = await CaseAsync();

        await _lead.GetAsync(Request(found) with { AnswerBy = _installation.Clock.Now.AddSeconds(3) });
        Assert.Equal(TimeSpan.FromSeconds(2.5), Assert.Single(_wpi.Questions).AnswerWithin);

        // Too little time to expect an answer: then nobody is told anything.
        _wpi.Questions.Clear();
        var outcome = await _lead.GetAsync(Request(found) with { AnswerBy = _installation.Clock.Now.AddMilliseconds(550) });
        Assert.Empty(_wpi.Questions);
        Assert.All(outcome.Value!.Message.Message.Sources, s => Assert.Equal(SourceState.Unavailable, s.State));
        Assert.All(_installation.Entries()[^1].DossierRead.Sources, s => Assert.Equal(("LATE", ""), (s.Fault, s.QuestionId)));
    }

    [Fact]
    public async Task CallerWhoGoesAway_IsReleasedNothingAndTheQuestionHasItsOutcome()
    {
        var found = await CaseAsync();
        using var gone = new CancellationTokenSource();
        _wpi.Answer = async (_, cancellation) =>
        {
            await gone.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellation);
            return new SourceAnswer.Refused();
        };

        Refused.As(RefusalReason.DeadlineExceeded, await _lead.GetUntilAsync(Request(found), gone.Token));

        Assert.Equal("CALLER_GONE", _installation.Entries().Single(e => e.QuestionAnswered?.Source == "wpi").QuestionAnswered.Fault);
        Assert.Equal(Outcome.Refused, _installation.Entries()[^1].Outcome);
    }

    [Fact]
    public async Task RecordsThatMoveBeforeTheQuestion_AreDecidedAboutAgain()
    {
        var found = await CaseAsync();
        _installation.Faults.AfterReading = async () =>
        {
            _installation.Faults.AfterReading = null;
            await _installation.ChangeTeamAsync(found, _lead.As(Relation.None));
        };

        Refused.As(RefusalReason.CaseNotFound, await _lead.GetAsync("regie", found.ById()));

        Assert.Empty(_wpi.Questions);
        Assert.DoesNotContain(_installation.Entries(), e => e.QuestionSent is not null);
    }

    [Fact]
    public async Task RecordsThatMoveAfterTheAnswer_AreDecidedAboutAgainAndNobodyIsAskedTwice()
    {
        var found = await CaseAsync();
        var other = _installation.Person("jbra", "regisseur-3", "regisseur");
        _wpi.Answer = async (question, _) =>
        {
            await _installation.ChangeTeamAsync(found, other.As(Relation.Duo));
            return new SourceAnswer.Given([FakeSource.Section(question.Bsn, "workIncome", Benefit)], Installation.Start);
        };

        var page = await ReadAsync(found);

        Assert.Single(_wpi.Questions);
        Assert.Contains(page.View.Sections, s => s.Source == "wpi");
    }

    [Fact]
    public async Task WithdrawnAfterTheAnswer_NothingOfItIsReleased()
    {
        var found = await CaseAsync();
        _wpi.Answer = async (question, _) =>
        {
            await _installation.ChangeTeamAsync(found, _lead.As(Relation.None));
            return new SourceAnswer.Given([FakeSource.Section(question.Bsn, "workIncome", Benefit)], Installation.Start);
        };
        Refused.As(RefusalReason.CaseNotFound, await _lead.GetAsync("regie", found.ById()));
    }

    [Fact]
    public async Task LargestAnswers_FitOnAPage()
    {
        var found = await _installation.ImportAsync(
            CaseState.Active,
            [("oov", Offers.Identity()), .. Enumerable.Range(0, 12).Select(_ => ("oov", Offers.Section("oov", "signals", ("narrative", new TextValue(new string('x', 65_000))))))],
            _lead.As(Relation.Lead));
        _wpi.Knows(("workIncome", SectionContent.Of(("narrative", new TextValue(new string('y', 65_000))))), ("workIncome", SectionContent.Of(("narrative", new TextValue(new string('z', 60_000))))));
        _jbra.Knows(("youthProtection", SectionContent.Of(("narrative", new TextValue(new string('y', 65_000))))), ("youthProtection", SectionContent.Of(("narrative", new TextValue(new string('z', 60_000))))));

        var answer = (await _lead.GetAsync("regie", found.ById())).Value!.Message;

        Assert.InRange(answer.Bytes.Length, 700_000, 1024 * 1024);
        Assert.Equal(4, answer.Message.View.Sections.Count(s => s.Source is "wpi" or "jbra"));
        Assert.NotEmpty(answer.Message.NextPageToken);
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    private Task<Case> CaseAsync() => _installation.ActiveCaseAsync(_lead.As(Relation.Lead));

    private static BasisdossierRequest Request(Case found) => new("regie", found.ById(), [], 0, "");

    private async Task<BasisdossierPage> ReadAsync(Case found)
    {
        var outcome = await _lead.GetAsync(Request(found));
        Assert.Null(outcome.Refusal);
        return outcome.Value!.Message.Message;
    }
}
