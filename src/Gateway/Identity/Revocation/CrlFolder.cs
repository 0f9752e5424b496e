using System.Security.Cryptography;
using System.Text;

namespace Exchange.Gateway.Identity;

/// <summary>
/// The folder that revocation lists are put in: a file each, in DER, or one or more in PEM. Names that begin with a dot are not
/// looked at, as Kubernetes keeps the versions of a mounted folder under such names.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="maxAge">How long a list counts at most.</param>
internal sealed class CrlFolder(string folder, TimeSpan maxAge)
{
    /// <summary>The most that a file may hold, in bytes; some 400 000 entries.</summary>
    public const int LargestFile = 16 * 1024 * 1024;

    private const string Label = "X509 CRL";

    /// <summary>A sentence about each file that could not be used the last time.</summary>
    public IReadOnlyList<string> Faults { get; private set; } = [];

    /// <summary>The files.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be read.</exception>
    public IReadOnlyList<string> Files() =>
        [.. Directory.EnumerateFiles(folder).Where(file => !Path.GetFileName(file).StartsWith('.')).Order(StringComparer.Ordinal)];

    /// <summary>Reads every file. One that cannot be used takes no other with it.</summary>
    /// <exception cref="IdentityConfigurationException">There is no such folder.</exception>
    public Revocations Read()
    {
        var files = ConfiguredFile.Read("RevocationLists", folder, "the CAs' revocation lists, as a folder with a file each", _ => Files());
        var lists = new List<Crl>();
        var faults = new List<string>();
        foreach (var file in files)
        {
            if (Fault(file, lists) is { } fault)
                faults.Add($"'{file}' {fault}, so it is not used.");
        }
        Faults = faults;
        return new Revocations(lists, maxAge);
    }

    private static string? Fault(string file, List<Crl> lists)
    {
        byte[] bytes;
        try
        {
            if (new FileInfo(file).Length > LargestFile)
                return "is larger than 16 MiB";
            bytes = File.ReadAllBytes(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "cannot be read";
        }

        // DER begins with the tag of a sequence, PEM with a letter, a space or dashes.
        if (bytes is [0x30, ..])
            return Add(bytes, lists);
        var (text, found) = (Encoding.ASCII.GetString(bytes), false);
        for (var rest = text.AsSpan(); PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
        {
            if (!rest[fields.Label].SequenceEqual(Label))
                continue;
            found = true;
            var der = new byte[fields.DecodedDataLength];
            Convert.TryFromBase64Chars(rest[fields.Base64Data], der, out _);
            if (Add(der, lists) is { } fault)
                return fault;
        }
        return found ? null : "holds no revocation list in DER or PEM";
    }

    private static string? Add(byte[] der, List<Crl> lists)
    {
        if (!CrlReader.TryRead(der, out var list, out var fault))
            return fault;
        lists.Add(list);
        return null;
    }
}
