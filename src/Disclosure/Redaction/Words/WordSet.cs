namespace Exchange.Disclosure.Redaction;

/// <summary>A few plain words that mean the same somewhere, by their fingerprints.</summary>
/// <param name="words">The words, in lower case, with a space between.</param>
internal sealed class WordSet(string words)
{
    private readonly HashSet<ulong> _hashes = [.. words.Split(' ').Select(WordHash.Of)];

    /// <summary>Whether the word with this fingerprint is one of them.</summary>
    public bool Contains(ulong hash) => _hashes.Contains(hash);
}
