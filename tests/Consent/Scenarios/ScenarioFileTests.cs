using System.Text;

namespace Exchange.Consent.Tests;

/// <summary>Scenarios in a file of their own.</summary>
public sealed class ScenarioFileTests
{
    private const string Asked = "{ partner: politie, role: regisseur, forum: regieoverleg, purpose: casusoverleg, case: active }";

    private static readonly Covenant Covenant = Covenants.With("""id: "1", text: De politie deelt., grant: full, categories: [identity, police], at: [regieoverleg]""");

    [Theory]
    [InlineData("")]
    [InlineData("covenant: proef\n")]
    public void ReadScenarios_RightFile_GivesWhatTheCovenantCanRun(string head)
    {
        var reading = Read($"{head}scenarios:\n  - {{ name: a, given: {Asked}, expect: {{ police: full, care: none }} }}\n");

        Assert.Empty(reading.Mistakes);
        Assert.True(Assert.Single(Covenant.RunScenarios(reading.Scenarios)).Passed);
    }

    [Fact]
    public void RunScenarios_Missed_SaysWhatWasExpectedAndGotByWhichArticle()
    {
        var result = Assert.Single(Covenant.RunScenarios(Read($"scenarios:\n  - {{ name: a, given: {Asked}, expect: {{ police: anonymised }} }}\n").Scenarios));

        Assert.False(result.Passed);
        Assert.Equal("police: expected anonymised, got full (GRANTED by article 1)", Assert.Single(result.Expectations).ToString());
        Assert.Equal(("police", "oov"), (result.Expectations[0].Asked.Category, result.Expectations[0].Asked.Source));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("scenarios: []", "empty list")]
    [InlineData("scenario: []", "lacks 'scenarios'")]
    [InlineData("covenant: ander\nscenarios:\n  - { name: a, given: { partner: oov }, expect: { police: none } }", "of covenant 'ander', and not of 'proef'")]
    [InlineData("scenarios:\n  - { name: a, given: { partner: ovo }, expect: { police: none } }", "Did you mean 'oov'?")]
    [InlineData("scenarios:\n  - { name: a, given: { partner: oov }, expect: { polise: none } }", "Did you mean 'police'?")]
    [InlineData("scenarios:\n  - { name: a, given: { partner: oov }, expect: { police: none } }\narticles: []", "no key 'articles'")]
    [InlineData("[a", "not YAML")]
    public void ReadScenarios_Mistake_GivesNoScenarios(string text, string message)
    {
        var reading = Read(text);

        Assert.Empty(reading.Scenarios);
        Assert.Contains(reading.Mistakes, mistake => mistake.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Samples_ScenarioFiles_Pass()
    {
        var files = Directory.GetFiles(Path.Combine(Sample.Root, "samples", "covenants", "scenarios"), "*.yaml");

        Assert.NotEmpty(files);
        Assert.All(files, file =>
        {
            var reading = Sample.Covenant.ReadScenarios(File.ReadAllBytes(file));
            Assert.Empty(reading.Mistakes);
            Assert.All(Sample.Covenant.RunScenarios(reading.Scenarios), result => Assert.True(result.Passed, string.Join("; ", result.Expectations)));
        });
    }

    private static ScenarioReading Read(string text) => Covenant.ReadScenarios(Encoding.UTF8.GetBytes(text));
}
