using Exchange.Audit.V1;
using Exchange.Consent;

namespace Exchange.Audit;

/// <summary>
/// Compares the index of a log with its entries, row by row, also by its shape: what a search finds must be what was logged. It needs no keys, and so says
/// nothing of the marks of callers and cases, which are keyed hashes. Run it on a log that verifies; it may run beside the gateway.
/// </summary>
public static class IndexVerifier
{
    private const int EntriesAtOnce = 1024;

    /// <summary>Finds the first row that is wrong; null when none is. Every entry has a row: <c>audit reindex</c> makes what is missing.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static LogFault? Verify(ILogStore store, ILogIndex index, PartnershipId partnership, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(index);
        var (size, shapes) = (store.ReadHead(partnership).Size, Shapes(index, partnership)); // what comes while this runs is left to the next time
        var next = 0L;
        foreach (var leaves in store.Read(partnership, 0).TakeWhile(leaf => leaf.Index < size).Chunk(EntriesAtOnce))
        {
            cancellation.ThrowIfCancellationRequested();
            next = leaves[^1].Index + 1;
            var rows = index.Newest(partnership, new LogSpan(leaves[0].Index - 1, next), EntriesAtOnce).ToDictionary(r => r.Entry);
            var shaped = index.OfShapes(partnership, shapes.Keys, new LogSpan(leaves[0].Index - 1, next), EntriesAtOnce).ToHashSet();
            foreach (var leaf in leaves)
            {
                if (!rows.TryGetValue(leaf.Index, out var row))
                    return new LogFault(LogFaultKind.IndexMissing, 0, leaf.Index);
                var expected = IndexedEntry.Of(Entry.Parser.ParseFrom(leaf.Leaf.Span));
                if (row.Time != expected.Time
                    || row.Shape != expected.Shape.Id
                    || !shaped.Contains(row)
                    || !shapes.TryGetValue(row.Shape, out var shape)
                    || !shape.Span.SequenceEqual(expected.Shape.Bytes.Span))
                {
                    return new LogFault(LogFaultKind.IndexAltered, 0, leaf.Index);
                }
            }
        }

        var beyond = index.Newest(partnership, new LogSpan(next - 1, long.MaxValue), 1);
        return beyond is [var extra] && extra.Entry >= store.ReadHead(partnership).Size ? new LogFault(LogFaultKind.IndexExtra, 0, extra.Entry) : null;
    }

    private static Dictionary<long, ReadOnlyMemory<byte>> Shapes(ILogIndex index, PartnershipId partnership) =>
        index.ReadShapes(partnership, 0).ToDictionary(s => s.Shape.Id, s => s.Shape.Bytes);
}
