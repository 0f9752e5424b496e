using System.Globalization;
using System.Text;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Google.Protobuf;

namespace Exchange.Storage.Tests.Suite;

/// <summary>A log as programs wrote it that kept each node, and a row of the index for each entry and mark.</summary>
internal static class OlderLog
{
    private const int Entries = 5000;
    private static readonly PartnershipId Amsterdam = new("amsterdam");

    /// <summary>Statements that write it.</summary>
    /// <param name="schema">What the tables' names begin with.</param>
    /// <param name="bytes">How bytes are written in a statement, with the place of the digits.</param>
    /// <param name="hashes">Whether an entry's hash stands beside it already, and not among the nodes.</param>
    public static IEnumerable<string> Writing(string schema, string bytes, bool hashes)
    {
        var head = MerkleTree.Empty;
        var nodes = new List<TreeNode>();
        for (var i = 0; i < Entries; i++)
            head = MerkleTree.Append(head, MerkleHash.Leaf(Leaf(i)), nodes);
        yield return Insert("log_heads", [$"'amsterdam', {Entries}, {Bytes(head.Peaks.SelectMany(p => p.ToArray()).ToArray())}"]);
        yield return Insert(
            "log_entries",
            Enumerable.Range(0, Entries).Select(i => $"'amsterdam', {i}, {Bytes(Leaf(i))}" + (hashes ? $", {(i % 2 == 0 ? "NULL" : Bytes(MerkleHash.Leaf(Leaf(i))))}" : "")));
        yield return Insert(
            "log_nodes",
            nodes.Where(n => !hashes || n.Level > 0 || n.Index % 2 == 0).Select(n => $"'amsterdam', {n.Level}, {n.Index}, {Bytes(n.Hash.ToArray())}"));
        yield return Insert("log_index", Enumerable.Range(0, Entries).Select(i => $"'amsterdam', {i}, {Row(i).Time}, {Row(i).Shape}"));
        yield return Insert("log_marks", Enumerable.Range(0, Entries).SelectMany(i => Marks(i).Select(m => $"'amsterdam', {m}, {i}")));

        string Insert(string table, IEnumerable<string> rows) => new StringBuilder($"INSERT INTO {schema}{table} VALUES (").AppendJoin("), (", rows).Append(')').ToString();
        string Bytes(byte[] value) => string.Format(CultureInfo.InvariantCulture, bytes, Convert.ToHexStringLower(value));
    }

    /// <summary>Holds a storage that was migrated against what was written.</summary>
    public static void AssertKept(IStorage storage)
    {
        Assert.True(LogVerifier.Verify(storage.Log, Amsterdam, TestContext.Current.CancellationToken).IsSound);
        Assert.Equal(Enumerable.Range(0, Entries).Select(Row).Reverse(), storage.Index.Newest(Amsterdam, LogSpan.Whole, Entries));
        foreach (var shape in new long[] { -3, 9 })
            Assert.Equal(Having(i => Row(i).Shape == shape), storage.Index.OfShapes(Amsterdam, [shape], LogSpan.Whole, Entries));
        foreach (var mark in new long[] { -1, 0, 42, 4242 })
            Assert.Equal(Having(i => Marks(i).Contains(mark)), storage.Index.Marked(Amsterdam, [mark], LogSpan.Whole, Entries));

        static IEnumerable<IndexedRow> Having(Func<int, bool> isWanted) => Enumerable.Range(0, Entries).Where(isWanted).Select(Row).Reverse();
    }

    private static byte[] Leaf(int i) => new Entry { TraceId = "t" + i }.ToByteArray();

    private static IndexedRow Row(int i) => new(i, 1_700_000_000_000_000 + i, i % 3 == 0 ? -3 : 9);

    // None, one, or two.
    private static IEnumerable<long> Marks(int i) => i % 5 == 0 ? [] : i % 100 == 42 ? [-1, 42] : [i % 2 == 0 ? -1 : 0, .. i == 4901 ? new long[] { 4242 } : []];
}
