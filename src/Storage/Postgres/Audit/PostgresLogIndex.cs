using Exchange.Audit;
using Exchange.Consent;
using Npgsql;

namespace Exchange.Storage.Postgres;

/// <summary>Finds entries by the rows that were written with them.</summary>
internal sealed class PostgresLogIndex(PostgresDatabase database) : ILogIndex
{
    public IReadOnlyList<KeptShape> ReadShapes(PartnershipId partnership, long from) => Read(
        partnership,
        IndexRows.ReadingShapes(partnership, from),
        row => new KeptShape(row.GetInt64(0), new EntryShape(row.GetInt64(1), row.GetFieldValue<byte[]>(2))));

    public LogSpan Spanning(PartnershipId partnership, long? from, long? until) => Search(partnership, search => search.Spanning(from, until));

    public IReadOnlyList<IndexedRow> Newest(PartnershipId partnership, LogSpan span, int most) =>
        Search(partnership, search => search.Newest(span, most));

    public IReadOnlyList<IndexedRow> OfShapes(PartnershipId partnership, IReadOnlyCollection<long> shapes, LogSpan span, int most) =>
        Search(partnership, search => search.OfShapes(shapes, span, most));

    public IReadOnlyList<IndexedRow> Marked(PartnershipId partnership, IReadOnlyCollection<long> marks, LogSpan span, int most) =>
        Search(partnership, search => search.Marked(marks, span, most));

    public IReadOnlyList<long> CasesOf(PartnershipId partnership, long subject) =>
        Read(partnership, IndexRows.ReadingCases(partnership, subject), row => row.GetInt64(0));

    public IReadOnlyList<ShapeCount> Count(PartnershipId partnership, LogSpan span, long from, long until) =>
        Search(partnership, search => search.Count(span, from, until));

    private T Search<T>(PartnershipId partnership, Func<SegmentSearch, T> search) =>
        database.Read(partnership, session => search(new SegmentSearch(new IndexReading(session, partnership))));

    private List<T> Read<T>(PartnershipId partnership, Statement statement, Func<NpgsqlDataReader, T> read) => database.Read(partnership, session =>
    {
        var found = new List<T>();
        using var row = session.Query(statement);
        while (row.Read())
            found.Add(read(row));
        return found;
    });
}
