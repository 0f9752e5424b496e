using System.Reflection;

namespace Exchange.Disclosure.Redaction;

/// <summary>The lists that the redactor reads, which are built into this assembly.</summary>
internal static class Resources
{
    /// <summary>A list, as bytes that stay where the assembly is mapped.</summary>
    public static unsafe ReadOnlySpan<byte> Bytes(string name)
    {
        var stream = (UnmanagedMemoryStream)(Assembly.GetExecutingAssembly().GetManifestResourceStream("Redaction." + name)
            ?? throw new InvalidOperationException($"The assembly was built without {name}."));
        return new ReadOnlySpan<byte>(stream.PositionPointer, checked((int)stream.Length));
    }

    /// <summary>The lines of a list that hold something, without what follows a hash sign.</summary>
    public static IEnumerable<string> Lines(string name)
    {
        using var reader = new StringReader(System.Text.Encoding.UTF8.GetString(Bytes(name)));
        while (reader.ReadLine() is { } line)
        {
            var hash = line.IndexOf('#', StringComparison.Ordinal);
            var text = (hash < 0 ? line : line[..hash]).Trim();
            if (text.Length > 0)
                yield return text;
        }
    }
}
