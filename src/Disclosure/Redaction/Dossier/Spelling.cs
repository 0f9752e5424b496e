namespace Exchange.Disclosure.Redaction;

/// <summary>
/// Words that differ by a slip of the pen. Two words are near when taking away one letter of each, or two of long ones, can leave the same:
/// that covers a letter too many, too few, another one, and two that changed places (symmetric deletion).
/// </summary>
internal static class Spelling
{
    /// <summary>The shortest word of which a slip still points at the word.</summary>
    public const int Shortest = 5;

    /// <summary>From this length on two slips do.</summary>
    public const int Long = 9;

    /// <summary>Beyond this length a word is two words written as one, and it is one again: the pairs of letters would be too many.</summary>
    public const int Medium = 13;

    /// <summary>The longest word that is looked at: a longer one has so many letters that its slips could be anything.</summary>
    public const int Longest = 20;

    private const ulong Salt = 0x9E3779B97F4A7C15;

    /// <summary>How many letters may be taken away from a word.</summary>
    public static int Slips(int length) => length is < Shortest or > Longest ? 0 : length is < Long or > Medium ? 1 : 2;

    /// <summary>The fingerprint under which a word with letters taken away is kept.</summary>
    public static ulong Key(ulong hash) => hash ^ Salt;

    /// <summary>What is left of a word without one letter or, when two slips are allowed, two: the fingerprints of all.</summary>
    public static int Deletions(ReadOnlySpan<byte> letters, int slips, Span<ulong> into)
    {
        var count = 0;
        if (slips == 0)
            return 0;
        var before = WordHash.Empty;
        for (var first = 0; first < letters.Length; first++)
        {
            into[count++] = Key(WordHash.Add(before, letters[(first + 1)..]));
            if (slips == 2)
            {
                var between = before;
                for (var second = first + 1; second < letters.Length; second++)
                {
                    into[count++] = Key(WordHash.Add(between, letters[(second + 1)..]));
                    between = WordHash.Add(between, letters[second]);
                }
            }

            before = WordHash.Add(before, letters[first]);
        }

        return count;
    }

    /// <summary>The most fingerprints that <see cref="Deletions"/> gives.</summary>
    public const int MostDeletions = Medium * (Medium + 1) / 2;
}
