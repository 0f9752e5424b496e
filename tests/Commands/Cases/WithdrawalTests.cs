using System.Text;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Cases;

/// <summary>
/// No order of grants and withdrawals permits access after a withdrawal: whatever readers and the operator do at the same time,
/// in the order of the log every release is to somebody who was on the team at that point.
/// </summary>
public sealed class WithdrawalTests
{
    private const int Actors = 4;
    private const int Turns = 150;
    private const int ReadersEach = 2;

    [Fact]
    public async Task GetBasisdossier_WhileMembersComeAndGo_ReleasesOnlyToWhoIsOnTheTeamInTheOrderOfTheLog()
    {
        await using var installation = new Installation();
        var found = await installation.ActiveCaseAsync();
        var people = Enumerable.Range(0, Actors).Select(i => installation.Person("scw", $"werker-{i}", "caseworker")).ToList();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

        var readers = people.SelectMany(p => Enumerable.Repeat(p, ReadersEach)).Select(person => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                var outcome = await person.GetAsync("interventie", found.ById());
                Assert.True(outcome.Value is not null || outcome.Refusal!.Reason is RefusalReason.CaseNotFound or RefusalReason.ConcurrentChange);
            }
        })).ToList();
        var writers = people.Select(person => Task.Run(async () =>
        {
            for (var turn = 0; turn < Turns; turn++)
            {
                Assert.Null(await installation.ChangeTeamAsync(found, person.As(Relation.Member)));
                await person.GetAsync("interventie", found.ById());
                Assert.Null(await installation.ChangeTeamAsync(found, person.As(Relation.None)));

                // What is acknowledged is in force: this call begins after it.
                Refused.As(RefusalReason.CaseNotFound, await person.GetAsync("interventie", found.ById()));
            }
        })).ToList();
        await Task.WhenAll(writers);
        await done.CancelAsync();
        await Task.WhenAll(readers);

        var released = ReplayTeam(installation);
        Assert.True(released >= Turns, $"only {released} releases: the readers hardly met the writers");
        Assert.Null(LogVerifier.Verify(installation.Get<ILogStore>(), installation.Partnership, TestContext.Current.CancellationToken).Fault);
    }

    [Fact]
    public async Task Contribute_WhileMembersComeAndGo_IsAcceptedOnlyFromWhoIsOnTheTeam()
    {
        await using var installation = new Installation();
        var found = await installation.ActiveCaseAsync();
        var person = installation.Person("scw", "werker-1", "caseworker");
        using var done = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var signal = Offers.Signal("scw");

        var contributor = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
                await person.ContributeAsync("interventie", found.ById(), signal);
        }, TestContext.Current.CancellationToken);
        for (var turn = 0; turn < Turns; turn++)
        {
            Assert.Null(await installation.ChangeTeamAsync(found, person.As(Relation.Member)));
            Assert.Null(await installation.ChangeTeamAsync(found, person.As(Relation.None)));
            Refused.As(RefusalReason.CaseNotFound, await person.ContributeAsync("interventie", found.ById(), signal));
        }

        await done.CancelAsync();
        await contributor;
        ReplayTeam(installation);
    }

    [Fact]
    public async Task GetBasisdossier_WhileMeetingsAreClosed_ReleasesNothingThroughOneThatIsOverInTheOrderOfTheLog()
    {
        const int meetings = 60;
        await using var installation = new Installation();
        var found = await installation.ActiveCaseAsync();
        var chair = installation.Person("oov", "medewerker-1", "coordinator");
        var person = installation.Person("ggd", "arts-1", "caseworker");
        for (var turn = 0; turn < meetings; turn++)
        {
            var meeting = await installation.RecordMeetingAsync("itat", installation.Clock.Now, [chair.Attendee, person.Attendee], found.Id);
            using var closed = new CancellationTokenSource();
            var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
            {
                while (!closed.IsCancellationRequested)
                    await person.GetAsync("casusoverleg", found.ByAlias(meeting));
            })).ToList();
            Assert.NotNull((await person.GetAsync("casusoverleg", found.ByAlias(meeting))).Value);
            Assert.NotNull((await chair.CloseAsync("casusoverleg", meeting.Id)).Value);
            Refused.As(RefusalReason.MeetingNotOpen, await person.GetAsync("casusoverleg", found.ByAlias(meeting)));
            await closed.CancelAsync();
            await Task.WhenAll(readers);
        }

        var over = new HashSet<string>();
        var released = 0;
        foreach (var entry in installation.Entries())
        {
            if (entry is { Outcome: Outcome.Done, MeetingClosed: not null })
                over.Add(entry.MeetingId);
            if (entry.Outcome != Outcome.Released)
                continue;
            Assert.DoesNotContain(entry.MeetingId, over);
            released++;
        }

        Assert.Equal(meetings, over.Count);
        Assert.True(released >= meetings);
    }

    [Fact]
    public async Task GetBasisdossier_AnyOrderOfGrantsWithdrawalsAndReadings_FollowsTheLast()
    {
        await using var installation = new Installation();
        var found = await installation.ActiveCaseAsync();
        var person = installation.Person("scw", "werker-1", "caseworker");
        var relation = Relation.None;

        // Every order of three things of length five, and the relation carries over from one to the next.
        for (var order = 0; order < 243; order++)
        {
            for (var (step, rest) = (0, order); step < 5; step++, rest /= 3)
            {
                if (rest % 3 < 2)
                {
                    relation = rest % 3 == 0 ? Relation.None : Relation.Member;
                    Assert.Null(await installation.ChangeTeamAsync(found, person.As(relation)));
                    continue;
                }

                var outcome = await person.GetAsync("interventie", found.ById());
                Assert.Equal(relation == Relation.Member, outcome.Value is not null);
            }
        }
    }

    /// <summary>Reads the log from its start, keeps the team as it says, and holds every release to it.</summary>
    private static int ReplayTeam(Installation installation)
    {
        var team = new HashSet<(string, string)>();
        var released = 0;
        foreach (var entry in installation.Entries())
        {
            if (entry.TeamChanged is { } change)
            {
                var member = (change.Partner, Encoding.UTF8.GetString(installation.Open(change.Actor)));
                if (change.Relation == Words.Of(Relation.None))
                    team.Remove(member);
                else
                    team.Add(member);
            }
            else if (entry.Outcome == Outcome.Released || (entry.Outcome == Outcome.Done && entry.Caller is not null))
            {
                Assert.Contains((entry.Caller!.Partner, Encoding.UTF8.GetString(installation.Open(entry.Caller.Actor))), team);
                released++;
            }
        }

        return released;
    }
}
