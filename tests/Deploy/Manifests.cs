using System.Diagnostics;
using YamlDotNet.RepresentationModel;

namespace Exchange.Deploy.Tests;

/// <summary>What <c>kubectl kustomize</c> makes of an overlay: the very documents that a cluster would be given.</summary>
internal sealed class Manifests
{
    private Manifests(IReadOnlyList<YamlMappingNode> all) => All = all;

    public IReadOnlyList<YamlMappingNode> All { get; }

    public static string Root { get; } = FindRoot();

    public static Manifests Render(string overlay)
    {
        var start = new ProcessStartInfo("kubectl", ["kustomize", Path.Combine(Root, "deploy", "k8s", overlay)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        var stream = new YamlStream();
        stream.Load(new StringReader(output));
        return new Manifests([.. stream.Documents.Select(d => (YamlMappingNode)d.RootNode)]);
    }

    public IEnumerable<YamlMappingNode> OfKind(string kind) => All.Where(m => m.Text("kind") == kind);

    public YamlMappingNode One(string kind) => Assert.Single(OfKind(kind));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run from a checkout.");
    }
}

/// <summary>Reading YAML by paths such as <c>spec.template.spec</c>.</summary>
internal static class Reading
{
    public static YamlNode? At(this YamlNode node, string path)
    {
        YamlNode? at = node;
        foreach (var part in path.Split('.'))
            at = at is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(part), out var next) ? next : null;
        return at;
    }

    public static string? Text(this YamlNode node, string path) => (node.At(path) as YamlScalarNode)?.Value;

    public static IEnumerable<YamlNode> List(this YamlNode node, string path) => node.At(path) is YamlSequenceNode list ? list : [];

    public static Dictionary<string, string> Map(this YamlNode node, string path) => node.At(path) is YamlMappingNode map
        ? map.Children.ToDictionary(p => ((YamlScalarNode)p.Key).Value!, p => ((YamlScalarNode)p.Value).Value!)
        : [];
}
