namespace Exchange.Disclosure.Statistics;

/// <summary>A number that is out in the world and can never be taken back: every later edition is checked against it.</summary>
/// <param name="Edition">The edition that published it first.</param>
/// <param name="Measure">The measure.</param>
/// <param name="At">The category per dimension; a dimension that is not there stands at <see cref="Dimension.All"/>.</param>
/// <param name="Value">The number.</param>
public sealed record PublishedCell(string Edition, string Measure, IReadOnlyDictionary<string, string> At, long Value);
