using System.Reflection;

namespace Exchange.Storage;

/// <summary>The migrations of one kind of store: embedded files named <c>0001_what.sql</c> and on, without a gap.</summary>
internal static class NumberedScripts
{
    public static IReadOnlyList<string> Read(Assembly assembly, string folder)
    {
        var names = assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToList();
        return [.. names.Select((name, i) => Read(assembly, name, folder, i + 1))];
    }

    private static string Read(Assembly assembly, string name, string folder, int number)
    {
        if (!name.AsSpan(folder.Length).StartsWith($"{number:0000}_", StringComparison.Ordinal))
            throw new InvalidOperationException($"Migration {number} is missing before {name}.");
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
