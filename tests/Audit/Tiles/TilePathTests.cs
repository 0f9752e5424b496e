namespace Exchange.Audit.Tests.Tiles;

public sealed class TilePathTests
{
    // The first is the example of C2SP tlog-tiles.
    [Theory]
    [InlineData(0, 1234067, 256, "tile/0/x001/x234/067")]
    [InlineData(0, 0, 256, "tile/0/000")]
    [InlineData(3, 999, 1, "tile/3/999.p/1")]
    [InlineData(7, 1000, 255, "tile/7/x001/000.p/255")]
    public void OfTile_IsAsTheSpecificationSays(int level, long index, int width, string path) => Assert.Equal(path, TilePath.OfTile(level, index, width));

    [Fact]
    public void OfEntries_IsAsTheSpecificationSays() => Assert.Equal("tile/entries/x273/000.p/112", TilePath.OfEntries(273_000, 112));

    [Theory]
    [InlineData(-1, 256)]
    [InlineData(0, 0)]
    [InlineData(0, 257)]
    public void OfEntries_OutOfRange_Throws(long index, int width) => Assert.Throws<ArgumentOutOfRangeException>(() => TilePath.OfEntries(index, width));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(255, 1)]
    [InlineData(256, 2)]
    [InlineData(70_000, 3)]
    [InlineData(long.MaxValue, 8)]
    public void Levels_OfAnySize_AreThoseThatHaveHashes(long size, int levels) => Assert.Equal(levels, TilePath.Levels(size));
}
