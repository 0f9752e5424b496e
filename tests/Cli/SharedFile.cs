namespace Exchange.Cli.Tests;

/// <summary>Finds data beside the repository; absent, the test says so and is skipped, except in CI.</summary>
internal static class SharedFile
{
    public const string TestPersons = "specs/brp/test-personas.json";

    public static string? TryFind(string path)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Directory.Packages.props")))
            root = root.Parent;
        var shared = Environment.GetEnvironmentVariable("EXCHANGE_SHARED") ?? Path.Combine(root?.FullName ?? ".", "..", "shared");
        var file = Path.GetFullPath(Path.Combine(shared, path));
        return File.Exists(file) ? file : null;
    }

    public static void SkipUnlessThere(string path)
    {
        if (TryFind(path) is null && Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail($"In CI this test needs {path} in ../shared or EXCHANGE_SHARED.");
        Assert.SkipWhen(TryFind(path) is null, $"There is no {path} in ../shared or EXCHANGE_SHARED.");
    }
}
