namespace Exchange.Audit.Tests;

/// <summary>Finds data beside the repository; absent, the test says so and is skipped, except in CI.</summary>
internal static class SharedFolder
{
    public static string Find(string path)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Directory.Packages.props")))
            root = root.Parent;
        var shared = Environment.GetEnvironmentVariable("EXCHANGE_SHARED") ?? Path.Combine(root?.FullName ?? ".", "..", "shared");
        var folder = Path.GetFullPath(Path.Combine(shared, path));
        if (!Directory.Exists(folder) && Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail($"In CI this test needs {path} in ../shared or EXCHANGE_SHARED.");
        Assert.SkipUnless(Directory.Exists(folder), $"There is no {path} in ../shared or EXCHANGE_SHARED.");
        return folder;
    }
}
