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
            Answer(covenant, expected.Key, expected.Value, scenario.Given with { Category = expected.Key }))]);

    /// <summary>Of one source as it stands; of no source, the highest over all of them, ties to the first article.</summary>
    private static ExpectationResult Answer(Covenant covenant, string category, Level expected, DecisionInput input)
    {
        var answered = (input.Source is null ? covenant.Partners.Keys : [input.Source])
            .Select(source => input with { Source = source })
            .Select(asked => (Asked: asked, Got: covenant.Decide(asked)))
            .OrderByDescending(answer => answer.Got.Level)
            .ThenBy(answer => answer.Got.Article is null)
            .ThenBy(answer => answer.Got.Article, StringComparer.Ordinal)
            .First();
        return new ExpectationResult(category, expected, answered.Got) { Asked = answered.Asked };
    }
}

/// <summary>What came of one category of a scenario.</summary>
/// <param name="Category">The category.</param>
/// <param name="Expected">The level that the authors expect.</param>
/// <param name="Got">What the articles give.</param>
public sealed record ExpectationResult(string Category, Level Expected, Decision Got)
{
    /// <summary>The question that was answered: of several sources, that of the highest answer.</summary>
    public required DecisionInput Asked { get; init; }

    /// <summary>Whether the articles give what the authors expect.</summary>
    public bool Met => Got.Level == Expected;

    /// <summary>For instance <c>identity: expected anonymised, got full (GRANTED by article 4.1)</c>.</summary>
    public override string ToString() =>
        Met
            ? $"{Category}: {Words.Of(Expected)}"
            : $"{Category}: expected {Words.Of(Expected)}, got {Words.Of(Got.Level)} ({Words.Of(Got.Reason)}{(Got.Article is null ? "" : $" by article {Got.Article}")})";
}
