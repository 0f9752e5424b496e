using Google.Protobuf.Reflection;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Exchange.Gateway.Tools;

/// <summary>The services that this gateway serves, by their descriptors: what health and reflection may speak of.</summary>
internal sealed class ServedServices(IReadOnlyList<ServiceDescriptor> services)
{
    private readonly Dictionary<string, FileDescriptor> _files = FilesOf(services);

    /// <summary>The services, in the order in which they are mapped.</summary>
    public IReadOnlyList<ServiceDescriptor> All { get; } = services;

    /// <summary>Whether a service of this full name is served.</summary>
    public bool Serves(string name) => All.Any(s => s.FullName == name);

    /// <summary>The file of this name, or null.</summary>
    public FileDescriptor? FindFile(string name) => _files.GetValueOrDefault(name);

    /// <summary>The file that declares a service, method, message, enum, field or enum value by its full name, or null.</summary>
    public FileDescriptor? FindFileOf(string symbol) =>
        _files.Values.FirstOrDefault(file => SymbolsOf(file).Contains(symbol, StringComparer.Ordinal));

    /// <summary>A file and all that it needs, each once, the file itself first.</summary>
    public static IEnumerable<FileDescriptor> WithDependencies(FileDescriptor file)
    {
        var seen = new List<FileDescriptor>();
        Visit(file);
        return seen;

        void Visit(FileDescriptor next)
        {
            if (seen.Contains(next))
                return;
            seen.Add(next);
            foreach (var dependency in next.Dependencies)
                Visit(dependency);
        }
    }

    private static Dictionary<string, FileDescriptor> FilesOf(IReadOnlyList<ServiceDescriptor> services) => services
        .SelectMany(s => WithDependencies(s.File))
        .DistinctBy(f => f.Name)
        .ToDictionary(f => f.Name, StringComparer.Ordinal);

    private static IEnumerable<string> SymbolsOf(FileDescriptor file) =>
    [
        .. file.Services.Select(s => s.FullName),
        .. file.Services.SelectMany(s => s.Methods).Select(m => m.FullName),
        .. file.MessageTypes.SelectMany(SymbolsOf),
        .. file.EnumTypes.SelectMany(SymbolsOf),
    ];

    private static IEnumerable<string> SymbolsOf(MessageDescriptor message) =>
    [
        message.FullName,
        .. message.Fields.InDeclarationOrder().Select(f => f.FullName),
        .. message.Oneofs.Select(o => o.FullName),
        .. message.NestedTypes.SelectMany(SymbolsOf),
        .. message.EnumTypes.SelectMany(SymbolsOf),
    ];

    private static IEnumerable<string> SymbolsOf(EnumDescriptor type) => [type.FullName, .. type.Values.Select(v => v.FullName)];
}
