using Exchange.Audit;

namespace Exchange.Cli.Audit;

/// <summary>Says in a sentence what a verification found.</summary>
internal static class Verdict
{
    public static string Of(LogVerification found) => found.Fault is { } fault
        ? $"WRONG: {Of(fault)}"
        : $"{found.Size} entries, every hash recomputed and as stored, root {Convert.ToHexStringLower(found.Root.Span)}";

    private static string Of(LogFault fault) => fault.Kind switch
    {
        LogFaultKind.EntryMissing => $"entry {fault.Index} is missing.",
        LogFaultKind.EntryExtra => $"entry {fault.Index} lies beyond the head.",
        LogFaultKind.EntryAltered => $"entry {fault.Index} was altered: it does not hash to its stored leaf.",
        LogFaultKind.EntryUnreadable => $"entry {fault.Index} is not an entry.",
        LogFaultKind.NodeMissing => $"the node at level {fault.Level}, place {fault.Index} is missing.",
        LogFaultKind.NodeExtra => $"the node at level {fault.Level}, place {fault.Index} stands over no entries.",
        LogFaultKind.NodeAltered => $"the node at level {fault.Level}, place {fault.Index} was altered.",
        _ => "the head is not the head of the entries.",
    };
}
