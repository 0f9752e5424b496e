namespace Exchange.Audit;

/// <summary>What a verification of an export found.</summary>
/// <param name="Checkpoint">The checkpoint that it was held against; null when there is none that can be read.</param>
/// <param name="Verified">How many entries were recomputed.</param>
/// <param name="Fault">The first thing that is wrong, or null.</param>
public sealed record ExportVerification(Checkpoint? Checkpoint, long Verified, ExportFault? Fault)
{
    /// <summary>Whether everything is as the trusted key signed it.</summary>
    public bool IsSound => Fault is null;
}

/// <summary>What is wrong with an export, and where.</summary>
/// <param name="Kind">What.</param>
/// <param name="Path">The file that it shows in.</param>
/// <param name="Index">The first entry that it is about; −1 when it is about none.</param>
public sealed record ExportFault(ExportFaultKind Kind, string Path, long Index);

/// <summary>The ways in which an export can be wrong.</summary>
public enum ExportFaultKind
{
    /// <summary>There is no checkpoint, or what is there is none.</summary>
    CheckpointUnreadable,

    /// <summary>No trusted key of the log signed the checkpoint.</summary>
    CheckpointNotSigned,

    /// <summary>The checkpoint has a signature of a trusted key that does not hold.</summary>
    CheckpointAltered,

    /// <summary>The checkpoint is of another log.</summary>
    OtherLog,

    /// <summary>A witness that was asked for did not countersign the checkpoint.</summary>
    NotWitnessed,

    /// <summary>The older checkpoint is of another log, or no trusted key signed it.</summary>
    OlderNotTrusted,

    /// <summary>The log is shorter than the older checkpoint says that it was.</summary>
    Shrunk,

    /// <summary>Something before the older checkpoint was changed.</summary>
    HistoryChanged,

    /// <summary>A bundle of entries is missing, or does not hold as many entries as it has to.</summary>
    BundleUnreadable,

    /// <summary>An entry does not hash to its leaf hash: one of the two was altered.</summary>
    EntryAltered,

    /// <summary>An entry is the one that was logged, and is no <c>exchange.audit.v1.Entry</c>.</summary>
    EntryUnreadable,

    /// <summary>A tile is missing, or has another length than it has to.</summary>
    TileUnreadable,

    /// <summary>A tile's hash is not that of what it stands over.</summary>
    TileAltered,

    /// <summary>Everything fits, and makes another tree than the one that was signed.</summary>
    OtherTree,
}
