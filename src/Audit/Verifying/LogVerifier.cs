using Exchange.Audit.V1;
using Exchange.Consent;
using Google.Protobuf;

namespace Exchange.Audit;

/// <summary>
/// Recomputes a whole log from its entries and compares it with what is stored: (1) every entry is there once, reads as an
/// entry and has its leaf hash, (2) every node is the hash of what it stands over, (3) the head has the peaks that follow, and
/// (4) nothing is stored beyond it. Where the oldest entries were pruned, it goes on from the nodes over them, and an entry has to tell
/// of that. May run beside the gateway that appends.
/// </summary>
/// <remarks>
/// This finds damage and clumsy tampering. Whoever rewrites entries, nodes and head alike, or puts back an older file, is found
/// by comparing with a root that was kept elsewhere: see <see cref="ConsistencyProof"/>.
/// </remarks>
public static class LogVerifier
{
    private const int NodesPerRead = 2048;
    private const int Levels = 63;

    /// <summary>Verifies the log of a partnership up to the head that it has when this begins.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static LogVerification Verify(ILogStore store, PartnershipId partnership, CancellationToken cancellation = default)
    {
        var stored = store.ReadHead(partnership);
        var computed = MerkleTree.Empty;
        var completed = new List<TreeNode>();
        var (last, pruned) = (-1L, 0L);
        long? first = null;
        LogFault? fault = null;
        foreach (var leaf in store.Read(partnership, 0))
        {
            cancellation.ThrowIfCancellationRequested();
            last = leaf.Index;
            if (leaf.Index >= stored.Size)
                continue; // added meanwhile, or extra: told apart below
            if (computed.Size == 0 && leaf.Index > 0)
                computed = Resume(store, partnership, leaf.Index);
            if (leaf.Index != computed.Size)
            {
                fault = new LogFault(LogFaultKind.EntryMissing, 0, computed.Size);
                break;
            }
            computed = MerkleTree.Append(computed, MerkleHash.Leaf(leaf.Leaf.Span), completed);
            if (ReadEntry(leaf) is { } entry)
                pruned = Math.Max(pruned, entry.LogPruned?.MinimumIndex ?? 0);
            else
                fault = new LogFault(LogFaultKind.EntryUnreadable, 0, leaf.Index);
            first ??= leaf.Index;
            if (completed.Count >= NodesPerRead || fault is not null)
                fault = CompareNodes(store, partnership, completed) ?? fault;
            if (fault is not null)
                break;
        }
        fault = CompareNodes(store, partnership, completed)
            ?? fault
            ?? (computed.Size < stored.Size ? new LogFault(LogFaultKind.EntryMissing, 0, computed.Size) : null)
            ?? (first > pruned ? new LogFault(LogFaultKind.EntryMissing, 0, pruned) : null)
            ?? CompareHead(stored, computed)
            ?? FindExtra(store, partnership, stored, last);
        return new LogVerification(computed.Size, MerkleTree.Root(computed), fault);
    }

    /// <summary>The head over what was pruned, by its nodes; the empty one when there is none, so that the first entry is missing.</summary>
    private static LogHead Resume(ILogStore store, PartnershipId partnership, long from)
    {
        var peaks = MerkleTree.Peaks(from);
        var nodes = from % TilePath.Width == 0 ? store.ReadNodes(partnership, peaks) : [];
        return nodes.Count == peaks.Count ? new LogHead(from, [.. nodes.Select(n => n.Hash)]) : MerkleTree.Empty;
    }

    private static Entry? ReadEntry(StoredLeaf leaf)
    {
        try
        {
            return Entry.Parser.ParseFrom(leaf.Leaf.Span);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    /// <summary>Compares computed nodes with the stored ones, and forgets them.</summary>
    private static LogFault? CompareNodes(ILogStore store, PartnershipId partnership, List<TreeNode> computed)
    {
        if (computed.Count == 0)
            return null;
        var stored = store.ReadNodes(partnership, [.. computed.Select(n => (n.Level, n.Index))])
            .ToDictionary(n => (n.Level, n.Index), n => n.Hash);
        LogFault? fault = null;
        foreach (var node in computed)
        {
            if (!stored.TryGetValue((node.Level, node.Index), out var hash))
                fault = new LogFault(LogFaultKind.NodeMissing, node.Level, node.Index);
            else if (!hash.Span.SequenceEqual(node.Hash.Span))
                fault = new LogFault(node.Level == 0 ? LogFaultKind.EntryAltered : LogFaultKind.NodeAltered, node.Level, node.Index);
            if (fault is not null)
                break;
        }
        computed.Clear();
        return fault;
    }

    private static LogFault? CompareHead(LogHead stored, LogHead computed)
    {
        var same = MerkleTree.IsWellFormed(stored)
            && stored.Size == computed.Size
            && stored.Peaks.Zip(computed.Peaks).All(p => p.First.Span.SequenceEqual(p.Second.Span));
        return same ? null : new LogFault(LogFaultKind.HeadAltered, 0, stored.Size);
    }

    private static LogFault? FindExtra(ILogStore store, PartnershipId partnership, LogHead verified, long last)
    {
        var beyond = store.ReadNodes(partnership, [.. Enumerable.Range(0, Levels).Select(level => (level, verified.Size >> level))]);
        // Read after what it counts: a head that the log had meanwhile counts everything that was rightly seen.
        var now = store.ReadHead(partnership).Size;
        if (last >= now)
            return new LogFault(LogFaultKind.EntryExtra, 0, now);
        return beyond.Where(n => n.Index >= now >> n.Level).Select(n => new LogFault(LogFaultKind.NodeExtra, n.Level, n.Index)).FirstOrDefault();
    }
}
