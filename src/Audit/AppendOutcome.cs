namespace Exchange.Audit;

/// <summary>What became of an entry that was offered to the log.</summary>
public abstract record AppendOutcome
{
    private AppendOutcome()
    {
    }

    /// <summary>The entry is durably in the log and its changes are in force.</summary>
    /// <param name="Index">Its place, from 0.</param>
    /// <param name="LeafHash">Its leaf hash (RFC 6962 §2.1): 32 bytes.</param>
    public sealed record Appended(long Index, ReadOnlyMemory<byte> LeafHash) : AppendOutcome;

    /// <summary>An epoch moved since the decision was taken. Nothing was written: decide again.</summary>
    public sealed record EpochMoved : AppendOutcome;

    /// <summary>A change conflicts with what is there. Nothing was written.</summary>
    public sealed record Conflicting : AppendOutcome;

    /// <summary>The log could not be written. Nothing may be released.</summary>
    public sealed record Unavailable : AppendOutcome;
}
