namespace Exchange.Cli.Bench;

/// <summary>What the measured gateway tells its callers, as one line of JSON.</summary>
/// <param name="Address">Where it listens for gRPC.</param>
/// <param name="Cases">A case for each caller, by id; all of equal content.</param>
internal sealed record BenchSite(Uri Address, IReadOnlyList<string> Cases);
