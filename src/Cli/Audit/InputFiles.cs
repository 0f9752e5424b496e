using System.CommandLine;
using Exchange.Audit;

namespace Exchange.Cli.Audit;

/// <summary>Reads what a stranger was given: keys, checkpoints, proofs. What cannot be read is told in a sentence.</summary>
internal static class InputFiles
{
    // Longer than any of them.
    private const int MaxLength = 512 * 1024;

    /// <summary>The option that names public keys.</summary>
    public static Option<string[]> KeyOption(bool isRequired = false) => new("--key")
    {
        Description = "A public key that is trusted: a file with vkeys or PEM, or a vkey itself; may be given more than once. A witness's key asks for its countersignature",
        Required = isRequired,
        HelpName = "FILE",
    };

    /// <summary>The keys that were named; null, with a sentence, when one is none.</summary>
    public static TrustedKeys? Keys(IReadOnlyList<string> named, out string sentence)
    {
        TrustedKeys? all = null;
        sentence = "";
        foreach (var name in named)
        {
            var text = File.Exists(name) && Bytes(name) is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes) : name;
            if (TrustedKeys.Parse(text) is not { } keys)
            {
                sentence = $"{name} is no public key: give what `exchange audit key` printed, or a file with that.";
                return null;
            }

            all = keys.And(all);
        }

        if (all?.Keys.Any(k => k.Kind == NoteKeyKind.Log) != true)
            sentence = "--key needs the public key of the log: what `exchange audit key` printed, kept from before.";
        return sentence.Length == 0 ? all : null;
    }

    /// <summary>A checkpoint that was kept; null when the file is none.</summary>
    public static SignedCheckpoint? Checkpoint(string path) => Bytes(path) is { } bytes ? SignedCheckpoint.Parse(bytes) : null;

    /// <summary>A small file; null when it cannot be read or is too long.</summary>
    public static byte[]? Bytes(string path)
    {
        try
        {
            return new FileInfo(path).Length <= MaxLength ? File.ReadAllBytes(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
