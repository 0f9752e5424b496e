namespace Exchange.Audit;

/// <summary>What came of an export.</summary>
public abstract record ExportOutcome
{
    private ExportOutcome()
    {
    }

    /// <summary>The folder holds the log up to a checkpoint.</summary>
    /// <param name="Checkpoint">The checkpoint.</param>
    /// <param name="From">The first entry that was written; those before it were there.</param>
    /// <param name="Minimum">The first entry that the log still has; entries before it are gone from the folder too.</param>
    public sealed record Written(SignedCheckpoint Checkpoint, long From, long Minimum) : ExportOutcome;

    /// <summary>Nothing was signed.</summary>
    /// <param name="Why">Why.</param>
    /// <param name="Index">The entry or the size that it is about.</param>
    public sealed record Refused(ExportRefusal Why, long Index) : ExportOutcome;
}

/// <summary>Why a log is not exported.</summary>
public enum ExportRefusal
{
    /// <summary>An entry is not there.</summary>
    EntryMissing,

    /// <summary>An entry is longer than 65 535 bytes, which the layout has no place for.</summary>
    EntryTooLong,

    /// <summary>The entries do not make the tree that the store says it has.</summary>
    LogDamaged,

    /// <summary>The folder has something else, or the export of another log.</summary>
    OtherFolder,

    /// <summary>The log was pruned beyond what the folder has: whether it goes on from there cannot be told any more.</summary>
    Pruned,

    /// <summary>The folder has a checkpoint of this log that the log does not go on from: something before it was changed or is gone.</summary>
    HistoryChanged,
}
