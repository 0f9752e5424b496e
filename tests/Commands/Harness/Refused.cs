using Exchange.Audit.V1;

namespace Exchange.Commands.Tests.Harness;

/// <summary>What a refused caller and the log are told.</summary>
internal static class Refused
{
    /// <summary>Holds that there is no answer, and gives the refusal.</summary>
    public static Refusal As<T>(RefusalReason reason, Outcome<T> outcome)
        where T : class
    {
        Assert.Null(outcome.Value);
        Assert.NotNull(outcome.Refusal);
        Assert.Equal(reason, outcome.Refusal.Reason);
        return outcome.Refusal;
    }

    /// <summary>Holds that there is no answer and one entry, which says so and holds no evidence of a response.</summary>
    public static async Task<Entry> WithOneEntryAsync<T>(Installation installation, RefusalReason reason, Func<Task<Outcome<T>>> call)
        where T : class
    {
        var entries = await installation.EntriesOfAsync(async () => As(reason, await call()));
        var entry = Assert.Single(entries);
        Assert.Equal(Outcome.Refused, entry.Outcome);
        Assert.Equal(ReasonName.Of(reason), entry.Reason);
        Assert.Empty(entry.ResponseHmac);
        Assert.Null(entry.ResponseNonce);
        Assert.Empty(entry.Decisions);
        return entry;
    }
}
