using Exchange.Audit;
using Exchange.Consent;

namespace Exchange.Storage.Tests.Suite;

/// <summary>Who follows a log misses nothing and goes on where it was.</summary>
public abstract class LogCursorSuite : StorageSuite
{
    [Fact]
    public void Read_OfWhoSawNothing_IsTheFirstEntry() => Assert.Equal(0, Storage.Cursors.Read(Amsterdam, "one"));

    [Fact]
    public void TryMove_FromWhereItIs_MovesOnAndARestartKnows()
    {
        Assert.True(Storage.Cursors.TryMove(Amsterdam, "one", 0, 3));
        Assert.True(Storage.Cursors.TryMove(Amsterdam, "one", 3, 4));
        Storage.Restart();
        Assert.Equal(4, Storage.Cursors.Read(Amsterdam, "one"));
    }

    [Fact]
    public void TryMove_FromElsewhere_LeavesItWhereItIs()
    {
        Assert.False(Storage.Cursors.TryMove(Amsterdam, "one", 2, 3));
        Assert.Equal(0, Storage.Cursors.Read(Amsterdam, "one"));
        Assert.True(Storage.Cursors.TryMove(Amsterdam, "one", 0, 3));
        Assert.False(Storage.Cursors.TryMove(Amsterdam, "one", 0, 5));
        Assert.Equal(3, Storage.Cursors.Read(Amsterdam, "one"));
    }

    [Fact]
    public void TryMove_Back_IsNoMove()
    {
        Storage.Cursors.TryMove(Amsterdam, "one", 0, 3);
        Assert.Throws<StoreUnavailableException>(() => Storage.Cursors.TryMove(Amsterdam, "one", 3, 2));
        Assert.Equal(3, Storage.Cursors.Read(Amsterdam, "one"));
    }

    [Fact]
    public void Followers_AndPartnerships_HaveEachTheirOwnPlace()
    {
        Storage.Cursors.TryMove(Amsterdam, "one", 0, 3);
        Storage.Cursors.TryMove(Amsterdam, "other", 0, 7);
        Storage.Cursors.TryMove(Utrecht, "one", 0, 9);
        Assert.Equal((3, 7, 9), (Storage.Cursors.Read(Amsterdam, "one"), Storage.Cursors.Read(Amsterdam, "other"), Storage.Cursors.Read(Utrecht, "one")));
    }

    [Fact]
    public void TryMove_ByManyAtOnce_LetsOneMove()
    {
        var moved = 0;
        Parallel.For(0, 8, i => { if (Storage.Cursors.TryMove(Amsterdam, "one", 0, 10 + i)) Interlocked.Increment(ref moved); });
        Assert.Equal(1, moved);
    }
}
