namespace Exchange.PartnerAdapters;

/// <summary>How much patience there is with one partner's system.</summary>
public sealed record PatienceOptions
{
    /// <summary>How long one attempt may take.</summary>
    public TimeSpan Attempt { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often it is asked again, where that is safe.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>About how long before it is asked again; doubles each time, with jitter.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How many questions may be under way at a time; as many more wait for their turn.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>How many attempts there must have been within <see cref="Window"/> before the system is left alone.</summary>
    public int Throughput { get; init; } = 8;

    /// <summary>The share of those that must have failed, above 0 and at most 1.</summary>
    public double FailureShare { get; init; } = 0.5;

    /// <summary>Over which time failures are counted; at least half a second.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the system is then left alone, before one question tries whether it is back; at least half a second.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(15);
}
