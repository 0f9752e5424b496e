namespace Exchange.Gateway.Tests.Harness;

/// <summary>Where things are in the checkout that the tests run from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string SampleCovenant { get; } = Path.Combine(Root, "samples", "covenants", "ipga-radicalisering.yaml");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run from a checkout.");
    }
}
