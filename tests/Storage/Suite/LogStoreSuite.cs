using Exchange.Audit;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Storage.Tests.Suite;

public abstract class LogStoreSuite : StorageSuite
{
    private sealed record UnknownChange : ILoggedChange;

    [Fact]
    public void ReadHead_BeforeAnything_IsEmpty()
    {
        var head = Storage.Log.ReadHead(Amsterdam);
        Assert.Equal(0, head.Size);
        Assert.Empty(head.Peaks);
        Assert.Empty(Storage.Log.Read(Amsterdam, 0));
    }

    [Fact]
    public void Commit_Entries_AreThereAfterARestart()
    {
        var head = MerkleTree.Empty;
        for (var batch = 0; batch < 5; batch++)
        {
            using var transaction = Storage.Log.Begin(Amsterdam);
            Assert.Equal(MerkleTree.Root(head), MerkleTree.Root(transaction.Head));
            for (var i = 0; i <= batch; i++)
                head = Add(transaction, head, [(byte)batch, (byte)i]);
            transaction.Commit(head);
        }
        Storage.Restart();
        Assert.Equal(15, Storage.Log.ReadHead(Amsterdam).Size);
        Assert.Equal(MerkleTree.Root(head), MerkleTree.Root(Storage.Log.ReadHead(Amsterdam)));
        Assert.Equal(Enumerable.Range(7, 8).Select(i => (long)i), Storage.Log.Read(Amsterdam, 7).Select(l => l.Index));
        Assert.Equal([3, 1], Storage.Log.Read(Amsterdam, 7).First().Leaf.ToArray());
    }

    [Fact]
    public void ReadNodes_AskedFor_AreGivenInThatOrderWithoutTheMissing()
    {
        for (var i = 0; i < 4; i++)
            Write(Amsterdam);
        var nodes = Storage.Log.ReadNodes(Amsterdam, [(2, 0), (0, 9), (0, 1), (1, 1)]);
        Assert.Equal([(2, 0L), (0, 1L), (1, 1L)], nodes.Select(n => (n.Level, n.Index)));
        Assert.Equal(MerkleTree.Root(Storage.Log.ReadHead(Amsterdam)), nodes[0].Hash.ToArray());
        Assert.Equal(MerkleHash.Leaf([1, 2, 3]), nodes[1].Hash.ToArray());
    }

    [Fact]
    public void TryApply_EntriesPruned_RemovesWholeTilesAndKeepsWhatStandsOverThem()
    {
        var head = MerkleTree.Empty;
        using (var transaction = Storage.Log.Begin(Amsterdam))
        {
            for (var i = 0; i < 600; i++)
                head = Add(transaction, head, [(byte)i]);
            transaction.Commit(head);
        }

        Write(Utrecht);
        Assert.True(Prune(512));
        Storage.Restart();

        Assert.Equal(Enumerable.Range(512, 89).Select(i => (long)i), Storage.Log.Read(Amsterdam, 0).Select(l => l.Index));
        Assert.Equal([512L], Storage.Log.ReadBackwards(Amsterdam, 513, 5).Select(l => l.Index));
        Assert.Equal(
            [(8, 0L), (8, 1L), (9, 0L), (0, 512L), (6, 8L)],
            Storage.Log.ReadNodes(Amsterdam, [(0, 0), (0, 511), (7, 3), (8, 0), (8, 1), (9, 0), (0, 512), (6, 8)]).Select(n => (n.Level, n.Index)));
        Assert.Equal(601, Storage.Log.ReadHead(Amsterdam).Size);
        Assert.Single(Storage.Log.Read(Utrecht, 0));
        Assert.False(Prune(512));
        Assert.False(Prune(256));

        bool Prune(long minimum)
        {
            using var transaction = Storage.Log.Begin(Amsterdam);
            if (!transaction.TryApply([new EntriesPruned(minimum)]))
                return false;
            transaction.Commit(Add(transaction, transaction.Head, [1]));
            return true;
        }
    }

    [Fact]
    public void Append_EmptyAndLargeLeaves_AreKeptExactly()
    {
        var large = Enumerable.Range(0, 300_000).Select(i => (byte)i).ToArray();
        using (var transaction = Storage.Log.Begin(Amsterdam))
            transaction.Commit(Add(transaction, Add(transaction, transaction.Head, []), large));
        Assert.Equal([[], large], Storage.Log.Read(Amsterdam, 0).Select(l => l.Leaf.ToArray()));
    }

    [Fact]
    public void Append_EntriesThatEndAlike_AreReadWhole()
    {
        LeafTail seven = new(7, new byte[] { 7, 7, 7 }), minus = new(-1, new byte[] { 9 });
        byte[][] leaves = [[1, 7, 7, 7], [2], [7, 7, 7], [3, 9], [4, 7, 7, 7]];
        LeafTail?[] tails = [seven, null, seven, minus, seven];
        for (var round = 0; round < 2; round++)
        {
            foreach (var partnership in new[] { Amsterdam, Utrecht })
            {
                using var transaction = Storage.Log.Begin(partnership);
                var head = transaction.Head;
                for (var i = 0; i < leaves.Length; i++)
                    head = Add(transaction, head, leaves[i], tail: tails[i]);
                Assert.True(transaction.Commit(head));
            }

            Storage.Restart();
        }

        foreach (var partnership in new[] { Amsterdam, Utrecht })
        {
            Assert.Equal([.. leaves, .. leaves], Storage.Log.Read(partnership, 0).Select(l => l.Leaf.ToArray()));
            Assert.Equal([.. leaves[1..3].Reverse()], Storage.Log.ReadBackwards(partnership, 8, 2).Select(l => l.Leaf.ToArray()));
        }
    }

    [Fact]
    public void Read_MoreThanOnePiece_GivesEachOnce()
    {
        using (var transaction = Storage.Log.Begin(Amsterdam))
        {
            var head = transaction.Head;
            for (var i = 0; i < 1300; i++)
                head = Add(transaction, head, [(byte)i]);
            transaction.Commit(head);
        }
        Assert.Equal(Enumerable.Range(0, 1300).Select(i => (long)i), Storage.Log.Read(Amsterdam, 0).Select(l => l.Index));
    }

    [Fact]
    public void ReadBackwards_BeforeAnIndex_GivesTheNewestFirstAndNoMore()
    {
        for (byte i = 0; i < 7; i++)
        {
            using var transaction = Storage.Log.Begin(Amsterdam);
            transaction.Commit(Add(transaction, transaction.Head, [i]));
        }
        Write(Utrecht);
        using var open = Storage.Log.Begin(Amsterdam);
        Add(open, open.Head, [9]); // not committed, so not there

        IEnumerable<long> Indexes(long before, int most) => Storage.Log.ReadBackwards(Amsterdam, before, most).Select(l => l.Index);
        Assert.Equal([6, 5, 4], Indexes(long.MaxValue, 3));
        Assert.Equal([3, 2], Indexes(4, 2));
        Assert.Equal([1, 0], Indexes(2, 100));
        Assert.Empty(Indexes(0, 5));
        Assert.Empty(Indexes(-1, 5));
        Assert.Empty(Indexes(7, 0));
        Assert.ThrowsAny<ArgumentException>(() => Indexes(7, -1).Count());
        Assert.Equal([3], Storage.Log.ReadBackwards(Amsterdam, 4, 1)[0].Leaf.ToArray());
    }

    [Fact]
    public async Task Dispose_WithoutCommit_UndoesEverything()
    {
        var id = CaseId.Create();
        using (var transaction = Storage.Log.Begin(Amsterdam))
        {
            Assert.True(transaction.TryApply([Opened(id), new CovenantActivated(new byte[32])]));
            Add(transaction, transaction.Head, [1]);
        }
        Assert.Equal(0, Storage.Log.ReadHead(Amsterdam).Size);
        Assert.Empty(Storage.Log.Read(Amsterdam, 0));
        Assert.Empty(Storage.Log.ReadNodes(Amsterdam, [(0, 0)]));
        Assert.Null((await ReadAsync(Amsterdam, id)).Case);
        Assert.Equal(0, await Storage.Dossiers.ReadPartnershipEpochAsync(Amsterdam, Cancellation));
        Assert.True(Write(Amsterdam, Opened(id)));
    }

    [Fact]
    public async Task Read_WhileATransactionIsOpen_SeesTheCommittedStateOnly()
    {
        Write(Amsterdam);
        var id = CaseId.Create();
        using var transaction = Storage.Log.Begin(Amsterdam);
        transaction.TryApply([Opened(id)]);
        var head = Add(transaction, transaction.Head, [1]);
        Assert.Equal(1, Storage.Log.ReadHead(Amsterdam).Size);
        Assert.Single(Storage.Log.Read(Amsterdam, 0));
        Assert.Null((await ReadAsync(Amsterdam, id)).Case);
        transaction.Commit(head);
        Assert.Equal(2, Storage.Log.ReadHead(Amsterdam).Size);
        Assert.NotNull((await ReadAsync(Amsterdam, id)).Case);
    }

    [Fact]
    public async Task TryApply_OneOfSeveralConflicts_UndoesThemAllAndLeavesTheNeighboursIntact()
    {
        CaseId before = CaseId.Create(), conflicting = CaseId.Create(), after = CaseId.Create();
        using (var transaction = Storage.Log.Begin(Amsterdam))
        {
            Assert.True(transaction.TryApply([Opened(before)]));
            var head = Add(transaction, transaction.Head, [1]);
            Assert.False(transaction.TryApply([Opened(conflicting), new CovenantActivated(new byte[32]), Opened(before)]));
            Assert.True(transaction.TryApply([Opened(after)]));
            transaction.Commit(Add(transaction, head, [3]));
        }
        Assert.NotNull((await ReadAsync(Amsterdam, before)).Case);
        Assert.Null((await ReadAsync(Amsterdam, conflicting)).Case);
        Assert.NotNull((await ReadAsync(Amsterdam, after)).Case);
        Assert.Null(await Storage.Dossiers.ReadCovenantDigestAsync(Amsterdam, Cancellation));
        Assert.Equal(2, Storage.Log.ReadHead(Amsterdam).Size);
    }

    [Fact]
    public void Holds_InTheTransactionThatMovesIt_SeesTheNewEpoch()
    {
        var id = CaseId.Create();
        Write(Amsterdam, Opened(id));
        using var transaction = Storage.Log.Begin(Amsterdam);
        Assert.True(transaction.Holds([new EpochGuard(id.Value, 1), new EpochGuard(null, 0)]));
        transaction.TryApply([new CaseMoved(id, CaseState.Signal, CaseState.Weighed)]);
        Assert.False(transaction.Holds([new EpochGuard(id.Value, 1)]));
        Assert.True(transaction.Holds([new EpochGuard(id.Value, 2), new EpochGuard(null, 0)]));
    }

    [Fact]
    public void Holds_CaseThatDoesNotExist_HasEpochZero()
    {
        Assert.True(Holds(Amsterdam, new EpochGuard("nothing", 0)));
        Assert.False(Holds(Amsterdam, new EpochGuard("nothing", 1)));
    }

    [Fact]
    public void Holds_OneOfTwoMoved_IsFalse()
    {
        var id = CaseId.Create();
        Write(Amsterdam, Opened(id));
        Write(Amsterdam, new CovenantActivated(new byte[32]));
        Assert.False(Holds(Amsterdam, new EpochGuard(id.Value, 1), new EpochGuard(null, 0)));
        Assert.True(Holds(Amsterdam, new EpochGuard(id.Value, 1), new EpochGuard(null, 1)));
    }

    [Fact]
    public void Begin_OfAnotherPartnership_HasALogOfItsOwn()
    {
        Write(Amsterdam);
        Write(Amsterdam);
        Assert.True(Write(Utrecht));
        Assert.Equal(2, Storage.Log.ReadHead(Amsterdam).Size);
        Assert.Equal(1, Storage.Log.ReadHead(Utrecht).Size);
        Assert.Single(Storage.Log.Read(Utrecht, 0));
        Assert.Empty(Storage.Log.ReadNodes(Utrecht, [(0, 1)]));
    }

    [Fact]
    public void Begin_WithoutPartnership_Throws() => Assert.Throws<ArgumentException>(() => Storage.Log.Begin(default));

    [Fact]
    public void Append_OutOfTurn_Throws()
    {
        Write(Amsterdam);
        using var transaction = Storage.Log.Begin(Amsterdam);
        Assert.Throws<InvalidOperationException>(() => transaction.Append(new StoredLeaf(0, new byte[1]), []));
        Assert.Throws<InvalidOperationException>(() => transaction.Append(new StoredLeaf(2, new byte[1]), []));
    }

    [Fact]
    public void Commit_HeadThatDoesNotFit_ThrowsAndWritesNothing()
    {
        using (var transaction = Storage.Log.Begin(Amsterdam))
        {
            var head = Add(transaction, transaction.Head, [1]);
            Assert.Throws<InvalidOperationException>(() => transaction.Commit(new LogHead(2, head.Peaks)));
        }
        Assert.Equal(0, Storage.Log.ReadHead(Amsterdam).Size);
    }

    [Fact]
    public void TryApply_UnknownChange_ThrowsAndTheStoreGoesOn()
    {
        using (var transaction = Storage.Log.Begin(Amsterdam))
            Assert.ThrowsAny<ArgumentException>(() => transaction.TryApply([Opened(CaseId.Create()), new UnknownChange()]));
        Assert.True(Write(Amsterdam));
    }

    [Fact]
    public void Begin_ByManyThreads_GivesEachItsTurn()
    {
        Parallel.For(0, 40, i => Write(i % 3 == 0 ? Utrecht : Amsterdam));
        Assert.Equal(26, Storage.Log.ReadHead(Amsterdam).Size);
        Assert.Equal(14, Storage.Log.ReadHead(Utrecht).Size);
    }
}
