namespace Exchange.Consent.Tests;

/// <summary>The covenants that the demo, the docs and comparisons use: each is right, keeps its promises and does what its authors agreed on.</summary>
public sealed class SampleTests
{
    public static TheoryData<string> Names => [.. Sample.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Load_Sample_HasNoMistakesAndNoWarnings(string name)
    {
        var reading = Covenant.Load(Sample.All[name]);

        Assert.Empty(reading.Mistakes);
        Assert.Empty(reading.Warnings);
        Assert.Contains("fictieve tekst", reading.Covenant!.Title, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void RunScenarios_Sample_AllPass(string name)
    {
        var results = Covenant.Load(Sample.All[name]).Covenant!.RunScenarios();

        Assert.True(results.Count >= 6);
        Assert.All(results, result => Assert.True(result.Passed, $"{result.Scenario.Name}: {string.Join("; ", result.Expectations)}"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void CheckInvariants_Sample_AllHold(string name)
    {
        var results = Covenant.Load(Sample.All[name]).Covenant!.CheckInvariants();

        Assert.True(results.Count >= 5);
        Assert.All(results, result => Assert.True(result.Holds, $"{result.Invariant.Name}: {result.Counterexample}"));
        Assert.All(results, result => Assert.True(result.Cells > 0));
    }

    [Fact]
    public void Samples_FollowOneAnotherWithoutAGap()
    {
        var versions = Sample.All.Values.Select(bytes => Covenant.Load(bytes).Covenant!).OrderBy(covenant => covenant.From).ToList();

        Assert.Equal(["2016.1", "2018.1", "2018.2"], versions.Select(covenant => covenant.Version));
        Assert.Equal(versions.Skip(1).Select(covenant => (DateOnly?)covenant.From), versions.SkipLast(1).Select(covenant => covenant.Until));
        Assert.Single(versions.Select(covenant => covenant.Id).Distinct());
    }
}
