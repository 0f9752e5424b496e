namespace Exchange.Disclosure.Statistics;

/// <summary>The interval that a reader must be left with about a cell.</summary>
/// <param name="Low">The lower end lies here or below.</param>
/// <param name="High">The upper end lies here or above.</param>
/// <param name="Width">And they are at least so far apart.</param>
internal readonly record struct Need(long Low, long High, long Width);
