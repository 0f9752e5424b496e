using Exchange.Audit;

namespace Exchange.Cli.Audit;

/// <summary>Says in a sentence what a verification found.</summary>
internal static class Verdict
{
    public static string Of(LogVerification found) => found.Fault is { } fault
        ? $"WRONG: {Of(fault)}"
        : $"{found.Size} entries, every hash recomputed and as stored, root {Convert.ToHexStringLower(found.Root.Span)}";

    public static string Of(ExportVerification found, Checkpoint? older) => found.Fault is { } fault
        ? $"WRONG: {Of(fault)}"
        : $"{found.Checkpoint!.Size} entries of {found.Checkpoint.Origin}, "
            + (found.Verified == found.Checkpoint.Size ? "every hash recomputed" : $"the last {found.Verified} recomputed")
            + $" and as signed{(older is null ? "" : $", nothing changed of the first {older.Size}")}, root {Convert.ToHexStringLower(found.Checkpoint.Root.Span)}";

    public static string Of(ProofVerdict verdict, TlogProof proof) => verdict switch
    {
        ProofVerdict.Proved => $"entry {proof.Index} is in the log {proof.Checkpoint.Checkpoint.Origin} of {proof.Checkpoint.Checkpoint.Size} entries",
        ProofVerdict.CheckpointNotTrusted => "WRONG: no trusted key signed the checkpoint, or it was altered.",
        _ => $"WRONG: entry {proof.Index} is not proved to be in the log.",
    };

    public static string Of(ProofVerdict verdict, GrowthProof proof) => verdict switch
    {
        ProofVerdict.Proved => $"the log {proof.Checkpoint.Checkpoint.Origin} grew from {proof.OldSize} to {proof.Checkpoint.Checkpoint.Size} entries, and nothing before was changed",
        ProofVerdict.CheckpointNotTrusted => "WRONG: no trusted key signed the checkpoint, or it was altered.",
        ProofVerdict.OtherBeginning => "WRONG: the proof does not begin at the older checkpoint, or no trusted key signed that.",
        _ => $"WRONG: the log is not proved to go on from entry {proof.OldSize}.",
    };

    public static string Of(CheckpointTrust trust, Checkpoint checkpoint) => trust switch
    {
        CheckpointTrust.Signed => $"{checkpoint.Size} entries of {checkpoint.Origin}, signed, root {Convert.ToHexStringLower(checkpoint.Root.Span)}",
        CheckpointTrust.SignatureWrong => "WRONG: a signature does not hold: the checkpoint was altered.",
        CheckpointTrust.OtherLog => $"WRONG: the checkpoint is of another log, {checkpoint.Origin}.",
        CheckpointTrust.NotWitnessed => "WRONG: a witness did not countersign.",
        _ => "WRONG: no trusted key signed the checkpoint.",
    };

    public static string Of(ExportOutcome.Refused refused) => refused.Why switch
    {
        ExportRefusal.EntryMissing => $"WRONG: entry {refused.Index} is missing; nothing was signed.",
        ExportRefusal.EntryTooLong => $"WRONG: entry {refused.Index} is longer than an export can hold; nothing was signed.",
        ExportRefusal.Pruned => $"WRONG: the log is pruned up to entry {refused.Index}, beyond the export that is there, so it cannot be told whether it goes on from it: export to a new directory.",
        ExportRefusal.HistoryChanged => $"WRONG: the log does not go on from the export that is there: something before entry {refused.Index} was changed or is gone. Nothing was signed; keep that export.",
        _ => "WRONG: the entries do not make the log's tree: verify it. Nothing was signed.",
    };

    public static string Of(WitnessAnswer.Refused refused) => refused.Why switch
    {
        WitnessRefusal.Unreadable => "WRONG: there is no checkpoint that can be read.",
        WitnessRefusal.NotTrusted => "WRONG: no trusted key signed the checkpoint, or it was altered, or it is of another log.",
        WitnessRefusal.Shrunk => $"WRONG: the log is shorter than the {refused.Seen!.Size} entries that were seen before: an old copy, or set back.",
        WitnessRefusal.TwoHistories => $"WRONG: the log has two histories: what it shows now does not go on from the {refused.Seen!.Size} entries that were seen. The evidence is in {refused.Evidence}.",
        _ => $"WRONG: the tiles do not prove that the log goes on from the {refused.Seen!.Size} entries that were seen.",
    };

    private static string Of(ExportFault fault) => fault.Kind switch
    {
        ExportFaultKind.CheckpointUnreadable => "there is no checkpoint that can be read.",
        ExportFaultKind.CheckpointNotSigned => "no trusted key signed the checkpoint.",
        ExportFaultKind.CheckpointAltered => "a signature does not hold: the checkpoint was altered.",
        ExportFaultKind.OtherLog => "the checkpoint is of another log.",
        ExportFaultKind.NotWitnessed => "a witness did not countersign the checkpoint.",
        ExportFaultKind.OlderNotTrusted => "no trusted key signed the older checkpoint, or it is of another log.",
        ExportFaultKind.Shrunk => $"the log has {fault.Index} entries, fewer than it had.",
        ExportFaultKind.HistoryChanged => $"something before entry {fault.Index} was changed since the older checkpoint.",
        ExportFaultKind.BundleUnreadable => $"{fault.Path} is missing or malformed: entry {fault.Index} and on cannot be read.",
        ExportFaultKind.EntryAltered => $"entry {fault.Index} was altered: it does not hash to its leaf.",
        ExportFaultKind.EntryUnreadable => $"entry {fault.Index} is not an entry.",
        ExportFaultKind.TileUnreadable => $"{fault.Path} is missing or malformed.",
        ExportFaultKind.TileAltered => $"{fault.Path} was altered: it does not hold the hash of what begins at entry {fault.Index}.",
        _ => "everything fits, and makes another tree than the one that was signed.",
    };

    private static string Of(LogFault fault) => fault.Kind switch
    {
        LogFaultKind.EntryMissing => $"entry {fault.Index} is missing.",
        LogFaultKind.EntryExtra => $"entry {fault.Index} lies beyond the head.",
        LogFaultKind.EntryAltered => $"entry {fault.Index} was altered: it does not hash to its stored leaf.",
        LogFaultKind.EntryUnreadable => $"entry {fault.Index} is not an entry.",
        LogFaultKind.NodeMissing => $"the node at level {fault.Level}, place {fault.Index} is missing.",
        LogFaultKind.NodeExtra => $"the node at level {fault.Level}, place {fault.Index} stands over no entries.",
        LogFaultKind.NodeAltered => $"the node at level {fault.Level}, place {fault.Index} was altered.",
        LogFaultKind.IndexAltered => $"the index does not say of entry {fault.Index} what that says.",
        LogFaultKind.IndexMissing => $"entry {fault.Index} is not in the index: no search finds it.",
        LogFaultKind.IndexExtra => $"the index has an entry {fault.Index} that is not there.",
        _ => "the head is not the head of the entries.",
    };
}
