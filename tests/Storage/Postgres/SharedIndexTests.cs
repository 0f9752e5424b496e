using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Storage.Postgres;

namespace Exchange.Storage.Tests.Postgres;

/// <summary>The index of a log that two gateways write.</summary>
public sealed class SharedIndexTests
{
    private const long CaseMark = 5, SubjectMark = 50;

    private static readonly PartnershipId Amsterdam = new("amsterdam");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Forget_AtOneGateway_IsWrittenAnewByTheOtherWhenTheCaseIsLoggedAgain()
    {
        using var databases = PostgresFixture.Rent();
        var options = databases.Options with { IndexKnownFor = TimeSpan.Zero }; // as after the minute in which the destroyed key was still in memory
        using PostgresStorage first = PostgresStorage.Open(options), second = PostgresStorage.Open(options);
        await using AuditLog here = new(first.Log), there = new(second.Log);
        await AppendAsync(here);
        Assert.Equal([CaseMark], second.Index.CasesOf(Amsterdam, SubjectMark));

        Assert.IsType<AppendOutcome.Appended>(await there.AppendAsync(Amsterdam, new PendingEntry(new Entry(), [], [new MarkForgotten(CaseMark)]), Cancellation));
        Assert.Empty(first.Index.CasesOf(Amsterdam, SubjectMark));
        Assert.Empty(first.Index.Marked(Amsterdam, [CaseMark], LogSpan.Whole, 10));

        await AppendAsync(here);
        Assert.Equal([CaseMark], second.Index.CasesOf(Amsterdam, SubjectMark));
        Assert.Equal([2], second.Index.Marked(Amsterdam, [CaseMark], LogSpan.Whole, 10).Select(r => r.Entry));
    }

    private static async Task AppendAsync(AuditLog log)
    {
        var entry = new Entry();
        entry.Mark(new EntryMark(CaseMark, SubjectMark));
        Assert.IsType<AppendOutcome.Appended>(await log.AppendAsync(Amsterdam, new PendingEntry(entry, [], []), Cancellation));
    }
}
