namespace Exchange.Audit;

/// <summary>What a verification of a whole log found.</summary>
/// <param name="Size">The number of entries that were verified.</param>
/// <param name="Root">The root over those entries, computed from the entries alone: 32 bytes.</param>
/// <param name="Fault">The first thing that is wrong, or null.</param>
public sealed record LogVerification(long Size, ReadOnlyMemory<byte> Root, LogFault? Fault)
{
    /// <summary>Whether every entry, every node and the head fit each other.</summary>
    public bool IsSound => Fault is null;
}

/// <summary>What is wrong with a log, and where.</summary>
/// <param name="Kind">What.</param>
/// <param name="Level">The level in the tree; 0 for entries and their leaf hashes.</param>
/// <param name="Index">The entry, or the place of the node within its level; for the head its size.</param>
public sealed record LogFault(LogFaultKind Kind, int Level, long Index);

/// <summary>The ways in which a log can be wrong.</summary>
public enum LogFaultKind
{
    /// <summary>An entry that the head counts is not there.</summary>
    EntryMissing,

    /// <summary>There is an entry that the head does not count.</summary>
    EntryExtra,

    /// <summary>An entry's bytes do not hash to its stored leaf hash: one of the two was altered.</summary>
    EntryAltered,

    /// <summary>An entry's bytes are those that were logged, and are no <c>exchange.audit.v1.Entry</c>.</summary>
    EntryUnreadable,

    /// <summary>A node that the entries complete is not stored.</summary>
    NodeMissing,

    /// <summary>A node is stored that no entries complete.</summary>
    NodeExtra,

    /// <summary>A stored node is not the hash of what it stands over.</summary>
    NodeAltered,

    /// <summary>The stored head is not the head of the entries.</summary>
    HeadAltered,

    /// <summary>A row of the index does not say what its entry says.</summary>
    IndexAltered,

    /// <summary>An entry behind the first that the index has is not in it: no search finds it.</summary>
    IndexMissing,

    /// <summary>The index has a row of an entry that is not there.</summary>
    IndexExtra,
}
