namespace Exchange.Consent;

/// <summary>An example that the covenant's authors agreed on: in these circumstances, these levels.</summary>
/// <param name="Name">What it shows, in a sentence.</param>
/// <param name="Given">
/// The circumstances, without category. A null source asks for the highest level over all sources; any other null is an unknown input.
/// </param>
/// <param name="Expect">The level per category.</param>
/// <param name="Line">The line of the file on which it begins, from 1.</param>
public sealed record Scenario(string Name, DecisionInput Given, IReadOnlyDictionary<string, Level> Expect, int Line);
