namespace Exchange.Cli;

/// <summary>The sample covenant that comes with the command.</summary>
internal static class SampleCovenant
{
    /// <summary>The file, next to the command's own.</summary>
    public static string Path { get; } =
        System.IO.Path.Combine(AppContext.BaseDirectory, "samples", "covenants", "ipga-radicalisering.yaml");
}
