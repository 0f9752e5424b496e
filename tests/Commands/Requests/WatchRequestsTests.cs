using System.Security.Cryptography;
using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Requests;

public sealed class WatchRequestsTests : IAsyncDisposable
{
    private readonly AskedCase _asked = new();

    public ValueTask DisposeAsync() => _asked.DisposeAsync();

    [Fact]
    public async Task WatchRequests_SendsWhatIsOpenAndThenWhatComes()
    {
        var found = await _asked.ImportAsync(("politie", AskedCase.Pending()));
        var first = (await _asked.AskAsync(found)).Request.Id;
        var before = _asked.Installation.LogSize;
        await using var watching = new Watching(_asked.Source);

        var one = await watching.NextAsync();
        Assert.Equal([first], Ids(one));
        var second = (await _asked.AskAsync(found, "casusoverleg")).Request.Id;
        var two = await watching.NextAsync();
        Assert.Equal([second], Ids(two));

        // Each message has its entry, under the one nonce of the stream; looking in vain has none.
        Assert.Equal(one.Nonce.ToArray(), two.Nonce.ToArray());
        var entries = _asked.Installation.Entries(before).Where(e => e.SourceRequestsRead is { Watched: true }).ToList();
        Assert.Equal([(1, 1), (2, 1)], entries.Select(e => (e.SourceRequestsRead.Page, e.SourceRequestsRead.Count)));
        foreach (var (entry, message) in entries.Zip([one, two]))
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(message.Message.Value.NextToken);
            Assert.Equal(HMACSHA256.HashData(message.Nonce.Span, bytes), entry.ResponseHmac.ToByteArray());
            Assert.Equal(message.Nonce.ToArray(), _asked.Installation.Open(entry.ResponseNonce));
        }
    }

    [Fact]
    public async Task WatchRequests_NothingOpen_BeginsWithAnEmptyMessageAndOneEntry()
    {
        var entries = await _asked.Installation.EntriesOfAsync(async () =>
        {
            await using var watching = new Watching(_asked.Source);
            Assert.Empty(Ids(await watching.NextAsync()));
            await Task.Delay(TimeSpan.FromSeconds(2.5), TestContext.Current.CancellationToken);
            Assert.Equal(0, watching.Waiting);
        });
        Assert.Equal((1, 0, Outcome.Released), Assert.Single(entries.Select(e => (e.SourceRequestsRead.Page, e.SourceRequestsRead.Count, e.Outcome))));
    }

    [Fact]
    public async Task WatchRequests_Resumed_MissesNothingAndRepeatsNothing()
    {
        var found = await _asked.ImportAsync([.. Enumerable.Repeat(("politie", AskedCase.Pending()), WatchRequests.MaxBatch + 5)]);
        await _asked.Lead.AskAsync("regie", found.ById());
        string token;
        var seen = new List<RequestId>();
        await using (var watching = new Watching(_asked.Source))
        {
            var first = await watching.NextAsync();
            Assert.Equal(WatchRequests.MaxBatch, first.Message.Value.Requests.Count);
            seen.AddRange(Ids(first));
            token = first.Message.Value.NextToken; // the second message is lost
        }

        await _asked.Lead.AskAsync("casusoverleg", found.ById());
        await using (var watching = new Watching(_asked.Source, token))
        {
            while (seen.Count < 2 * (WatchRequests.MaxBatch + 5))
            {
                var message = await watching.NextAsync();
                Assert.InRange(message.Message.Value.Requests.Count, 1, WatchRequests.MaxBatch);
                seen.AddRange(Ids(message));
            }
        }

        Assert.Equal(seen.Count, seen.Distinct().Count());
        await using var colleague = new Watching(_asked.Installation.Person("politie", "agent-2", "regisseur"), token);
        Assert.Equal(RefusalReason.PageTokenInvalid, (await colleague.Ended)!.Reason);
    }

    [Fact]
    public async Task WatchRequests_AnsweredMeanwhileOrOfAnotherSource_IsNotSent()
    {
        var found = await _asked.ImportAsync(("politie", AskedCase.Pending()));
        await using var om = new Watching(_asked.Installation.Person("om", "officier-1", "caseworker"));
        Assert.Empty(Ids(await om.NextAsync()));
        var request = (await _asked.AskAsync(found)).Request.Id;
        await _asked.Source.AnswerAsync(request, null);
        await using var watching = new Watching(_asked.Source);
        Assert.Empty(Ids(await watching.NextAsync()));
        await Task.Delay(TimeSpan.FromSeconds(1.5), TestContext.Current.CancellationToken);
        Assert.Equal((0, 0), (om.Waiting, watching.Waiting));
    }

    [Fact]
    public async Task WatchRequests_TooMany_AreRefusedUntilOneEnds()
    {
        var watching = new List<Watching>();
        try
        {
            for (var i = 0; i < Watchers.PerPartner; i++)
            {
                watching.Add(new Watching(_asked.Source));
                await watching[^1].NextAsync();
            }

            await Refused.WithOneEntryAsync<Admitted>(_asked.Installation, RefusalReason.TooManyCalls, async () =>
            {
                await using var one = new Watching(_asked.Source);
                return (await one.Ended)!;
            });
            await using (var other = new Watching(_asked.Installation.Person("om", "officier-1", "caseworker")))
                await other.NextAsync();

            await watching[0].DisposeAsync();
            watching.RemoveAt(0);
            watching.Add(new Watching(_asked.Source));
            await watching[^1].NextAsync();
        }
        finally
        {
            foreach (var one in watching)
                await one.DisposeAsync();
        }
    }

    [Fact]
    public async Task WatchRequests_EndsInTimeWithTheCallerAndWithTheGateway()
    {
        await using var stopped = new Watching(_asked.Source);
        await stopped.NextAsync();
        stopped.StopGateway();
        Assert.Equal(RefusalReason.GatewayStopping, (await stopped.Ended)!.Reason);

        await using var expired = new Watching(_asked.Source);
        await expired.NextAsync();
        expired.AdmissionEnds = new Refusal(RefusalReason.TokenExpired, "The token ended.");
        Assert.Equal(RefusalReason.TokenExpired, (await expired.Ended)!.Reason);

        await using var cancelled = new Watching(_asked.Source);
        await cancelled.NextAsync();
        cancelled.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.Ended);

        await using var longest = new Watching(_asked.Source);
        await longest.NextAsync();
        _asked.Clock.Advance(WatchRequests.Longest);
        Assert.Null(await longest.Ended);
    }

    [Fact]
    public async Task WatchRequests_RecordsOrLogBroken_EndsAndSendsNothing()
    {
        await using var unreadable = new Watching(_asked.Source);
        await unreadable.NextAsync();
        _asked.Installation.Faults.RecordsUnreadable = true;
        Assert.Equal(RefusalReason.StoreUnavailable, (await unreadable.Ended)!.Reason);
        _asked.Installation.Faults.RecordsUnreadable = false;

        _asked.Installation.Faults.LogUnwritable = true;
        await using var unlogged = new Watching(_asked.Source);
        Assert.Equal(RefusalReason.LogUnavailable, (await unlogged.Ended)!.Reason);
        Assert.Equal(0, unlogged.Waiting);
    }

    [Fact]
    public async Task WatchRequests_ForARoleThatDealsWithNothing_IsNotAllowed()
    {
        await using var watching = new Watching(_asked.Installation.Person("politie", "p-1", "analyst"));
        Assert.Equal(RefusalReason.ActNotAllowed, (await watching.Ended)!.Reason);
    }

    private static IEnumerable<RequestId> Ids(Released<Answer<RequestsPage>> message) => message.Message.Value.Requests.Select(r => r.Request.Id);
}
