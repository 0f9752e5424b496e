using System.Collections.Concurrent;

namespace Exchange.Keys.Tests;

public sealed class RandomBytesTests
{
    [Theory]
    [InlineData(12)]
    [InlineData(32)]
    [InlineData(100)]
    [InlineData(2000)]
    public void Fill_ManyTimes_GivesNothingTwice(int length)
    {
        var seen = new HashSet<string>();
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = new byte[length];
            RandomBytes.Fill(bytes);
            Assert.True(seen.Add(Convert.ToHexString(bytes[..12])));
            Assert.True(seen.Add(Convert.ToHexString(bytes[^12..])) || length == 12);
        }
    }

    [Fact]
    public async Task Fill_ManyThreads_GivesNothingTwice()
    {
        var seen = new ConcurrentDictionary<string, bool>();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                var bytes = new byte[12];
                RandomBytes.Fill(bytes);
                Assert.True(seen.TryAdd(Convert.ToHexString(bytes), true));
            }
        })));
    }

    // Drawn ahead or not, and whatever lengths were asked for before: every byte is written.
    [Fact]
    public void Fill_LengthsInTurn_FillsEveryByte()
    {
        var lengths = new[] { 1, 12, 255, 256, 257, 32, 1023, 1024, 1025, 7 };
        foreach (var length in lengths)
        {
            var written = new bool[length];
            for (var i = 0; i < 40; i++)
            {
                var bytes = new byte[length];
                RandomBytes.Fill(bytes);
                for (var at = 0; at < length; at++)
                    written[at] |= bytes[at] != 0;
            }

            Assert.All(written, Assert.True);
        }
    }

    [Fact]
    public void Fill_Nothing_GivesNothing() => RandomBytes.Fill([]);
}
