using System.Diagnostics;
using Exchange.Dossiers;
using Exchange.PartnerAdapters.Tests.Harness;

namespace Exchange.PartnerAdapters.Tests.Conformance;

/// <summary>
/// What every adapter must do, whatever its protocol. An adapter's tests derive from this and say how to start a partner's system.
/// </summary>
public abstract class AdapterConformance : IAsyncLifetime
{
    // The machine may be busy; a hang would last much longer.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    private IPartnerUnderTest? _partner;

    private protected IPartnerUnderTest Partner => _partner!;

    private protected abstract Task<IPartnerUnderTest> StartAsync();

    public async ValueTask InitializeAsync() => _partner = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_partner is not null)
            await _partner.DisposeAsync();
    }

    [Fact]
    public async Task Answer_IsReadAsTheSourceMeantIt()
    {
        var adapter = await Partner.ConnectAsync(Behaviour.Answers);

        var given = Assert.IsType<SourceAnswer.Given>(await adapter.AskAsync(Questions.WorkIncome()));

        var section = Assert.Single(given.Sections);
        Assert.Equal(("workIncome", Questions.Bsn, new DateOnly(2099, 12, 31)), (section.Category, section.Bsn, section.KeepUntil));
        Assert.Equal(new PartialDate(2026, 3), section.Date);
        Assert.Equal(new TextValue("bijstand"), section.Content.Fields["benefit"]);
        Assert.InRange(TimeProvider.System.GetUtcNow() - given.AsOf, TimeSpan.FromSeconds(-2), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task NothingFound_IsAnAnswer()
    {
        var adapter = await Partner.ConnectAsync(Behaviour.FindsNothing);
        Assert.Empty(Assert.IsType<SourceAnswer.Given>(await adapter.AskAsync(Questions.WorkIncome())).Sections);
    }

    [Fact]
    public async Task Refusal_IsToldFromNothingFound()
    {
        var adapter = await Partner.ConnectAsync(Behaviour.Refuses);
        Assert.IsType<SourceAnswer.Refused>(await adapter.AskAsync(Questions.WorkIncome()));
    }

    [Fact]
    public async Task OldData_SayHowOldTheyAre()
    {
        var adapter = await Partner.ConnectAsync(Behaviour.AnswersFromOldData);
        var given = Assert.IsType<SourceAnswer.Given>(await adapter.AskAsync(Questions.WorkIncome()));
        Assert.InRange(TimeProvider.System.GetUtcNow() - given.AsOf, TimeSpan.FromDays(3) - TimeSpan.FromSeconds(2), TimeSpan.FromDays(3.1));
    }

    [Theory]
    [InlineData(Behaviour.SendsGarbage, SourceFault.NotTheProtocol)]
    [InlineData(Behaviour.SendsTooMuch, SourceFault.TooLarge)]
    [InlineData(Behaviour.AnswersAboutAnother, SourceFault.OtherSubject)]
    [InlineData(Behaviour.AnswersAnotherField, SourceFault.NotAskedFor)]
    [InlineData(Behaviour.AnswersAnotherCategory, SourceFault.NotAskedFor)]
    [InlineData(Behaviour.AnswersABadCode, SourceFault.BadContent)]
    [InlineData(Behaviour.AnswersFromTheFuture, SourceFault.FromTheFuture)]
    public async Task WrongAnswer_IsMalformedAsAWhole(Behaviour behaviour, SourceFault fault)
    {
        var adapter = await Partner.ConnectAsync(behaviour);

        Assert.Equal(new SourceAnswer.Malformed(fault), await adapter.AskAsync(Questions.WorkIncome()));
        Assert.Single(await Partner.TakeSeenAsync());
    }

    [Fact]
    public async Task AnotherProtocol_IsNoAnswer()
    {
        var adapter = await Partner.ConnectAsync(Behaviour.SpeaksSomethingElse);
        Assert.True(await adapter.AskAsync(Questions.WorkIncome()) is SourceAnswer.Malformed or SourceAnswer.Unavailable);
        Assert.Empty(await Partner.TakeSeenAsync());
    }

    [Fact]
    public async Task Down_IsUnavailable()
    {
        var adapter = await Partner.ConnectAsync(Behaviour.IsDown);
        Assert.Equal(new SourceAnswer.Unavailable(SourceFault.Unreachable), await adapter.AskAsync(Questions.WorkIncome()));
    }

    [Fact]
    public async Task Hanging_IsLateWhenItsTimeIsUp()
    {
        var adapter = await Partner.ConnectAsync(Behaviour.Hangs, new PatienceOptions { Attempt = TimeSpan.FromSeconds(30) });
        var began = Stopwatch.GetTimestamp();

        Assert.Equal(new SourceAnswer.Unavailable(SourceFault.Late), await adapter.AskAsync(Questions.WorkIncome(TimeSpan.FromSeconds(1))));

        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(1) + Slack);
    }

    [Fact]
    public async Task HangingAttempt_IsNotTriedAgain()
    {
        var adapter = await Partner.ConnectAsync(Behaviour.Hangs, new PatienceOptions { Attempt = TimeSpan.FromSeconds(2) });
        Assert.Equal(new SourceAnswer.Unavailable(SourceFault.Late), await adapter.AskAsync(Questions.WorkIncome()));
        Assert.Single(await Partner.TakeSeenAsync());
    }

    [Fact]
    public async Task CutInTheMiddle_IsNoAnswerAndNotTriedAgain()
    {
        var adapter = await Partner.ConnectAsync(Behaviour.CutsOff);
        Assert.Equal(new SourceAnswer.Unavailable(SourceFault.BrokenOff), await adapter.AskAsync(Questions.WorkIncome()));
        Assert.Single(await Partner.TakeSeenAsync());
    }

    [Fact]
    public async Task UnavailableOnce_IsAskedAgainWithTheSameQuestion()
    {
        var adapter = await Partner.ConnectAsync(Behaviour.IsUnavailableOnce);
        var question = Questions.WorkIncome();

        Assert.IsType<SourceAnswer.Given>(await adapter.AskAsync(question));

        Assert.Equal([question.Id, question.Id], (await Partner.TakeSeenAsync()).Select(q => q.Id));
    }

    [Fact]
    public async Task ErrorOfItsOwn_IsNotTriedAgain()
    {
        var adapter = await Partner.ConnectAsync(Behaviour.Fails);
        Assert.Equal(new SourceAnswer.Unavailable(SourceFault.SourceError), await adapter.AskAsync(Questions.WorkIncome()));
        Assert.Single(await Partner.TakeSeenAsync());
    }

    [Theory]
    [InlineData(Behaviour.HasAnExpiredCertificate)]
    [InlineData(Behaviour.IsSomebodyElse)]
    [InlineData(Behaviour.HasAnotherName)]
    public async Task WrongCertificate_IsToldNothing(Behaviour behaviour)
    {
        var adapter = await Partner.ConnectAsync(behaviour);
        Assert.Equal(new SourceAnswer.Unavailable(SourceFault.Unreachable), await adapter.AskAsync(Questions.WorkIncome()));
        Assert.Empty(await Partner.TakeSeenAsync());
    }

    [Fact]
    public async Task FailingAgainAndAgain_IsLeftAloneForAWhileAndThenTriedOnce()
    {
        var clock = new MovableClock();
        var patience = new PatienceOptions { Retries = 0, Throughput = 4, Pause = TimeSpan.FromMinutes(1), Window = TimeSpan.FromMinutes(5) };
        var adapter = await Partner.ConnectAsync(Behaviour.IsUnavailable, patience, clock);
        for (var i = 0; i < 4; i++)
            Assert.Equal(new SourceAnswer.Unavailable(SourceFault.Unreachable), await adapter.AskAsync(Questions.WorkIncome()));
        Assert.Equal(4, (await Partner.TakeSeenAsync()).Count);

        // Open: no question leaves.
        Assert.Equal(new SourceAnswer.Unavailable(SourceFault.CircuitOpen), await adapter.AskAsync(Questions.WorkIncome()));
        Assert.Empty(await Partner.TakeSeenAsync());

        // After the pause one question tries; it fails, and the system is left alone again.
        clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(new SourceAnswer.Unavailable(SourceFault.Unreachable), await adapter.AskAsync(Questions.WorkIncome()));
        Assert.Equal(new SourceAnswer.Unavailable(SourceFault.CircuitOpen), await adapter.AskAsync(Questions.WorkIncome()));
        Assert.Single(await Partner.TakeSeenAsync());

        // Closed again by the first answer.
        await Partner.BehaveAsync(Behaviour.Answers);
        clock.Advance(TimeSpan.FromSeconds(61));
        Assert.IsType<SourceAnswer.Given>(await adapter.AskAsync(Questions.WorkIncome()));
        Assert.IsType<SourceAnswer.Given>(await adapter.AskAsync(Questions.WorkIncome()));
        Assert.Equal(2, (await Partner.TakeSeenAsync()).Count);
    }

    [Fact]
    public async Task MoreQuestionsThanItTakes_AreNotSent()
    {
        var patience = new PatienceOptions { Concurrency = 1, Attempt = TimeSpan.FromSeconds(30) };
        var adapter = await Partner.ConnectAsync(Behaviour.Hangs, patience);
        var first = adapter.AskAsync(Questions.WorkIncome(TimeSpan.FromSeconds(2)));
        var second = adapter.AskAsync(Questions.WorkIncome(TimeSpan.FromSeconds(2)));

        Assert.Equal(new SourceAnswer.Unavailable(SourceFault.Busy), await adapter.AskAsync(Questions.WorkIncome(TimeSpan.FromSeconds(2))));

        Assert.All(await Task.WhenAll(first, second), a => Assert.Equal(new SourceAnswer.Unavailable(SourceFault.Late), a));
        Assert.InRange((await Partner.TakeSeenAsync()).Count, 1, 2);
    }

    [Fact]
    public async Task Cancelled_Throws()
    {
        var adapter = await Partner.ConnectAsync(Behaviour.Hangs, new PatienceOptions { Attempt = TimeSpan.FromSeconds(30) });
        using var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => adapter.AskAsync(Questions.WorkIncome(), gone.Token));
    }

    [Fact]
    public async Task WhatLeaves_IsTheQuestionAndNothingElse()
    {
        var adapter = await Partner.ConnectAsync(Behaviour.Answers);
        var question = Questions.WorkIncome();

        // A call is traced, and nothing of that may leave: it would tie questions to each other and to the call.
        using var call = new Activity("call").SetIdFormat(ActivityIdFormat.W3C).AddBaggage("case", "baggage-of-the-call");
        call.Start();
        call.TraceStateString = "vendor=state-of-the-call";
        await adapter.AskAsync(question);

        var (id, everything) = Assert.Single(await Partner.TakeSeenAsync());
        Assert.Equal(question.Id, id);
        Assert.Contains(Questions.Bsn, everything, StringComparison.Ordinal);
        foreach (var field in question.Asked[0].Fields)
            Assert.Contains(field, everything, StringComparison.Ordinal);
        foreach (var stray in new[] { "employer", "trace", "baggage", "state-of-the-call", call.TraceId.ToHexString() })
            Assert.DoesNotContain(stray, everything, StringComparison.OrdinalIgnoreCase);
    }
}
