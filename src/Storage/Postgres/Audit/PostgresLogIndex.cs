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

    public LogSpan Spanning(PartnershipId partnership, long? from, long? until)
    {
        var after = from is { } first ? Read(partnership, IndexRows.ReadingBegin(partnership, first), row => row.GetInt64(0)) : [];
        var before = until is { } end ? Read(partnership, IndexRows.ReadingEnd(partnership, end), row => row.GetInt64(0)) : [];
        return new LogSpan(after is [var begins] ? begins : -1, before is [var ends] ? ends : long.MaxValue);
    }

    public IReadOnlyList<IndexedRow> Newest(PartnershipId partnership, LogSpan span, int most) =>
        ReadRows(partnership, IndexRows.ReadingNewest(partnership, span, most));

    public IReadOnlyList<IndexedRow> OfShapes(PartnershipId partnership, IReadOnlyCollection<long> shapes, LogSpan span, int most) =>
        ReadRows(partnership, IndexRows.ReadingShapes(partnership, shapes, span, most));

    public IReadOnlyList<IndexedRow> Marked(PartnershipId partnership, IReadOnlyCollection<long> marks, LogSpan span, int most) =>
        ReadRows(partnership, IndexRows.ReadingMarked(partnership, marks, span, most));

    public IReadOnlyList<long> CasesOf(PartnershipId partnership, long subject) =>
        Read(partnership, IndexRows.ReadingCases(partnership, subject), row => row.GetInt64(0));

    public IReadOnlyList<ShapeCount> Count(PartnershipId partnership, LogSpan span, long from, long until) => Read(
        partnership, IndexRows.Counting(partnership, span, from, until), row => new ShapeCount(row.GetInt64(0), row.GetInt64(1)));

    private List<IndexedRow> ReadRows(PartnershipId partnership, Statement statement) => database.Read(partnership, session =>
    {
        using var row = session.Query(statement);
        return IndexRows.ReadRows(row);
    });

    private List<T> Read<T>(PartnershipId partnership, Statement statement, Func<NpgsqlDataReader, T> read) => database.Read(partnership, session =>
    {
        var found = new List<T>();
        using var row = session.Query(statement);
        while (row.Read())
            found.Add(read(row));
        return found;
    });
}
