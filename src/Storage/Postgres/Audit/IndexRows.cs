using Exchange.Audit;
using Exchange.Consent;
using Npgsql;

namespace Exchange.Storage.Postgres;

/// <summary>The rows by which entries are found.</summary>
internal static class IndexRows
{
    // Where a period begins is looked up in this index, so clocks may differ by no more.
    private const long ClockSlack = 3_600_000_000;

    /// <summary>Adds the rows of a batch, but for what is known to be there.</summary>
    public static IReadOnlyList<Statement> Adding(
        PartnershipId partnership, IReadOnlyList<(long Entry, IndexedEntry Index)> rows, KnownRows.InTransaction known)
    {
        if (rows.Count == 0)
            return [];
        var statements = new List<Statement>
        {
            new(
                """
                INSERT INTO exchange.log_index (partnership, entry, time, shape)
                SELECT $1, entry, time, shape FROM unnest($2::bigint[], $3::bigint[], $4::bigint[]) AS i (entry, time, shape)
                """,
                partnership.Value,
                rows.Select(r => r.Entry).ToArray(),
                rows.Select(r => r.Index.Time).ToArray(),
                rows.Select(r => r.Index.Shape.Id).ToArray()),
        };
        var marks = rows.SelectMany(r => r.Index.Marks.Select(m => (m.Value, r.Entry))).Distinct().ToList();
        if (marks.Count > 0)
        {
            statements.Add(new(
                "INSERT INTO exchange.log_marks (partnership, mark, entry) SELECT $1, mark, entry FROM unnest($2::bigint[], $3::bigint[]) AS m (mark, entry)",
                partnership.Value,
                marks.Select(m => m.Value).ToArray(),
                marks.Select(m => m.Entry).ToArray()));
        }

        var shapes = rows.Where(r => known.IsNew(partnership, r.Index.Shape.Id, 0)).ToList();
        if (shapes.Count > 0)
        {
            statements.Add(new(
                """
                INSERT INTO exchange.log_shapes (partnership, shape, first, content)
                SELECT $1, shape, first, content FROM unnest($2::bigint[], $3::bigint[], $4::bytea[]) AS s (shape, first, content) ON CONFLICT DO NOTHING
                """,
                partnership.Value,
                shapes.Select(r => r.Index.Shape.Id).ToArray(),
                shapes.Select(r => r.Entry).ToArray(),
                shapes.Select(r => r.Index.Shape.Bytes.ToArray()).ToArray()));
        }

        var subjects = rows.SelectMany(r => r.Index.Marks).Where(m => m.Subject is { } subject && known.IsNew(partnership, m.Value, subject)).ToList();
        if (subjects.Count > 0)
        {
            statements.Add(new(
                """
                INSERT INTO exchange.log_subjects (partnership, subject, mark)
                SELECT $1, subject, mark FROM unnest($2::bigint[], $3::bigint[]) AS s (subject, mark) ON CONFLICT DO NOTHING
                """,
                partnership.Value,
                subjects.Select(m => m.Subject!.Value).ToArray(),
                subjects.Select(m => m.Value).ToArray()));
        }

        return statements;
    }

    public static IReadOnlyList<Statement> Forgetting(PartnershipId partnership, long mark) =>
    [
        new("DELETE FROM exchange.log_marks WHERE partnership = $1 AND mark = $2", partnership.Value, mark),
        new("DELETE FROM exchange.log_subjects WHERE partnership = $1 AND mark = $2", partnership.Value, mark),
    ];

    public static Statement ReadingNewest(PartnershipId partnership, LogSpan span, int most) => new(
        """
        SELECT entry, time, shape FROM exchange.log_index
        WHERE partnership = $1 AND entry > $2 AND entry < $3 ORDER BY entry DESC LIMIT $4
        """,
        partnership.Value,
        span.After,
        span.Before,
        most);

    public static Statement ReadingShapes(PartnershipId partnership, IEnumerable<long> shapes, LogSpan span, int most) => new(
        """
        SELECT i.entry, i.time, i.shape
        FROM unnest($5::bigint[]) AS s (shape)
        CROSS JOIN LATERAL (
          SELECT entry, time, shape FROM exchange.log_index
          WHERE partnership = $1 AND shape = s.shape AND entry > $2 AND entry < $3
          ORDER BY partnership DESC, shape DESC, entry DESC LIMIT $4
        ) AS i
        ORDER BY i.entry DESC LIMIT $4
        """,
        partnership.Value,
        span.After,
        span.Before,
        most,
        shapes.ToArray());

    public static Statement ReadingMarked(PartnershipId partnership, IEnumerable<long> marks, LogSpan span, int most) => new(
        """
        SELECT i.entry, i.time, i.shape
        FROM (
          SELECT DISTINCT m.entry
          FROM unnest($5::bigint[]) AS w (mark)
          CROSS JOIN LATERAL (
            SELECT entry FROM exchange.log_marks
            WHERE partnership = $1 AND mark = w.mark AND entry > $2 AND entry < $3
            ORDER BY partnership DESC, mark DESC, entry DESC LIMIT $4
          ) AS m
          ORDER BY m.entry DESC LIMIT $4
        ) AS found
        CROSS JOIN LATERAL (SELECT entry, time, shape FROM exchange.log_index WHERE partnership = $1 AND entry = found.entry) AS i
        ORDER BY i.entry DESC
        """,
        partnership.Value,
        span.After,
        span.Before,
        most,
        marks.ToArray());

    /// <summary>Asks for an entry before a period.</summary>
    public static Statement ReadingBegin(PartnershipId partnership, long from) => new(
        "SELECT entry FROM exchange.log_index WHERE partnership = $1 AND time < $2 AND entry % 64 = 0 ORDER BY partnership DESC, time DESC LIMIT 1",
        partnership.Value,
        from - ClockSlack);

    /// <summary>Asks for an entry behind a period.</summary>
    public static Statement ReadingEnd(PartnershipId partnership, long until) => new(
        "SELECT entry FROM exchange.log_index WHERE partnership = $1 AND time >= $2 AND entry % 64 = 0 ORDER BY partnership, time LIMIT 1",
        partnership.Value,
        until + ClockSlack);

    public static Statement ReadingCases(PartnershipId partnership, long subject) => new(
        "SELECT mark FROM exchange.log_subjects WHERE partnership = $1 AND subject = $2 ORDER BY mark", partnership.Value, subject);

    public static Statement ReadingShapes(PartnershipId partnership, long from) => new(
        "SELECT first, shape, content FROM exchange.log_shapes WHERE partnership = $1 AND first >= $2 ORDER BY first", partnership.Value, from);

    public static Statement Counting(PartnershipId partnership, LogSpan span, long from, long until) => new(
        """
        SELECT shape, count(*) FROM exchange.log_index
        WHERE partnership = $1 AND entry > $2 AND entry < $3 AND time >= $4 AND time < $5 GROUP BY shape
        """,
        partnership.Value,
        span.After,
        span.Before,
        from,
        until);

    public static List<IndexedRow> ReadRows(NpgsqlDataReader row)
    {
        var rows = new List<IndexedRow>();
        while (row.Read())
            rows.Add(new IndexedRow(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)));
        return rows;
    }
}
