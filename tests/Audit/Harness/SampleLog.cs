using Exchange.Audit.V1;
using Exchange.Consent;
using Google.Protobuf;

namespace Exchange.Audit.Tests;

/// <summary>A log in memory with small entries, each of its own, and a key that signs its heads.</summary>
internal sealed class SampleLog
{
    public const string Origin = "exchange/AAAAAAAAAAAAAAAAAAAAAA/amsterdam";

    public static readonly PartnershipId Amsterdam = new("amsterdam");

    public SampleLog(int size, string mark = "t")
    {
        State = Store.Log(Amsterdam);
        Grow(size, mark);
    }

    public MemoryLogStore Store { get; } = new();

    public MemoryLogStore.State State { get; }

    public LogKey Key { get; init; } = new();

    public TrustedKeys Keys => Key.Trusted();

    public void Grow(int by, string mark = "t")
    {
        for (var i = 0; i < by; i++)
            Add(new Entry { TraceId = mark + State.Head.Size }.ToByteArray());
    }

    public void Add(byte[] leaf)
    {
        var completed = new List<TreeNode>();
        State.Leaves.Add(State.Head.Size, leaf);
        State.Head = MerkleTree.Append(State.Head, MerkleHash.Leaf(leaf), completed);
        foreach (var node in completed)
            State.Nodes.Add((node.Level, node.Index), node.Hash);
    }

    public SignedCheckpoint Sign(long size, ReadOnlyMemory<byte> root) => Key.Sign(new Checkpoint(Origin, size, root));

    public SignedCheckpoint Head() => SignedAt(State.Head.Size);

    public SignedCheckpoint SignedAt(long size) => Sign(size, MerkleTree.RootAt(Store, Amsterdam, size));

    public ExportOutcome Export(Folder folder) => LogExport.Write(Store, Amsterdam, folder.Path, Sign, TestContext.Current.CancellationToken);
}
