using System.Buffers.Binary;
using System.Security.Cryptography;
using Exchange.Audit.V1;
using Google.Protobuf;

namespace Exchange.Audit;

/// <summary>
/// What was decided, for entries that all say the same of it: serialised once, and what such entries are found by worked out once.
/// Never changes.
/// </summary>
public sealed class RepeatedDecisions
{
    private volatile KnownShape? _last;

    /// <summary>Takes over the decisions of an entry; nobody changes those any more.</summary>
    public RepeatedDecisions(Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        Rows = [.. entry.Decisions];
        var only = new Entry();
        only.Decisions.AddRange(Rows);
        var encoded = only.ToByteArray();
        Tail = new LeafTail(BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(encoded)), encoded);
    }

    /// <summary>The decisions.</summary>
    public IReadOnlyList<CategoryDecision> Rows { get; }

    /// <summary>The decisions as fields of an entry, which come last.</summary>
    internal LeafTail Tail { get; }

    /// <summary>The shape of an entry with these decisions.</summary>
    internal EntryShape ShapeOf(Entry entry, Func<Entry, EntryShape> work)
    {
        var common = new Common(
            entry.Outcome,
            entry.EventCase,
            entry.Caller?.Controller,
            entry.Caller?.Partner,
            entry.Caller?.Role,
            entry.DecisionInput?.Forum,
            entry.DecisionInput?.Purpose,
            entry.DecisionInput?.BreakGlass);
        if (_last is { } last && last.Common == common)
            return last.Shape;
        var shape = work(entry);
        _last = new KnownShape(common, shape);
        return shape;
    }

    // All that a shape is made of besides the decisions, of an event that names nobody.
    private readonly record struct Common(
        Outcome Outcome,
        Entry.EventOneofCase Event,
        string? Controller,
        string? Partner,
        string? Role,
        string? Forum,
        string? Purpose,
        bool? BreakGlass);

    private sealed record KnownShape(Common Common, EntryShape Shape);
}
