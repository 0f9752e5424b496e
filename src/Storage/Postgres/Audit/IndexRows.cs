using Exchange.Audit;
using Exchange.Consent;
using Npgsql;

namespace Exchange.Storage.Postgres;

/// <summary>The rows by which entries are found.</summary>
internal static class IndexRows
{
    // Each with what it is a list of.
    private static readonly (string Table, string Key)[] Lists =
        [("log_segments", "time"), ("log_shape_postings", "shape"), ("log_mark_postings", "mark")];

    /// <summary>Adds the rows of a batch, without those of its recent entries, which are added with the entries.</summary>
    public static IReadOnlyList<Statement> Adding(PartnershipId partnership, IndexBatch batch)
    {
        var statements = new List<Statement>();
        if (batch.MergesRecent)
            statements.Add(new("DELETE FROM exchange.log_recent WHERE partnership = $1", partnership.Value));
        foreach (var segment in batch.Segments)
        {
            statements.Add(Adding(partnership, Lists[0], segment.First, [(segment.Time, segment.All)]));
            statements.Add(Adding(partnership, Lists[1], segment.First, segment.Shapes));
            if (segment.Marks.Count > 0)
                statements.Add(Adding(partnership, Lists[2], segment.First, segment.Marks));
        }

        if (batch.Shapes.Count > 0)
        {
            statements.Add(new(
                """
                INSERT INTO exchange.log_shapes (partnership, shape, first, content)
                SELECT $1, shape, first, content FROM unnest($2::bigint[], $3::bigint[], $4::bytea[]) AS s (shape, first, content) ON CONFLICT DO NOTHING
                """,
                partnership.Value,
                batch.Shapes.Select(s => s.Shape.Id).ToArray(),
                batch.Shapes.Select(s => s.First).ToArray(),
                batch.Shapes.Select(s => s.Shape.Bytes.ToArray()).ToArray()));
        }

        if (batch.Subjects.Count > 0)
        {
            statements.Add(new(
                """
                INSERT INTO exchange.log_subjects (partnership, subject, mark)
                SELECT $1, subject, mark FROM unnest($2::bigint[], $3::bigint[]) AS s (subject, mark) ON CONFLICT DO NOTHING
                """,
                partnership.Value,
                batch.Subjects.Select(s => s.Subject).ToArray(),
                batch.Subjects.Select(s => s.Mark).ToArray()));
        }

        return statements;
    }

    public static Statement ReadingRecent(PartnershipId partnership) =>
        new("SELECT first, entries FROM exchange.log_recent WHERE partnership = $1 ORDER BY first", partnership.Value);

    /// <summary>Removes a mark, with the cases that it is one of.</summary>
    public static void Forget(PostgresSession session, PartnershipId partnership, long mark)
    {
        session.Execute("DELETE FROM exchange.log_mark_postings WHERE partnership = $1 AND mark = $2", partnership.Value, mark);
        session.Execute("DELETE FROM exchange.log_subjects WHERE partnership = $1 AND mark = $2", partnership.Value, mark);
        foreach (var (first, entries) in ReadRows(session, ReadingRecent(partnership)))
        {
            var before = RecentEntry.Unpack(first, entries).ToList();
            if (before.Exists(e => e.Marks.Contains(mark)))
                ReplaceRecent(session, partnership, first, [.. before.Select(e => e with { Marks = [.. e.Marks.Where(m => m != mark)] })]);
        }
    }

    /// <summary>Removes what is found of entries before one.</summary>
    public static void Prune(PostgresSession session, PartnershipId partnership, long minimum)
    {
        var segment = IndexSegment.Of(minimum);
        foreach (var list in Lists)
        {
            session.Execute($"DELETE FROM exchange.{list.Table} WHERE partnership = $1 AND segment < $2", partnership.Value, segment);
            var cut = new Statement($"SELECT {list.Key}, entries FROM exchange.{list.Table} WHERE partnership = $1 AND segment = $2", partnership.Value, segment);
            var left = ReadRows(session, cut).Select(r => (r.Of, Entries: Postings.From(segment, r.Entries, minimum))).Where(r => !r.Entries.IsEmpty).ToList();
            session.Execute($"DELETE FROM exchange.{list.Table} WHERE partnership = $1 AND segment = $2", partnership.Value, segment);
            if (left.Count > 0)
                session.Execute(Adding(partnership, list, segment, [.. left.Select(r => (list.Key == "time" ? Postings.FirstTime(r.Entries) : r.Of, r.Entries.ToArray()))]));
        }

        foreach (var (first, entries) in ReadRows(session, ReadingRecent(partnership)).Where(r => r.Of < minimum))
            ReplaceRecent(session, partnership, first, [.. RecentEntry.Unpack(first, entries).Where(e => e.Row.Entry >= minimum)]);
    }

    public static Statement ReadingLast(PartnershipId partnership) => new(
        "SELECT segment FROM exchange.log_segments WHERE partnership = $1 ORDER BY partnership DESC, segment DESC LIMIT 1", partnership.Value);

    public static Statement ReadingSegments(PartnershipId partnership, long from, long to) => new(
        "SELECT time, segment, entries FROM exchange.log_segments WHERE partnership = $1 AND segment >= $2 AND segment <= $3 ORDER BY segment DESC",
        partnership.Value,
        from,
        to);

    /// <summary>Asks for lists of shapes. A list has an entry at least, and all lists of the last segment that counts are read.</summary>
    public static Statement ReadingShaped(PartnershipId partnership, IEnumerable<long> shapes, long from, long to, int most) =>
        ReadingLists("log_shape_postings", "shape", partnership, shapes, from, to, most);

    /// <summary>The same of marks.</summary>
    public static Statement ReadingMarked(PartnershipId partnership, IEnumerable<long> marks, long from, long to, int most) =>
        ReadingLists("log_mark_postings", "mark", partnership, marks, from, to, most);

    /// <summary>Asks for the last segment that begins before a moment.</summary>
    public static Statement ReadingLastBefore(PartnershipId partnership, long time) => new(
        "SELECT segment FROM exchange.log_segments WHERE partnership = $1 AND time < $2 ORDER BY partnership DESC, time DESC LIMIT 1", partnership.Value, time);

    /// <summary>Asks for the first segment that begins at a moment or later.</summary>
    public static Statement ReadingFirstFrom(PartnershipId partnership, long time) => new(
        "SELECT segment FROM exchange.log_segments WHERE partnership = $1 AND time >= $2 ORDER BY partnership, time LIMIT 1", partnership.Value, time);

    public static Statement ReadingCases(PartnershipId partnership, long subject) => new(
        "SELECT mark FROM exchange.log_subjects WHERE partnership = $1 AND subject = $2 ORDER BY mark", partnership.Value, subject);

    public static Statement ReadingShapes(PartnershipId partnership, long from) => new(
        "SELECT first, shape, content FROM exchange.log_shapes WHERE partnership = $1 AND first >= $2 ORDER BY first", partnership.Value, from);

    /// <summary>Reads rows of a number and a list of entries.</summary>
    public static List<(long Of, ReadOnlyMemory<byte> Entries)> ReadRows(PostgresSession session, Statement statement)
    {
        var rows = new List<(long, ReadOnlyMemory<byte>)>();
        using var row = session.Query(statement);
        while (row.Read())
            rows.Add((row.GetInt64(0), row.GetFieldValue<byte[]>(1)));
        return rows;
    }

    /// <summary>Reads rows of <see cref="PostingsRow"/>.</summary>
    public static List<PostingsRow> ReadLists(PostgresSession session, Statement statement)
    {
        var rows = new List<PostingsRow>();
        using var row = session.Query(statement);
        while (row.Read())
            rows.Add(new PostingsRow(row.GetInt64(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2)));
        return rows;
    }

    private static Statement ReadingLists(string table, string key, PartnershipId partnership, IEnumerable<long> values, long from, long to, int most) => new(
        $"""
        SELECT {key}, segment, entries FROM exchange.{table}
        WHERE partnership = $1 AND {key} = ANY ($2::bigint[]) AND segment >= $3 AND segment <= $4
        ORDER BY segment DESC FETCH FIRST $5 ROWS WITH TIES
        """,
        partnership.Value,
        values.ToArray(),
        from,
        to,
        most);

    private static Statement Adding(PartnershipId partnership, (string Table, string Key) list, long segment, IReadOnlyList<(long Of, byte[] Entries)> rows) => new(
        $"""
        INSERT INTO exchange.{list.Table} (partnership, segment, {list.Key}, entries)
        SELECT $1, $2, {list.Key}, entries FROM unnest($3::bigint[], $4::bytea[]) AS p ({list.Key}, entries)
        """,
        partnership.Value,
        segment,
        rows.Select(r => r.Of).ToArray(),
        rows.Select(r => r.Entries).ToArray());

    /// <summary>Adds the row of recent entries, if there are any.</summary>
    public static IReadOnlyList<Statement> AddingRecent(PartnershipId partnership, IReadOnlyList<RecentEntry> entries) => entries.Count == 0 ? [] :
    [
        new(
            "INSERT INTO exchange.log_recent (partnership, first, entries) VALUES ($1, $2, $3)",
            partnership.Value,
            entries[0].Row.Entry,
            RecentEntry.Pack(entries[0].Row.Entry, entries)),
    ];

    private static void ReplaceRecent(PostgresSession session, PartnershipId partnership, long first, IReadOnlyList<RecentEntry> entries)
    {
        session.Execute("DELETE FROM exchange.log_recent WHERE partnership = $1 AND first = $2", partnership.Value, first);
        foreach (var statement in AddingRecent(partnership, entries))
            session.Execute(statement);
    }
}
