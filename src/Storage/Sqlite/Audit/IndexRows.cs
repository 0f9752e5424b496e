using Exchange.Audit;
using Exchange.Consent;

namespace Exchange.Storage.Sqlite;

/// <summary>The rows by which entries are found.</summary>
internal static class IndexRows
{
    public const string SegmentsSql =
        "SELECT time, segment, entries FROM log_segments WHERE partnership = ?1 AND segment >= ?2 AND segment <= ?3 ORDER BY segment DESC";

    public const string ShapedSql =
        "SELECT shape, segment, entries FROM log_shape_postings WHERE partnership = ?1 AND segment >= ?2 AND segment <= ?3 AND shape = ?4 ORDER BY segment DESC";

    public const string MarkedSql =
        "SELECT mark, segment, entries FROM log_mark_postings WHERE partnership = ?1 AND segment >= ?2 AND segment <= ?3 AND mark = ?4 ORDER BY segment DESC";

    public const string LastSql = "SELECT segment FROM log_segments WHERE partnership = ?1 ORDER BY segment DESC LIMIT 1";

    public const string BeginsSql = "SELECT segment FROM log_segments WHERE partnership = ?1 AND time < ?2 ORDER BY time DESC LIMIT 1";

    public const string EndsSql = "SELECT segment FROM log_segments WHERE partnership = ?1 AND time >= ?2 ORDER BY time LIMIT 1";

    public const string CasesSql = "SELECT mark FROM log_subjects WHERE partnership = ?1 AND subject = ?2 ORDER BY mark";

    public const string ShapesSql = "SELECT first, shape, content FROM log_shapes WHERE partnership = ?1 AND first >= ?2 ORDER BY first";

    private const string RecentSql = "SELECT first, entries FROM log_recent WHERE partnership = ?1 ORDER BY first";

    /// <summary>Adds the rows of a batch.</summary>
    public static void Add(SqliteSession session, PartnershipId partnership, IndexBatch batch)
    {
        if (batch.MergesRecent)
            session.Execute("DELETE FROM log_recent WHERE partnership = ?1", partnership.Value);
        foreach (var segment in batch.Segments)
            Add(session, partnership, segment);
        AddRecent(session, partnership, batch.Recent);
        foreach (var (first, shape) in batch.Shapes)
        {
            session.Execute(
                "INSERT INTO log_shapes (partnership, shape, first, content) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
                partnership.Value,
                shape.Id,
                first,
                shape.Bytes);
        }

        foreach (var (subject, mark) in batch.Subjects)
        {
            session.Execute(
                "INSERT INTO log_subjects (partnership, subject, mark) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING", partnership.Value, subject, mark);
        }
    }

    public static IEnumerable<RecentEntry> ReadRecent(SqliteSession session, PartnershipId partnership) =>
        ReadRows(session, RecentSql, partnership.Value).SelectMany(r => RecentEntry.Unpack(r.Of, r.Entries));

    /// <summary>Removes a mark, with the cases that it is one of.</summary>
    public static void Forget(SqliteSession session, PartnershipId partnership, long mark)
    {
        session.Execute("DELETE FROM log_mark_postings WHERE partnership = ?1 AND mark = ?2", partnership.Value, mark);
        session.Execute("DELETE FROM log_subjects WHERE partnership = ?1 AND mark = ?2", partnership.Value, mark);
        foreach (var (first, entries) in ReadRows(session, RecentSql, partnership.Value).ToList())
        {
            var before = RecentEntry.Unpack(first, entries).ToList();
            if (before.Exists(e => e.Marks.Contains(mark)))
                ReplaceRecent(session, partnership, first, [.. before.Select(e => e with { Marks = [.. e.Marks.Where(m => m != mark)] })]);
        }
    }

    /// <summary>Removes what is found of entries before one.</summary>
    public static void Prune(SqliteSession session, PartnershipId partnership, long minimum)
    {
        var segment = IndexSegment.Of(minimum);
        foreach (var (table, key) in new[] { ("log_segments", "time"), ("log_shape_postings", "shape"), ("log_mark_postings", "mark") })
        {
            session.Execute($"DELETE FROM {table} WHERE partnership = ?1 AND segment < ?2", partnership.Value, segment);
            foreach (var (value, entries) in ReadRows(session, $"SELECT {key}, entries FROM {table} WHERE partnership = ?1 AND segment = ?2", partnership.Value, segment).ToList())
            {
                session.Execute($"DELETE FROM {table} WHERE partnership = ?1 AND {key} = ?2 AND segment = ?3", partnership.Value, value, segment);
                var left = Postings.From(segment, entries, minimum);
                if (!left.IsEmpty)
                    session.Execute($"INSERT INTO {table} (partnership, {key}, segment, entries) VALUES (?1, ?2, ?3, ?4)", partnership.Value, key == "time" ? Postings.FirstTime(left) : value, segment, left);
            }
        }

        foreach (var (first, entries) in ReadRows(session, RecentSql, partnership.Value).Where(r => r.Of < minimum).ToList())
            ReplaceRecent(session, partnership, first, [.. RecentEntry.Unpack(first, entries).Where(e => e.Row.Entry >= minimum)]);
    }

    public static List<long> ReadCases(SqliteSession session, PartnershipId partnership, long subject)
    {
        var marks = new List<long>();
        using var row = session.Query(CasesSql, partnership.Value, subject);
        while (row.Read())
            marks.Add(row.GetInt64(0));
        return marks;
    }

    public static List<KeptShape> ReadShapes(SqliteSession session, PartnershipId partnership, long from)
    {
        var shapes = new List<KeptShape>();
        using var row = session.Query(ShapesSql, partnership.Value, from);
        while (row.Read())
            shapes.Add(new KeptShape(row.GetInt64(0), new EntryShape(row.GetInt64(1), row.GetFieldValue<byte[]>(2))));
        return shapes;
    }

    private static IEnumerable<(long Of, ReadOnlyMemory<byte> Entries)> ReadRows(SqliteSession session, string sql, params object?[] values)
    {
        using var row = session.Query(sql, values);
        while (row.Read())
            yield return (row.GetInt64(0), row.GetFieldValue<byte[]>(1));
    }

    /// <summary>Reads rows of <see cref="PostingsRow"/>, one by one.</summary>
    public static IEnumerable<PostingsRow> ReadLists(SqliteSession session, string sql, params object?[] values)
    {
        using var row = session.Query(sql, values);
        while (row.Read())
            yield return new PostingsRow(row.GetInt64(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2));
    }

    private static void Add(SqliteSession session, PartnershipId partnership, IndexSegment segment)
    {
        session.Execute(
            "INSERT INTO log_segments (partnership, segment, time, entries) VALUES (?1, ?2, ?3, ?4)",
            partnership.Value,
            segment.First,
            segment.Time,
            segment.All);
        var shaped = session.Statement("INSERT INTO log_shape_postings (partnership, shape, segment, entries) VALUES (?1, ?2, ?3, ?4)");
        shaped.Bind(1, partnership.Value).Bind(3, segment.First);
        foreach (var (shape, entries) in segment.Shapes)
            shaped.Bind(2, shape).Bind(4, entries).Execute();
        var marked = session.Statement("INSERT INTO log_mark_postings (partnership, mark, segment, entries) VALUES (?1, ?2, ?3, ?4)");
        marked.Bind(1, partnership.Value).Bind(3, segment.First);
        foreach (var (mark, entries) in segment.Marks)
            marked.Bind(2, mark).Bind(4, entries).Execute();
    }

    private static void AddRecent(SqliteSession session, PartnershipId partnership, IReadOnlyList<RecentEntry> entries)
    {
        if (entries.Count == 0)
            return;
        var first = entries[0].Row.Entry;
        session.Statement("INSERT INTO log_recent (partnership, first, entries) VALUES (?1, ?2, ?3)")
            .Bind(1, partnership.Value)
            .Bind(2, first)
            .Bind(3, RecentEntry.Pack(first, entries))
            .Execute();
    }

    private static void ReplaceRecent(SqliteSession session, PartnershipId partnership, long first, IReadOnlyList<RecentEntry> entries)
    {
        session.Execute("DELETE FROM log_recent WHERE partnership = ?1 AND first = ?2", partnership.Value, first);
        AddRecent(session, partnership, entries);
    }
}
