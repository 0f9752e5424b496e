using System.CommandLine;
using Exchange.Consent;

namespace Exchange.Cli.Covenants;

/// <summary>Brings a covenant in from a file. What goes wrong is one sentence on stderr that says what to do.</summary>
internal static class CovenantFile
{
    /// <summary>No covenant is larger; nothing beyond this is read into memory.</summary>
    private const int MostBytes = Covenant.MaxBytes + 1;

    /// <summary>What the file says, or null when it cannot be read at all.</summary>
    public static CovenantReading? Read(ParseResult call, string path) => Bytes(call, path) is { } bytes ? Covenant.Load(bytes) : null;

    /// <summary>The bytes of a file, no more of them than tell that it is too large; null when it cannot be read.</summary>
    public static ReadOnlyMemory<byte>? Bytes(ParseResult call, string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var bytes = new byte[MostBytes];
            var count = file.ReadAtLeast(bytes, MostBytes, throwOnEndOfStream: false);
            return bytes.AsMemory(0, count);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            call.InvocationConfiguration.Error.WriteLine($"exchange: '{path}' cannot be read; name a file that exists and that you may read.");
            return null;
        }
    }

    /// <summary>The covenant, or null when the file cannot be used.</summary>
    public static Covenant? Load(ParseResult call, string path)
    {
        if (Read(call, path) is not { } reading)
            return null;
        if (reading.Covenant is null)
        {
            call.InvocationConfiguration.Error.WriteLine(
                $"exchange: '{path}' is no usable covenant ({Counted(reading.Mistakes.Count, "mistake")}); run 'exchange covenant check' on it and correct what that lists.");
        }

        return reading.Covenant;
    }

    public static string Counted(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
