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
            settling.Add(cost);
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
            settling.Add(cost);
            Assert.False(settling.IsOver);
        }

        settling.Add(costs[^1]);
        Assert.True(settling.IsOver);
    }
}
