using Exchange.Audit.V1;
using Exchange.Consent;
using Google.Protobuf;

namespace Exchange.Audit.Tests;

public sealed class LogVerifierTests
{
    private const int Size = 21;

    private static readonly PartnershipId Amsterdam = new("amsterdam");

    private readonly MemoryLogStore _store = new();
    private readonly MemoryLogStore.State _log;

    public LogVerifierTests()
    {
        _log = _store.Log(Amsterdam);
        for (var i = 0; i < Size; i++)
            Add(new Entry { TraceId = "t" + i }.ToByteArray());
    }

    [Fact]
    public void Verify_UntouchedLog_IsSound()
    {
        var found = Verify();
        Assert.True(found.IsSound);
        Assert.Equal(Size, found.Size);
        Assert.Equal(NaiveTree.Root([.. _log.Leaves.Values]), found.Root.ToArray());
    }

    [Fact]
    public void Verify_EmptyLog_IsSound()
    {
        var found = LogVerifier.Verify(new MemoryLogStore(), Amsterdam, TestContext.Current.CancellationToken);
        Assert.True(found.IsSound);
        Assert.Equal(MerkleHash.EmptyRoot(), found.Root.ToArray());
    }

    [Fact]
    public void Verify_AnyBitOfAnyEntryTurned_FindsThatEntry()
    {
        for (var i = 0; i < Size; i++)
        {
            for (var bit = 0; bit < _log.Leaves[i].Length * 8; bit++)
            {
                _log.Leaves[i][bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.Equal(new LogFault(LogFaultKind.EntryAltered, 0, i), Verify().Fault);
                _log.Leaves[i][bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
        Assert.True(Verify().IsSound);
    }

    [Fact]
    public void Verify_AnyNodeAlteredOrMissing_FindsThatNode()
    {
        foreach (var (place, hash) in _log.Nodes.ToList())
        {
            var kind = place.Item1 == 0 ? LogFaultKind.EntryAltered : LogFaultKind.NodeAltered;
            var altered = hash.ToArray();
            altered[7] ^= 1;
            _log.Nodes[place] = altered;
            Assert.Equal(new LogFault(kind, place.Item1, place.Item2), Verify().Fault);
            _log.Nodes.Remove(place);
            Assert.Equal(new LogFault(LogFaultKind.NodeMissing, place.Item1, place.Item2), Verify().Fault);
            _log.Nodes[place] = hash;
        }
        Assert.True(Verify().IsSound);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(Size - 1)]
    public void Verify_EntryMissing_FindsIt(long index)
    {
        _log.Leaves.Remove(index);
        Assert.Equal(new LogFault(LogFaultKind.EntryMissing, 0, index), Verify().Fault);
    }

    [Fact]
    public void Verify_TwoEntriesSwapped_FindsTheFirst()
    {
        (_log.Leaves[4], _log.Leaves[11]) = (_log.Leaves[11], _log.Leaves[4]);
        Assert.Equal(new LogFault(LogFaultKind.EntryAltered, 0, 4), Verify().Fault);
    }

    [Fact]
    public void Verify_EntryAndLeafHashRewritten_FindsTheNodeAbove()
    {
        _log.Leaves[4] = new Entry { TraceId = "forged" }.ToByteArray();
        _log.Nodes[(0, 4)] = MerkleHash.Leaf(_log.Leaves[4]);
        Assert.Equal(new LogFault(LogFaultKind.NodeAltered, 1, 2), Verify().Fault);
    }

    [Fact]
    public void Verify_EntryThatTheHeadDoesNotCount_IsExtra()
    {
        _log.Leaves.Add(Size, new Entry().ToByteArray());
        Assert.Equal(new LogFault(LogFaultKind.EntryExtra, 0, Size), Verify().Fault);
    }

    [Theory]
    [InlineData(0, Size)]
    [InlineData(1, Size / 2)]
    [InlineData(5, 0)]
    public void Verify_NodeThatNoEntriesComplete_IsExtra(int level, long index)
    {
        _log.Nodes.Add((level, index), new byte[MerkleHash.Length]);
        Assert.Equal(new LogFault(LogFaultKind.NodeExtra, level, index), Verify().Fault);
    }

    [Fact]
    public void Verify_HeadAltered_IsFound()
    {
        var head = _log.Head;
        _log.Head = head with { Peaks = [.. head.Peaks.Skip(1), new byte[MerkleHash.Length]] };
        Assert.Equal(LogFaultKind.HeadAltered, Verify().Fault!.Kind);
        _log.Head = head with { Peaks = [.. head.Peaks.Skip(1)] };
        Assert.Equal(LogFaultKind.HeadAltered, Verify().Fault!.Kind);
        _log.Head = MerkleTree.Empty;
        Assert.Equal(LogFaultKind.EntryExtra, Verify().Fault!.Kind);
        _log.Head = head with { Size = Size + 1 };
        Assert.Equal(new LogFault(LogFaultKind.EntryMissing, 0, Size), Verify().Fault);
    }

    [Fact]
    public void Verify_LoggedBytesThatAreNoEntry_AreUnreadable()
    {
        Add([0xff, 0xff]);
        Add(new Entry { TraceId = "after" }.ToByteArray());
        Assert.Equal(new LogFault(LogFaultKind.EntryUnreadable, 0, Size), Verify().Fault);
    }

    [Fact]
    public async Task Verify_WhileTheLogGrows_StaysSound()
    {
        var store = new MemoryLogStore();
        await using var log = new AuditLog(store, new AuditLogOptions { AnswerWithin = TimeSpan.FromMinutes(1) });
        var appending = Task.Run(async () =>
        {
            for (var i = 0; i < 300; i++)
            {
                var pending = new PendingEntry(new Entry { TraceId = "t" + i }, [], []);
                Assert.IsType<AppendOutcome.Appended>(await log.AppendAsync(Amsterdam, pending, TestContext.Current.CancellationToken));
            }
        }, TestContext.Current.CancellationToken);
        do
        {
            Assert.Null(LogVerifier.Verify(store, Amsterdam, TestContext.Current.CancellationToken).Fault);
        }
        while (!appending.IsCompleted);
        await appending;
        Assert.Equal(300, LogVerifier.Verify(store, Amsterdam, TestContext.Current.CancellationToken).Size);
    }

    private void Add(byte[] leaf)
    {
        var completed = new List<TreeNode>();
        _log.Leaves.Add(_log.Head.Size, leaf);
        _log.Head = MerkleTree.Append(_log.Head, MerkleHash.Leaf(leaf), completed);
        foreach (var node in completed)
            _log.Nodes.Add((node.Level, node.Index), node.Hash);
    }

    private LogVerification Verify() => LogVerifier.Verify(_store, Amsterdam, TestContext.Current.CancellationToken);
}
