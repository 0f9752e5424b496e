namespace Exchange.Consent.Tests;

/// <summary>The covenant that the demo runs under.</summary>
public sealed class SampleTests
{
    [Fact]
    public void Load_Sample_HasNoMistakesAndNoWarnings()
    {
        var reading = Covenant.Load(Sample.Bytes);

        Assert.Empty(reading.Mistakes);
        Assert.Empty(reading.Warnings);
    }

    [Fact]
    public void RunScenarios_Sample_AllPass()
    {
        var results = Sample.Covenant.RunScenarios();

        Assert.True(results.Count >= 15);
        Assert.All(results, result => Assert.True(result.Passed, $"{result.Scenario.Name}: {string.Join("; ", result.Expectations)}"));
    }

    [Fact]
    public void CheckInvariants_Sample_AllHold()
    {
        var results = Sample.Covenant.CheckInvariants();

        Assert.True(results.Count >= 6);
        Assert.All(results, result => Assert.True(result.Holds, $"{result.Invariant.Name}: {result.Counterexample}"));
        Assert.All(results, result => Assert.True(result.Cells > 0));
    }
}
