using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Exchange.Storage.Tests.Sqlite;

/// <summary>At a hundred thousand entries the first page of every search follows an index, and entries stay small.</summary>
public sealed class LogIndexPlanTests : IDisposable
{
    private const int Entries = 100_000, Shapes = 400, Cases = 5000, Actors = 800;
    private static readonly PartnershipId Amsterdam = new("amsterdam");

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(IndexRows.SegmentsSql, "log_segments USING INDEX sqlite_autoindex_log_segments_1 (partnership=? AND segment>? AND segment<?)")]
    [InlineData(IndexRows.ShapedSql, "log_shape_postings USING PRIMARY KEY (partnership=? AND shape=? AND segment>? AND segment<?)")]
    [InlineData(IndexRows.MarkedSql, "log_mark_postings USING PRIMARY KEY (partnership=? AND mark=? AND segment>? AND segment<?)")]
    [InlineData(IndexRows.LastSql, "log_segments USING COVERING INDEX sqlite_autoindex_log_segments_1 (partnership=?)")]
    [InlineData(IndexRows.BeginsSql, "log_segments USING COVERING INDEX log_segments_by_time (partnership=? AND time<?)")]
    [InlineData(IndexRows.EndsSql, "log_segments USING COVERING INDEX log_segments_by_time (partnership=? AND time>?)")]
    [InlineData(IndexRows.CasesSql, "log_subjects USING PRIMARY KEY (partnership=? AND subject=?)")]
    [InlineData(IndexRows.ShapesSql, "log_shapes USING INDEX log_shapes_by_first (partnership=? AND first>?)")]
    [InlineData("SELECT 1 FROM notifications WHERE partnership = ?1 AND entry = ?2", "notifications USING COVERING INDEX notifications_by_entry (partnership=? AND entry=?)")]
    public void Plan_OfEveryQuery_FollowsAnIndex(string sql, string plan)
    {
        using (SqliteStorage.Open(_folder.Path))
        {
        }

        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
        for (var i = 1; i <= 5; i++)
            command.Parameters.Add(new SqliteParameter("?" + i, i == 1 ? "amsterdam" : 1L));
        var steps = new List<string>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
            steps.Add(reader.GetString(3));

        Assert.Contains(steps, step => step == "SEARCH " + plan);
        Assert.DoesNotContain(steps, step => step.StartsWith("SCAN", StringComparison.Ordinal));
        Assert.DoesNotContain(steps, step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    [Fact]
    public void FirstPage_AtAHundredThousandEntries_IsThereAtOnceAndRowsAreSmall()
    {
        var shapes = Enumerable.Range(0, Shapes).Select(Shape).ToArray();
        using var storage = SqliteStorage.Open(_folder.Path);
        var bare = Seed(storage, null);
        var indexed = Seed(storage, shapes);
        var perEntry = (indexed - bare) / Entries;
        TestContext.Current.TestOutputHelper?.WriteLine($"{perEntry} bytes of index per entry");
        Assert.InRange(perEntry, 20, 250);

        Assert.Equal(100, storage.Index.OfShapes(Amsterdam, [.. shapes.Take(200).Select(s => s.Id)], LogSpan.Whole, 100).Count);
        Assert.NotEmpty(storage.Index.Marked(Amsterdam, [17], LogSpan.Whole, 100));
        Assert.Equal(100, storage.Index.Newest(Amsterdam, LogSpan.Whole, 100).Count);
        Assert.Equal(Shapes, storage.Index.ReadShapes(Amsterdam, 0).Count);
        var span = storage.Index.Spanning(Amsterdam, Entries / 2 * 4_000_000L, (Entries / 2 * 4_000_000L) + 1);
        Assert.InRange(span.Before - span.After, 1, (2 * 900) + IndexSegment.Width + 2);
    }

    public void Dispose() => _folder.Dispose();

    private static EntryShape Shape(int i) => EntryShape.Of(new Entry
    {
        Outcome = Outcome.Released,
        Caller = new Caller { Controller = "politie", Partner = "politie", Role = "regisseur" },
        Decisions = { new CategoryDecision { Category = "police", Source = "politie", Level = "full", Article = "a" + i, Released = 1 } },
        DossierRead = new DossierRead(),
    });

    // As many entries again, with or without what finds them; gives how many bytes the database has grown.
    private long Seed(SqliteStorage storage, EntryShape[]? shapes)
    {
        var before = Pages();
        for (var first = 0; first < Entries; first += 5000)
        {
            using var transaction = storage.Log.Begin(Amsterdam);
            var head = transaction.Head;
            for (var i = first; i < first + 5000; i++)
            {
                var nodes = new List<TreeNode>();
                var next = MerkleTree.Append(head, MerkleHash.Leaf([1]), nodes);
                var row = shapes is null
                    ? null
                    : new IndexedEntry(i * 4_000_000L, shapes[i * 7 % Shapes], [new EntryMark(-1 - (i % Actors)), new EntryMark(i * 31 % Cases, 1_000_000 + (i * 31 % Cases))]);
                transaction.Append(new StoredLeaf(head.Size, new byte[] { 1 }), nodes, row);
                head = next;
            }

            transaction.Commit(head);
        }

        return Pages() - before;
    }

    private long Pages()
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size)";
        return (long)command.ExecuteScalar()!;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.Path, "exchange.db")};Pooling=False");
        connection.Open();
        return connection;
    }
}
