using Exchange.Consent;

namespace Exchange.Storage.Postgres;

/// <summary>The rows of a log's index, in one transaction of a session.</summary>
internal sealed class IndexReading(PostgresSession session, PartnershipId partnership) : IIndexReading
{
    public IEnumerable<RecentEntry> ReadRecent() =>
        IndexRows.ReadRows(session, IndexRows.ReadingRecent(partnership)).SelectMany(r => RecentEntry.Unpack(r.Of, r.Entries));

    public long? ReadLastSegment() => Read(IndexRows.ReadingLast(partnership));

    public long? ReadLastBefore(long time) => Read(IndexRows.ReadingLastBefore(partnership, time));

    public long? ReadFirstFrom(long time) => Read(IndexRows.ReadingFirstFrom(partnership, time));

    public IEnumerable<PostingsRow> ReadSegments(long from, long to) =>
        IndexRows.ReadLists(session, IndexRows.ReadingSegments(partnership, from, to));

    public IEnumerable<PostingsRow> ReadShaped(IReadOnlyCollection<long> shapes, long from, long to, int most) =>
        IndexRows.ReadLists(session, IndexRows.ReadingShaped(partnership, shapes, from, to, most));

    public IEnumerable<PostingsRow> ReadMarked(IReadOnlyCollection<long> marks, long from, long to, int most) =>
        IndexRows.ReadLists(session, IndexRows.ReadingMarked(partnership, marks, from, to, most));

    private long? Read(Statement statement)
    {
        using var row = session.Query(statement);
        return row.Read() ? row.GetInt64(0) : null;
    }
}
