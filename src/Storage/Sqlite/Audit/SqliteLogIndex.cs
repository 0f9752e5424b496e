using Exchange.Audit;
using Exchange.Consent;

namespace Exchange.Storage.Sqlite;

/// <summary>Finds entries by the rows that were written with them.</summary>
internal sealed class SqliteLogIndex(SqliteDatabase database) : ILogIndex
{
    public IReadOnlyList<KeptShape> ReadShapes(PartnershipId partnership, long from) =>
        database.Read(session => IndexRows.ReadShapes(session, partnership, from));

    public LogSpan Spanning(PartnershipId partnership, long? from, long? until) =>
        Search(partnership, search => search.Spanning(from, until));

    public IReadOnlyList<IndexedRow> Newest(PartnershipId partnership, LogSpan span, int most) =>
        Search(partnership, search => search.Newest(span, most));

    public IReadOnlyList<IndexedRow> OfShapes(PartnershipId partnership, IReadOnlyCollection<long> shapes, LogSpan span, int most) =>
        Search(partnership, search => search.OfShapes(shapes, span, most));

    public IReadOnlyList<IndexedRow> Marked(PartnershipId partnership, IReadOnlyCollection<long> marks, LogSpan span, int most) =>
        Search(partnership, search => search.Marked(marks, span, most));

    public IReadOnlyList<long> CasesOf(PartnershipId partnership, long subject) =>
        database.Read(session => IndexRows.ReadCases(session, partnership, subject));

    public IReadOnlyList<ShapeCount> Count(PartnershipId partnership, LogSpan span, long from, long until) =>
        Search(partnership, search => search.Count(span, from, until));

    private T Search<T>(PartnershipId partnership, Func<SegmentSearch, T> search) =>
        database.Read(session => search(new SegmentSearch(new IndexReading(session, partnership))));
}
