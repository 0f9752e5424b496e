namespace Exchange.Audit;

/// <summary>What the textual proofs have in common: a head, hashes one a line, an empty line, a checkpoint.</summary>
internal static class ProofLines
{
    /// <summary>A path in a tree of 2^63 leaves has no more.</summary>
    public const int MaxHashes = 63;

    // With room for the longest entry in base64 and the longest note.
    public const int MaxLength = 256 * 1024;

    /// <summary>Splits at the first empty line; null when there is none, or it is longer than any proof.</summary>
    public static (string[] Lines, SignedCheckpoint Checkpoint)? Split(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxLength || bytes.IndexOf("\n\n"u8) is not (> 0 and var blank))
            return null;
        if (SignedCheckpoint.Parse(bytes[(blank + 2)..]) is not { } checkpoint || bytes[..blank].ContainsAnyExceptInRange((byte)'\n', (byte)'~'))
            return null;
        return (System.Text.Encoding.ASCII.GetString(bytes[..blank]).Split('\n'), checkpoint);
    }

    public static IReadOnlyList<ReadOnlyMemory<byte>>? Hashes(ReadOnlySpan<string> lines)
    {
        if (lines.Length > MaxHashes)
            return null;
        var hashes = new List<ReadOnlyMemory<byte>>(lines.Length);
        foreach (var line in lines)
        {
            if (CanonicalText.FromHash(line) is not { } hash)
                return null;
            hashes.Add(hash);
        }

        return hashes;
    }

    public static string Text(string head, IReadOnlyList<ReadOnlyMemory<byte>> hashes, SignedCheckpoint checkpoint) =>
        $"{head}\n{string.Concat(hashes.Select(hash => Convert.ToBase64String(hash.Span) + "\n"))}\n{checkpoint.Note}";

    public static long? Number(string line, string word) =>
        line.StartsWith(word, StringComparison.Ordinal) ? CanonicalText.FromDecimal(line[word.Length..]) : null;
}
