using Exchange.Consent;

namespace Exchange.Storage.Sqlite;

/// <summary>The rows of a log's index, in one transaction of a session.</summary>
internal sealed class IndexReading(SqliteSession session, PartnershipId partnership) : IIndexReading
{
    public IEnumerable<RecentEntry> ReadRecent() => IndexRows.ReadRecent(session, partnership);

    public long? ReadLastSegment() => (long?)session.Scalar(IndexRows.LastSql, partnership.Value);

    public long? ReadLastBefore(long time) => (long?)session.Scalar(IndexRows.BeginsSql, partnership.Value, time);

    public long? ReadFirstFrom(long time) => (long?)session.Scalar(IndexRows.EndsSql, partnership.Value, time);

    public IEnumerable<PostingsRow> ReadSegments(long from, long to) =>
        IndexRows.ReadLists(session, IndexRows.SegmentsSql, partnership.Value, from, to);

    public IEnumerable<PostingsRow> ReadShaped(IReadOnlyCollection<long> shapes, long from, long to, int most) =>
        ReadEach(IndexRows.ShapedSql, shapes, from, to, most);

    public IEnumerable<PostingsRow> ReadMarked(IReadOnlyCollection<long> marks, long from, long to, int most) =>
        ReadEach(IndexRows.MarkedSql, marks, from, to, most);

    // A list has an entry at least.
    private IEnumerable<PostingsRow> ReadEach(string sql, IEnumerable<long> values, long from, long to, int most) =>
        values.SelectMany(value => IndexRows.ReadLists(session, sql, partnership.Value, from, to, value).Take(most));
}
