using System.Runtime.InteropServices;
using Exchange.Audit;
using Exchange.Consent;
using Npgsql;

namespace Exchange.Storage.Postgres;

/// <summary>The rows of the log: heads, entries, nodes, batches.</summary>
internal static class LogRows
{
    private static readonly Statement Nothing = new("SELECT 1");

    public static Statement ReadingHead(PartnershipId partnership) =>
        new("SELECT size, peaks FROM exchange.log_heads WHERE partnership = $1", partnership.Value);

    /// <summary>Reads the head and keeps everybody else from adding until the transaction ends.</summary>
    public static Statement LockingHead(PartnershipId partnership) =>
        new("SELECT size, peaks FROM exchange.log_heads WHERE partnership = $1 FOR NO KEY UPDATE", partnership.Value);

    /// <summary>Locks the head, made where there is none, and reads it with the last entry and the epochs.</summary>
    public static Statement Locking(PartnershipId partnership, string[] cases) => new(
        "SELECT size, peaks, last, epoch, cases, epochs FROM exchange.lock_log($1, $2)", partnership.Value, cases);

    /// <summary>The head as it stands, well-formed or not: whoever verifies wants to see it. Null where there is none.</summary>
    public static LogHead? ReadHead(NpgsqlDataReader row) => row.Read()
        ? new LogHead(row.GetInt64(0), [.. row.GetFieldValue<byte[]>(1).Chunk(MerkleHash.Length).Select(p => new ReadOnlyMemory<byte>(p))])
        : null;

    /// <summary>Adds a batch: its entries, the nodes that they complete, the new head, and the name by which it is found again.</summary>
    public static IReadOnlyList<Statement> Adding(
        PartnershipId partnership, LogHead head, IReadOnlyList<StoredLeaf> leaves, IReadOnlyList<TreeNode> nodes, Guid batch)
    {
        if (leaves.Count == 0)
            return [Nothing]; // a lone commit of a transaction that failed succeeds, as a rollback
        var kept = nodes.Where(n => EntryTile.Of(n.Level, n.Index) is null).ToList();
        return
            [
                new(
                    """
                    INSERT INTO exchange.log_entries (partnership, entry, leaf, hash)
                    SELECT $1, entry, leaf, hash FROM unnest($2::bigint[], $3::bytea[], $4::bytea[]) AS e (entry, leaf, hash)
                    """,
                    partnership.Value,
                    leaves.Select(l => l.Index).ToArray(),
                    leaves.Select(l => Bytes(l.Leaf)).ToArray(),
                    nodes.Where(n => n.Level == 0).Select(n => Bytes(n.Hash)).ToArray()),
                .. kept.Count == 0 ? Array.Empty<Statement>() : [AddingNodes(partnership, kept)],
                new(
                    "UPDATE exchange.log_heads SET size = $2, peaks = $3 WHERE partnership = $1",
                    partnership.Value,
                    head.Size,
                    head.Peaks.SelectMany(p => p.ToArray()).ToArray()),
                new("INSERT INTO exchange.log_batches (partnership, entry, batch) VALUES ($1, $2, $3)", partnership.Value, leaves[0].Index, batch),
            ];
    }

    private static Statement AddingNodes(PartnershipId partnership, IReadOnlyList<TreeNode> nodes) => new(
        """
        INSERT INTO exchange.log_nodes (partnership, level, node, hash)
        SELECT $1, level, node, hash FROM unnest($2::integer[], $3::bigint[], $4::bytea[]) AS n (level, node, hash)
        """,
        partnership.Value,
        nodes.Select(n => n.Level).ToArray(),
        nodes.Select(n => n.Index).ToArray(),
        nodes.Select(n => Bytes(n.Hash)).ToArray());

    // As they are where nothing else is in their array, which is nearly always.
    private static byte[] Bytes(ReadOnlyMemory<byte> memory) =>
        MemoryMarshal.TryGetArray(memory, out var part) && part is { Offset: 0, Array: { } array } && array.Length == part.Count ? array : memory.ToArray();

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
