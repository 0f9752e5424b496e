using Exchange.Cli.Bench;

namespace Exchange.Cli.Tests.Bench;

public sealed class SettlingTests
{
    [Fact]
    public void IsOver_WhileCallsGetCheaper_IsFalse()
    {
        var settling = new Settling();
        for (var cost = 300.0; cost > 100; cost *= 0.95)
        {
            settling.Add(cost, 0);
            Assert.False(settling.IsOver);
        }
    }

    [Fact]
    public void IsOver_WhenTheyNoLongerDo_IsTrueAlsoWhereOneRoundWasDisturbed()
    {
        var settling = new Settling();
        double[] costs = [300, 150, 101, 100, 140, 99, 102, 101];
        foreach (var cost in costs[..^1])
        {
            settling.Add(cost, 0);
            Assert.False(settling.IsOver);
        }

        settling.Add(costs[^1], 0);
        Assert.True(settling.IsOver);
    }

    [Fact]
    public void IsOver_WhileTheCompilerWorks_IsFalse()
    {
        var settling = new Settling();
        for (var round = 0; round < 20; round++)
        {
            settling.Add(400, 0.3);
            Assert.False(settling.IsOver);
        }

        for (var round = 0; round < 4; round++)
        {
            Assert.False(settling.IsOver);
            settling.Add(400, 0.01);
        }

        Assert.True(settling.IsOver);
    }
}
