using System.Text.RegularExpressions;

namespace Exchange.Deploy.Tests;

/// <summary>
/// The Containerfile against the checkout. No container engine runs where the tests do, so nothing here builds an image: what it
/// copies, publishes and starts is checked instead.
/// </summary>
public sealed partial class ContainerfileTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Manifests.Root, "Containerfile"));

    [Fact]
    public void Copied_IsThere()
    {
        var copied = Lines.Where(l => l.StartsWith("COPY ", StringComparison.Ordinal) && !l.Contains("--from", StringComparison.Ordinal))
            .SelectMany(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..^1]).ToList();
        Assert.NotEmpty(copied);
        Assert.All(copied, path => Assert.True(Path.Exists(Path.Combine(Manifests.Root, path)), path));

        // Every project of the product that the gateway is built from lies under what is copied.
        Assert.Contains("src/", copied);
        Assert.Contains("protos/", copied);
        Assert.Contains("eng/", copied);
    }

    [Fact]
    public void Image_RunsThePublishedGatewayAsNobodySpecial()
    {
        var publish = Lines.Single(l => l.StartsWith("RUN dotnet publish", StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(Manifests.Root, publish.Split(' ')[3])));
        var started = EntryPoint().Match(Lines.Single(l => l.StartsWith("ENTRYPOINT", StringComparison.Ordinal))).Groups[1].Value;
        Assert.Equal(Path.GetFileName(typeof(Gateway.Hosting.GatewayHost).Assembly.Location), started);
        Assert.Equal("1654", Lines.Single(l => l.StartsWith("USER ", StringComparison.Ordinal))[5..]);
        Assert.EndsWith("chiseled-extra", Lines.Single(l => l.StartsWith("ARG RUNTIME", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [GeneratedRegex("\"dotnet\", \"([^\"]+)\"")]
    private static partial Regex EntryPoint();
}
