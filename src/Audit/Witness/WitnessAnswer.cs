namespace Exchange.Audit;

/// <summary>What a witness says to a checkpoint.</summary>
public abstract record WitnessAnswer
{
    private WitnessAnswer()
    {
    }

    /// <summary>It goes on from the last one that the witness saw, is remembered, and is countersigned.</summary>
    /// <param name="Checkpoint">The checkpoint with the countersignature.</param>
    public sealed record Countersigned(SignedCheckpoint Checkpoint) : WitnessAnswer;

    /// <summary>It is not countersigned.</summary>
    /// <param name="Why">Why.</param>
    /// <param name="Seen">The last checkpoint that the witness saw, if any.</param>
    /// <param name="Evidence">Where the checkpoint was kept that contradicts it; null when it does not.</param>
    public sealed record Refused(WitnessRefusal Why, Checkpoint? Seen, string? Evidence) : WitnessAnswer;
}

/// <summary>Why a witness does not countersign.</summary>
public enum WitnessRefusal
{
    /// <summary>There is no checkpoint, or what is there is none.</summary>
    Unreadable,

    /// <summary>No trusted key signed it, or a signature does not hold, or it is of another log.</summary>
    NotTrusted,

    /// <summary>It is shorter than what the witness saw before: an old copy, or a log that was set back.</summary>
    Shrunk,

    /// <summary>The log has two histories: both checkpoints are signed, and one does not go on from the other.</summary>
    TwoHistories,

    /// <summary>The tiles do not show that it goes on: they are missing, or are not those of the checkpoint.</summary>
    Unproved,
}
