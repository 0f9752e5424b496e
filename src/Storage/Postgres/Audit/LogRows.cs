using Exchange.Audit;
using Exchange.Consent;
using Npgsql;

namespace Exchange.Storage.Postgres;

/// <summary>The rows of the log: heads, entries, nodes, batches.</summary>
internal static class LogRows
{
    public static Statement ReadingHead(PartnershipId partnership) =>
        new("SELECT size, peaks FROM exchange.log_heads WHERE partnership = $1", partnership.Value);

    /// <summary>Reads the head and keeps everybody else from adding until the transaction ends.</summary>
    public static Statement LockingHead(PartnershipId partnership) =>
        new("SELECT size, peaks FROM exchange.log_heads WHERE partnership = $1 FOR NO KEY UPDATE", partnership.Value);

    /// <summary>Locks the head, made where there is none, and reads it with the last entry and the partnership's epoch.</summary>
    public static Statement Locking(PartnershipId partnership) =>
        new("SELECT size, peaks, last, epoch FROM exchange.lock_log($1)", partnership.Value);

    /// <summary>The head as it stands, well-formed or not: whoever verifies wants to see it. Null where there is none.</summary>
    public static LogHead? ReadHead(NpgsqlDataReader row) => row.Read()
        ? new LogHead(row.GetInt64(0), [.. row.GetFieldValue<byte[]>(1).Chunk(MerkleHash.Length).Select(p => new ReadOnlyMemory<byte>(p))])
        : null;

    /// <summary>
    /// Adds a batch: its entries, those of the nodes that stand over whole tiles, the new head, what the entries are found by, and the name by
    /// which it is found again.
    /// </summary>
    public static Statement Adding(
        PartnershipId partnership, LogHead head, IReadOnlyList<StoredLeaf> leaves, IReadOnlyList<TreeNode> nodes, IReadOnlyList<RecentEntry> recent, LeafBuffer buffer, Guid batch)
    {
        var (starts, lengths, total) = (new int[leaves.Count], new int[leaves.Count], 0);
        for (var i = 0; i < lengths.Length; total += lengths[i++])
            (starts[i], lengths[i]) = (total + 1, leaves[i].Leaf.Length); // counted from 1 there
        var (bytes, hashes, kept) = (buffer.Take(total), new byte[leaves.Count * MerkleHash.Length], new List<TreeNode>());
        for (var i = 0; i < lengths.Length; i++)
            leaves[i].Leaf.Span.CopyTo(bytes.Span[(starts[i] - 1)..]);
        for (var (i, at) = (0, 0); i < nodes.Count; i++)
        {
            if (nodes[i].Level == 0)
            {
                nodes[i].Hash.Span.CopyTo(hashes.AsSpan(at));
                at += MerkleHash.Length;
            }
            else if (EntryTile.Of(nodes[i].Level, nodes[i].Index) is null)
                kept.Add(nodes[i]);
        }

        return new(
            "SELECT exchange.append_log($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
            partnership.Value,
            leaves[0].Index,
            bytes,
            starts,
            lengths,
            hashes,
            kept.Select(n => n.Level).ToArray(),
            kept.Select(n => n.Index).ToArray(),
            kept.Select(n => n.Hash.ToArray()).ToArray(),
            head.Size,
            Flat(head),
            recent.Count == 0 ? 0L : recent[0].Row.Entry,
            recent.Count == 0 ? null : RecentEntry.Pack(recent[0].Row.Entry, recent),
            batch);
    }

    /// <summary>The same in a transaction of its own, for who did not lock the log: true if the head is still this one, else nothing is added.</summary>
    public static Statement Alone(Statement adding, LogHead before) => new(
        "SELECT exchange.append_log_alone($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        [.. adding.Values, Flat(before)]);

    /// <summary>Whether a batch that began at an entry counts.</summary>
    public static bool Holds(PostgresSession session, PartnershipId partnership, long entry, Guid batch) => session.Scalar(
        "SELECT 1 FROM exchange.log_batches WHERE partnership = $1 AND entry = $2 AND batch = $3", partnership.Value, entry, batch) is not null;

    public static Statement ReadingEntries(PartnershipId partnership, long from, int limit) => new(
        "SELECT entry, leaf FROM exchange.log_entries WHERE partnership = $1 AND entry >= $2 ORDER BY entry LIMIT $3", partnership.Value, from, limit);

    public static Statement ReadingBackwards(PartnershipId partnership, long before, int limit) => new(
        "SELECT entry, leaf FROM exchange.log_entries WHERE partnership = $1 AND entry < $2 ORDER BY entry DESC LIMIT $3", partnership.Value, before, limit);

    public static List<StoredLeaf> ReadEntries(NpgsqlDataReader row)
    {
        var entries = new List<StoredLeaf>();
        while (row.Read())
            entries.Add(new StoredLeaf(row.GetInt64(0), row.GetFieldValue<byte[]>(1)));
        return entries;
    }

    /// <summary>Removes the entries before an index with all that stands on them; false when that was done before.</summary>
    public static bool TryPrune(PostgresSession session, PartnershipId partnership, long minimum)
    {
        if (session.Scalar("SELECT exchange.prune($1, $2)", partnership.Value, minimum) is not true)
            return false;
        IndexRows.Prune(session, partnership, minimum);
        return true;
    }

    /// <summary>Reads nodes, in that order: those over whole tiles, and those below from the hashes of their entries.</summary>
    public static IReadOnlyList<TreeNode> ReadNodes(PostgresSession session, PartnershipId partnership, IReadOnlyList<(int Level, long Index)> nodes)
    {
        var kept = ReadKept(session, partnership, [.. nodes.Where(n => EntryTile.Of(n.Level, n.Index) is null)]);
        return EntryTile.Find(nodes, tile => ReadHashes(session, partnership, tile), (level, index) => kept.GetValueOrDefault((level, index)));
    }

    private static byte[] Flat(LogHead head) => [.. head.Peaks.SelectMany(p => p.ToArray())];

    private static Dictionary<(int Level, long Index), byte[]> ReadKept(
        PostgresSession session, PartnershipId partnership, IReadOnlyList<(int Level, long Index)> nodes)
    {
        var kept = new Dictionary<(int, long), byte[]>();
        if (nodes.Count == 0)
            return kept;
        using var row = session.Query(new Statement(
            """
            SELECT n.level, n.node, n.hash FROM unnest($2::integer[], $3::bigint[]) AS w (level, node)
            JOIN exchange.log_nodes AS n ON n.partnership = $1 AND n.level = w.level AND n.node = w.node
            """,
            partnership.Value,
            nodes.Select(n => n.Level).ToArray(),
            nodes.Select(n => n.Index).ToArray()));
        while (row.Read())
            kept[(row.GetInt32(0), row.GetInt64(1))] = row.GetFieldValue<byte[]>(2);
        return kept;
    }

    private static IReadOnlyList<(long Entry, byte[] Hash)> ReadHashes(PostgresSession session, PartnershipId partnership, long tile)
    {
        var hashes = new List<(long, byte[])>(TilePath.Width);
        using var row = session.Query(new Statement(
            "SELECT entry, hash FROM exchange.log_entries WHERE partnership = $1 AND entry >= $2 AND entry < $3 AND hash IS NOT NULL",
            partnership.Value,
            tile << TilePath.Height,
            (tile + 1) << TilePath.Height));
        while (row.Read())
            hashes.Add((row.GetInt64(0), row.GetFieldValue<byte[]>(1)));
        return hashes;
    }
}
