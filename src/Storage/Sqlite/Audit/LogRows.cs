using Exchange.Audit;
using Exchange.Consent;

namespace Exchange.Storage.Sqlite;

/// <summary>The rows of the log: heads, entries, nodes.</summary>
internal static class LogRows
{
    // An entry whose tail is gone is read without it, and its hash then tells.
    private const string EntriesSql =
        "SELECT entry, leaf, (SELECT content FROM log_tails t WHERE t.partnership = e.partnership AND t.tail = e.tail) FROM log_entries e WHERE partnership = ?1";

    // Among the known rows, beside the shapes (0) and the subjects of marks.
    private const long Tails = -1;

    /// <summary>The head as it stands, well-formed or not: whoever verifies wants to see it.</summary>
    public static LogHead ReadHead(SqliteSession session, PartnershipId partnership)
    {
        using var row = session.Query("SELECT size, peaks FROM log_heads WHERE partnership = ?1", partnership.Value);
        if (!row.Read())
            return MerkleTree.Empty;
        var peaks = row.GetFieldValue<byte[]>(1);
        return new LogHead(row.GetInt64(0), [.. peaks.Chunk(MerkleHash.Length).Select(p => new ReadOnlyMemory<byte>(p))]);
    }

    public static void WriteHead(SqliteSession session, PartnershipId partnership, LogHead head) => session
        .Statement("INSERT INTO log_heads (partnership, size, peaks) VALUES (?1, ?2, ?3) ON CONFLICT (partnership) DO UPDATE SET size = excluded.size, peaks = excluded.peaks")
        .Bind(1, partnership.Value)
        .Bind(2, head.Size)
        .Bind(3, head.Peaks.SelectMany(p => p.ToArray()).ToArray())
        .Execute();

    /// <summary>The index of the last entry, or −1.</summary>
    public static long ReadLastEntry(SqliteSession session, PartnershipId partnership) =>
        session.Statement("SELECT max(entry) FROM log_entries WHERE partnership = ?1").Bind(1, partnership.Value).ReadInt64() ?? -1;

    /// <summary>
    /// Adds an entry with its hash, and those of the nodes that it completes, level by level, which stand over whole tiles. Of an entry that
    /// ends as others do, what is before that stands in its row.
    /// </summary>
    /// <exception cref="InvalidOperationException">Another tail has the tail's id.</exception>
    public static void Add(SqliteSession session, PartnershipId partnership, StoredLeaf leaf, IReadOnlyList<TreeNode> nodes, KnownRows.InTransaction known)
    {
        if (leaf.Tail is { } tail && known.IsNew(tail.Id, Tails))
            Keep(session, partnership, tail);
        session.Statement("INSERT INTO log_entries (partnership, entry, leaf, hash, tail) VALUES (?1, ?2, ?3, ?4, ?5)")
            .Bind(1, partnership.Value)
            .Bind(2, leaf.Index)
            .Bind(3, leaf.Leaf.Span[..^(leaf.Tail?.Bytes.Length ?? 0)])
            .Bind(4, nodes[0].Hash.Span)
            .Bind(5, leaf.Tail?.Id)
            .Execute();
        for (var i = TilePath.Height; i < nodes.Count; i++)
        {
            session.Execute(
                "INSERT INTO log_nodes (partnership, level, node, hash) VALUES (?1, ?2, ?3, ?4)",
                partnership.Value,
                nodes[i].Level,
                nodes[i].Index,
                nodes[i].Hash);
        }
    }

    public static List<StoredLeaf> ReadEntries(SqliteSession session, PartnershipId partnership, long from, int limit) => ReadEntries(
        session, $"{EntriesSql} AND entry >= ?2 ORDER BY entry LIMIT ?3", partnership, from, limit);

    public static List<StoredLeaf> ReadEntriesBackwards(SqliteSession session, PartnershipId partnership, long before, int limit) => ReadEntries(
        session, $"{EntriesSql} AND entry < ?2 ORDER BY entry DESC LIMIT ?3", partnership, before, limit);

    public static IReadOnlyList<TreeNode> ReadNodes(SqliteSession session, PartnershipId partnership, IReadOnlyList<(int Level, long Index)> nodes) => EntryTile.Find(
        nodes,
        tile => ReadHashes(session, partnership, tile << TilePath.Height, (tile + 1) << TilePath.Height),
        (level, index) => session.Scalar(
            "SELECT hash FROM log_nodes WHERE partnership = ?1 AND level = ?2 AND node = ?3", partnership.Value, level, index) as byte[]);

    private static IEnumerable<(long Entry, byte[] Hash)> ReadHashes(SqliteSession session, PartnershipId partnership, long from, long to)
    {
        using var row = session.Query(
            "SELECT entry, hash FROM log_entries WHERE partnership = ?1 AND entry >= ?2 AND entry < ?3 AND hash IS NOT NULL", partnership.Value, from, to);
        while (row.Read())
            yield return (row.GetInt64(0), row.GetFieldValue<byte[]>(1));
    }

    /// <summary>Removes the entries before an index with all that stands on them; false when that was done before.</summary>
    public static bool TryPrune(SqliteSession session, PartnershipId partnership, long minimum)
    {
        if (session.Scalar("SELECT minimum FROM log_minimums WHERE partnership = ?1", partnership.Value) is long before && before >= minimum)
            return false;
        session.Execute(
            "INSERT INTO log_minimums (partnership, minimum) VALUES (?1, ?2) ON CONFLICT (partnership) DO UPDATE SET minimum = excluded.minimum",
            partnership.Value,
            minimum);
        foreach (var table in new[] { "notifications", "log_entries" })
            session.Execute($"DELETE FROM {table} WHERE partnership = ?1 AND entry < ?2", partnership.Value, minimum);
        IndexRows.Prune(session, partnership, minimum);
        return true;
    }

    private static void Keep(SqliteSession session, PartnershipId partnership, LeafTail tail)
    {
        session.Execute(
            "INSERT INTO log_tails (partnership, tail, content) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING", partnership.Value, tail.Id, tail.Bytes);
        var kept = session.Scalar("SELECT content FROM log_tails WHERE partnership = ?1 AND tail = ?2", partnership.Value, tail.Id) as byte[];
        if (!tail.Bytes.Span.SequenceEqual(kept))
            throw new InvalidOperationException("Two tails have one id: an entry that ends with one would be read with the other.");
    }

    // A negative limit is none to SQLite.
    private static List<StoredLeaf> ReadEntries(SqliteSession session, string sql, PartnershipId partnership, long bound, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        var entries = new List<StoredLeaf>();
        using var row = session.Query(sql, partnership.Value, bound, limit);
        while (row.Read())
        {
            var own = row.GetFieldValue<byte[]>(1);
            entries.Add(new StoredLeaf(row.GetInt64(0), row.IsDBNull(2) ? own : [.. own, .. row.GetFieldValue<byte[]>(2)]));
        }

        return entries;
    }
}
