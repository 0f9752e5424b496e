namespace Exchange.Consent;

/// <summary>What reading a file of scenarios gave: the scenarios, or everything that is wrong with the file.</summary>
/// <param name="Scenarios">The scenarios, in file order; empty when there is any mistake.</param>
/// <param name="Mistakes">Every mistake, in file order.</param>
public sealed record ScenarioReading(IReadOnlyList<Scenario> Scenarios, IReadOnlyList<CovenantMistake> Mistakes);
