using Exchange.Audit;
using Exchange.Consent;

namespace Exchange.Storage.Sqlite;

/// <summary>The rows by which entries are found.</summary>
internal static class IndexRows
{
    // Where a period begins is looked up in this index, so clocks may differ by no more.
    private const long ClockSlack = 3_600_000_000;

    public const string NewestSql =
        "SELECT entry, time, shape FROM log_index WHERE partnership = ?1 AND entry > ?2 AND entry < ?3 ORDER BY entry DESC LIMIT ?4";

    public const string OfShapeSql =
        "SELECT entry, time, shape FROM log_index INDEXED BY log_index_by_shape WHERE partnership = ?1 AND shape = ?5 AND entry > ?2 AND entry < ?3 ORDER BY entry DESC LIMIT ?4";

    public const string MarkedSql =
        "SELECT m.entry, i.time, i.shape FROM log_marks m CROSS JOIN log_index i ON i.partnership = m.partnership AND i.entry = m.entry "
        + "WHERE m.partnership = ?1 AND m.mark = ?5 AND m.entry > ?2 AND m.entry < ?3 ORDER BY m.entry DESC LIMIT ?4";

    public const string BeginsSql =
        "SELECT entry FROM log_index WHERE partnership = ?1 AND time < ?2 AND entry % 64 = 0 ORDER BY time DESC LIMIT 1";

    public const string EndsSql =
        "SELECT entry FROM log_index WHERE partnership = ?1 AND time >= ?2 AND entry % 64 = 0 ORDER BY time LIMIT 1";

    public const string CasesSql = "SELECT mark FROM log_subjects WHERE partnership = ?1 AND subject = ?2 ORDER BY mark";

    public const string ShapesSql = "SELECT first, shape, content FROM log_shapes WHERE partnership = ?1 AND first >= ?2 ORDER BY first";

    public const string CountSql =
        "SELECT shape, count(*) FROM log_index WHERE partnership = ?1 AND entry > ?2 AND entry < ?3 AND time >= ?4 AND time < ?5 GROUP BY shape";

    /// <summary>Adds the rows of a batch, but for what is known to be there.</summary>
    /// <param name="session">The transaction's session.</param>
    /// <param name="partnership">Whose log.</param>
    /// <param name="rows">What each entry is found by.</param>
    /// <param name="known">What is written once, and was; takes what this transaction adds.</param>
    public static void Add(
        SqliteSession session, PartnershipId partnership, IReadOnlyList<(long Entry, IndexedEntry Index)> rows, KnownRows.InTransaction known)
    {
        var row = session.Statement("INSERT INTO log_index (partnership, entry, time, shape) VALUES (?1, ?2, ?3, ?4)").Bind(1, partnership.Value);
        foreach (var (entry, index) in rows)
        {
            row.Bind(2, entry).Bind(3, index.Time).Bind(4, index.Shape.Id).Execute();
            if (known.IsNew(partnership, index.Shape.Id, 0))
                AddShape(session, partnership, entry, index.Shape);
        }

        var marked = session.Statement("INSERT INTO log_marks (partnership, mark, entry) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING").Bind(1, partnership.Value);
        foreach (var (entry, index) in rows)
        {
            foreach (var mark in index.Marks)
            {
                marked.Bind(2, mark.Value).Bind(3, entry).Execute();
                if (mark.Subject is { } subject && known.IsNew(partnership, mark.Value, subject))
                {
                    session.Execute(
                        "INSERT INTO log_subjects (partnership, subject, mark) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING", partnership.Value, subject, mark.Value);
                }
            }
        }
    }

    private static void AddShape(SqliteSession session, PartnershipId partnership, long entry, EntryShape shape) => session.Execute(
        "INSERT INTO log_shapes (partnership, shape, first, content) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
        partnership.Value,
        shape.Id,
        entry,
        shape.Bytes);

    public static void Forget(SqliteSession session, PartnershipId partnership, long mark)
    {
        session.Execute("DELETE FROM log_marks WHERE partnership = ?1 AND mark = ?2", partnership.Value, mark);
        session.Execute("DELETE FROM log_subjects WHERE partnership = ?1 AND mark = ?2", partnership.Value, mark);
    }

    public static LogSpan Spanning(SqliteSession session, PartnershipId partnership, long? from, long? until)
    {
        var after = from is { } first && session.Scalar(BeginsSql, partnership.Value, first - ClockSlack) is long begins ? begins : -1;
        var before = until is { } end && session.Scalar(EndsSql, partnership.Value, end + ClockSlack) is long ends ? ends : long.MaxValue;
        return new LogSpan(after, before);
    }

    public static List<IndexedRow> ReadNewest(SqliteSession session, PartnershipId partnership, LogSpan span, int most) =>
        Read(session, NewestSql, partnership.Value, span.After, span.Before, most);

    public static List<IndexedRow> ReadEach(
        SqliteSession session, string sql, PartnershipId partnership, IReadOnlyCollection<long> values, LogSpan span, int most)
    {
        var rows = new List<IndexedRow>();
        foreach (var value in values)
            rows.AddRange(Read(session, sql, partnership.Value, span.After, span.Before, most, value));
        if (values.Count < 2)
            return rows;
        return [.. rows.DistinctBy(r => r.Entry).OrderByDescending(r => r.Entry).Take(most)];
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

    public static List<ShapeCount> Count(SqliteSession session, PartnershipId partnership, LogSpan span, long from, long until)
    {
        var counts = new List<ShapeCount>();
        using var row = session.Query(CountSql, partnership.Value, span.After, span.Before, from, until);
        while (row.Read())
            counts.Add(new ShapeCount(row.GetInt64(0), row.GetInt64(1)));
        return counts;
    }

    private static List<IndexedRow> Read(SqliteSession session, string sql, params ReadOnlySpan<object?> values)
    {
        var rows = new List<IndexedRow>();
        using var row = session.Query(sql, values);
        while (row.Read())
            rows.Add(new IndexedRow(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)));
        return rows;
    }
}
