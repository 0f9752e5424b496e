using System.Runtime.CompilerServices;
using Exchange.Consent;

namespace Exchange.Commands.Tests.Harness;

/// <summary>The checkout that the tests run from, and the data beside it.</summary>
internal static class Repository
{
    private static readonly ConditionalWeakTable<Covenant, byte[]> Texts = [];

    private static readonly Lazy<Covenant> Loaded =
        new(() => Load(File.ReadAllBytes(Path.Combine(Root(), "samples", "covenants", "ipga-radicalisering.yaml"))));

    private static readonly Lazy<Covenant> Ungated = new(() => SampleCovenantWith(
        ("releaseGate:  ", "# releaseGate:  "), ("  k: 5\n", ""), ("  population: { name: Personen in het casusregister van de aanpak, size: 400 }\n", "")));

    /// <summary>The sample covenant.</summary>
    public static Covenant SampleCovenant => Loaded.Value;

    /// <summary>The sample covenant without its release gate: nobody counts look-alikes, and values are of the coarse classes.</summary>
    public static Covenant UngatedCovenant => Ungated.Value;

    /// <summary>The sample covenant with something else in it.</summary>
    public static Covenant SampleCovenantWith(params (string Old, string New)[] changes)
    {
        var text = File.ReadAllText(Path.Combine(Root(), "samples", "covenants", "ipga-radicalisering.yaml"));
        foreach (var (old, changed) in changes)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, changed, StringComparison.Ordinal);
        }

        return Load(System.Text.Encoding.UTF8.GetBytes(text));
    }

    /// <summary>The bytes of which a covenant was read here; none for one of elsewhere.</summary>
    public static ReadOnlyMemory<byte> TextOf(Covenant covenant) => Texts.TryGetValue(covenant, out var text) ? text : default(ReadOnlyMemory<byte>);

    private static Covenant Load(byte[] text)
    {
        var reading = Covenant.Load(text);
        var covenant = reading.Covenant ?? throw new InvalidOperationException(string.Join("\n", reading.Mistakes));
        Texts.Add(covenant, text);
        return covenant;
    }

    /// <summary>A file of ../shared; absent, the test says so and is skipped, except in CI.</summary>
    public static string Shared(string path)
    {
        var shared = Environment.GetEnvironmentVariable("EXCHANGE_SHARED") ?? Path.Combine(Root(), "..", "shared");
        var file = Path.GetFullPath(Path.Combine(shared, path));
        if (!File.Exists(file) && Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail($"In CI this test needs {path} in ../shared or EXCHANGE_SHARED.");
        Assert.SkipUnless(File.Exists(file), $"There is no {path} in ../shared or EXCHANGE_SHARED.");
        return file;
    }

    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run from a checkout.");
    }
}
