namespace Exchange.Disclosure.Statistics;

/// <summary>One axis of a table.</summary>
/// <param name="Dimension">The name of the dimension.</param>
/// <param name="Categories">What to show, in order: atoms, groups, or <see cref="Statistics.Dimension.All"/> for the margin.</param>
public sealed record Axis(string Dimension, IReadOnlyList<string> Categories);

/// <summary>
/// A table that somebody wants to publish: a cell for each combination of the categories on its axes; without axes the one total. Tables
/// over the same measure are linked by the dimensions they share.
/// </summary>
/// <param name="Name">The name under which its cells come back.</param>
/// <param name="Axes">The axes, each dimension once.</param>
public sealed record Table(string Name, IReadOnlyList<Axis> Axes);
