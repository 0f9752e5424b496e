namespace Exchange.Consent.Tests;

/// <summary>The sample covenant of the repository.</summary>
internal static class Sample
{
    private static readonly Lazy<byte[]> File = new(() => System.IO.File.ReadAllBytes(Path.Combine(FindRoot(), "samples", "covenants", "ipga-radicalisering.yaml")));

    private static readonly Lazy<Covenant> Loaded = new(() =>
    {
        var reading = Covenant.Load(Bytes);
        Assert.True(reading.Covenant is not null, string.Join("\n", reading.Mistakes));
        return reading.Covenant;
    });

    /// <summary>Every covenant of the repository, by its file name without extension.</summary>
    public static IReadOnlyDictionary<string, byte[]> All { get; } = Directory
        .EnumerateFiles(Path.Combine(FindRoot(), "samples", "covenants"), "*.yaml")
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file), System.IO.File.ReadAllBytes);

    public static byte[] Bytes => File.Value;

    public static Covenant Covenant => Loaded.Value;

    /// <summary>The folder of the repository.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(folder!.FullName, "Directory.Packages.props")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
