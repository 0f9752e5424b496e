namespace Exchange.Audit;

/// <summary>How much the log takes on, and how long a caller waits for it.</summary>
public sealed class AuditLogOptions
{
    /// <summary>The most entries that are made durable together. Default 256, 1 to 4096.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>The most entries that wait to be written. Default 4096, 1 to 65 536.</summary>
    public int QueueLength { get; init; } = 4096;

    /// <summary>How long a caller waits before the answer is that the log is unavailable. Default 4 s, 10 ms to 1 min.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(4);

    internal void ThrowIfInvalid()
    {
        if (BatchSize is < 1 or > 4096)
            throw new ArgumentException("The log's BatchSize must be 1 to 4096 entries.");
        if (QueueLength is < 1 or > 65_536)
            throw new ArgumentException("The log's QueueLength must be 1 to 65536 entries.");
        if (AnswerWithin < TimeSpan.FromMilliseconds(10) || AnswerWithin > TimeSpan.FromMinutes(1))
            throw new ArgumentException("The log's AnswerWithin must be 10 milliseconds to 1 minute.");
    }
}
