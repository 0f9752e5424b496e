namespace Exchange.Consent;

/// <summary>What came of one scenario.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Expectations">One answer per category that it names.</param>
public sealed record ScenarioResult(Scenario Scenario, IReadOnlyList<ExpectationResult> Expectations)
{
    /// <summary>Whether every expectation is met.</summary>
    public bool Passed => Expectations.All(expectation => expectation.Met);

    internal static ScenarioResult Of(Covenant covenant, Scenario scenario) =>
        new(scenario, [.. scenario.Expect.Select(expected =>
            new ExpectationResult(expected.Key, expected.Value, Decide(covenant, scenario.Given with { Category = expected.Key })))]);

    /// <summary>Of one source as it stands; of no source, the highest over all of them, ties to the first article.</summary>
    private static Decision Decide(Covenant covenant, DecisionInput input) =>
        input.Source is not null
            ? covenant.Decide(input)
            : covenant.Partners.Keys
                .Select(source => covenant.Decide(input with { Source = source }))
                .OrderByDescending(decision => decision.Level)
                .ThenBy(decision => decision.Article is null)
                .ThenBy(decision => decision.Article, StringComparer.Ordinal)
                .First();
}

/// <summary>What came of one category of a scenario.</summary>
/// <param name="Category">The category.</param>
/// <param name="Expected">The level that the authors expect.</param>
/// <param name="Got">What the articles give.</param>
public sealed record ExpectationResult(string Category, Level Expected, Decision Got)
{
    /// <summary>Whether the articles give what the authors expect.</summary>
    public bool Met => Got.Level == Expected;

    /// <summary>For instance <c>identity: expected anonymised, got full (GRANTED by article 4.1)</c>.</summary>
    public override string ToString() =>
        Met
            ? $"{Category}: {Words.Of(Expected)}"
            : $"{Category}: expected {Words.Of(Expected)}, got {Words.Of(Got.Level)} ({Words.Of(Got.Reason)}{(Got.Article is null ? "" : $" by article {Got.Article}")})";
}
