using Exchange.Consent;

namespace Exchange.Audit;

/// <summary>Entries between two others.</summary>
/// <param name="After">The entry after which they begin; −1 for the first.</param>
/// <param name="Before">The entry before which they end.</param>
public readonly record struct LogSpan(long After, long Before)
{
    /// <summary>The whole log.</summary>
    public static readonly LogSpan Whole = new(-1, long.MaxValue);
}

/// <summary>An entry as the index knows it.</summary>
/// <param name="Entry">Its place in the log.</param>
/// <param name="Time">When it was written, in microseconds since 1970 (UTC).</param>
/// <param name="Shape">Its shape.</param>
public readonly record struct IndexedRow(long Entry, long Time, long Shape);

/// <summary>A shape as it is kept.</summary>
/// <param name="First">The first entry that has it.</param>
/// <param name="Shape">The shape.</param>
public readonly record struct KeptShape(long First, EntryShape Shape);

/// <summary>How many entries of a shape there are.</summary>
/// <param name="Shape">The shape.</param>
/// <param name="Count">How many.</param>
public readonly record struct ShapeCount(long Shape, long Count);

/// <summary>
/// By which entries are found. Rows may be missing, because somebody removed them: then an entry is not found, and nothing else changes.
/// Every list has the newest entry first and follows an index of the store.
/// </summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the store cannot be read.</remarks>
public interface ILogIndex
{
    /// <summary>The shapes that began at an entry or later, in that order.</summary>
    IReadOnlyList<KeptShape> ReadShapes(PartnershipId partnership, long from);

    /// <summary>
    /// A span that holds every entry of a period. It may begin and end some entries too wide: clocks differ, by at most so much.
    /// </summary>
    /// <param name="partnership">Whose.</param>
    /// <param name="from">The first moment, in microseconds since 1970; null for the begin.</param>
    /// <param name="until">The moment after the last; null for the end.</param>
    LogSpan Spanning(PartnershipId partnership, long? from, long? until);

    /// <summary>Entries of whatever shape.</summary>
    IReadOnlyList<IndexedRow> Newest(PartnershipId partnership, LogSpan span, int most);

    /// <summary>Entries of one of these shapes.</summary>
    IReadOnlyList<IndexedRow> OfShapes(PartnershipId partnership, IReadOnlyCollection<long> shapes, LogSpan span, int most);

    /// <summary>Entries with one of these marks.</summary>
    IReadOnlyList<IndexedRow> Marked(PartnershipId partnership, IReadOnlyCollection<long> marks, LogSpan span, int most);

    /// <summary>The marks of the cases of a subject.</summary>
    IReadOnlyList<long> CasesOf(PartnershipId partnership, long subject);

    /// <summary>How many entries of each shape were written from one moment until another.</summary>
    IReadOnlyList<ShapeCount> Count(PartnershipId partnership, LogSpan span, long from, long until);
}

/// <summary>The rows by which entries are found of whom this is a mark are removed: what they are about is found no more.</summary>
/// <param name="Mark">The mark.</param>
public sealed record MarkForgotten(long Mark) : ILoggedChange;
