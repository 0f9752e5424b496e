using System.Collections.Concurrent;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;

namespace Exchange.Commands;

/// <summary>The shapes that a partnership's entries have, read once and kept: a shape never changes, and new ones come at the end.</summary>
internal sealed class LogShapes(ILogIndex index)
{
    private readonly ConcurrentDictionary<PartnershipId, Known> _known = new();

    /// <summary>Every shape, as an entry that says no more.</summary>
    public IReadOnlyList<(long Id, Entry Entry)> Read(PartnershipId partnership)
    {
        var known = _known.GetOrAdd(partnership, _ => new Known());
        lock (known)
        {
            var more = index.ReadShapes(partnership, known.Next);
            if (more.Count == 0)
                return known.Shapes;
            known.Shapes = [.. known.Shapes, .. more.Select(kept => (kept.Shape.Id, known.Parse(kept.Shape.Bytes.Span)))];
            known.Next = more[^1].First + 1;
            return known.Shapes;
        }
    }

    private sealed class Known
    {
        // Shapes are many combinations of few decisions.
        private readonly Dictionary<CategoryDecision, CategoryDecision> _decisions = [];

        public long Next { get; set; }

        public (long Id, Entry Entry)[] Shapes { get; set; } = [];

        public Entry Parse(ReadOnlySpan<byte> bytes)
        {
            var entry = Entry.Parser.ParseFrom(bytes);
            for (var i = 0; i < entry.Decisions.Count; i++)
            {
                if (!_decisions.TryGetValue(entry.Decisions[i], out var same))
                    _decisions.Add(entry.Decisions[i], same = entry.Decisions[i]);
                entry.Decisions[i] = same;
            }

            return entry;
        }
    }
}
