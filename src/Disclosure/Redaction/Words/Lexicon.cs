using System.Runtime.CompilerServices;

namespace Exchange.Disclosure.Redaction;

/// <summary>
/// Every word of which something is known, in one table. It keeps fingerprints, not words: of two thousand million unknown words one is
/// taken for a known one.
/// </summary>
internal sealed class Lexicon
{
    private const int Size = 1 << 20;

    private readonly uint[] _marks = new uint[Size];
    private readonly uint[] _kinds = new uint[Size];

    private Lexicon()
    {
    }

    /// <summary>Reads the lists that are built in.</summary>
    public static Lexicon Read()
    {
        var lexicon = new Lexicon();
        lexicon.AddWords(Resources.Bytes("ordinary.txt"), WordKinds.Ordinary);
        lexicon.AddWords(Resources.Bytes("both.txt"), WordKinds.Seldom);
        lexicon.AddVocabulary();
        lexicon.AddNames();
        return lexicon;
    }

    /// <summary>What is known of a word, by its fingerprint.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public WordKinds Find(ulong hash)
    {
        var mark = (uint)(hash >> 32) | 1;
        for (var at = WordHash.Slot(hash, Size - 1); ; at = (at + 1) & (Size - 1))
        {
            var found = _marks[at];
            if (found == mark)
                return (WordKinds)_kinds[at];
            if (found == 0)
                return WordKinds.None;
        }
    }

    /// <summary>What is known of a plain word.</summary>
    public WordKinds Find(string word) => Find(WordHash.Of(word));

    private void Add(ulong hash, WordKinds kinds)
    {
        var mark = (uint)(hash >> 32) | 1;
        var at = WordHash.Slot(hash, Size - 1);
        while (_marks[at] != 0 && _marks[at] != mark)
            at = (at + 1) & (Size - 1);
        _marks[at] = mark;
        _kinds[at] |= (uint)kinds;
    }

    // Some 340 000 words, once for each process: compiled at once, not after it has proved to be slow.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddWords(ReadOnlySpan<byte> list, WordKinds kinds)
    {
        var hash = WordHash.Empty;
        foreach (var b in list)
        {
            if (b == (byte)'\n')
            {
                Add(hash, kinds);
                hash = WordHash.Empty;
            }
            else
            {
                hash = WordHash.Add(hash, b);
            }
        }
    }

    private void AddVocabulary()
    {
        var kinds = WordKinds.None;
        foreach (var line in Resources.Lines("vocabulary.txt"))
        {
            if (line[0] == '[')
            {
                kinds = KindsOf(line[1..line.IndexOf(']', StringComparison.Ordinal)]);
                continue;
            }

            foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                Add(WordHash.Of(word), kinds);
        }
    }

    private static WordKinds KindsOf(string section) => section switch
    {
        "title" => WordKinds.Title | WordKinds.Ordinary | WordKinds.Casework,
        "role" => WordKinds.Role | WordKinds.Ordinary | WordKinds.Casework,
        "particle" => WordKinds.Particle,
        "determiner" => WordKinds.Determiner | WordKinds.Ordinary | WordKinds.Casework,
        "preposition" => WordKinds.Preposition | WordKinds.Ordinary | WordKinds.Function,
        "verb" => WordKinds.Verb | WordKinds.Ordinary,
        "function" => WordKinds.Function | WordKinds.Ordinary | WordKinds.Casework,
        "month" => WordKinds.Month | WordKinds.Ordinary,
        "weekday" => WordKinds.Weekday | WordKinds.Ordinary,
        "number" => WordKinds.Number | WordKinds.Ordinary,
        "street" => WordKinds.Ordinary,
        "notStreet" => WordKinds.NotStreet | WordKinds.Ordinary,
        "school" or "worship" or "club" or "employer" => WordKinds.Organisation | WordKinds.Ordinary | WordKinds.Casework,
        "cueHandle" => WordKinds.HandleCue | WordKinds.Ordinary | WordKinds.Casework,
        "cueNumber" => WordKinds.NumberCue | WordKinds.Ordinary | WordKinds.Casework,
        "modern" => WordKinds.Ordinary,
        "casework" => WordKinds.Casework | WordKinds.Ordinary,
        "place" => WordKinds.Keep | WordKinds.Place,
        "agency" => WordKinds.Keep,
        "acronym" => WordKinds.Acronym,
        "trade" => WordKinds.Ordinary | WordKinds.Trade,
        "rare" => WordKinds.Ordinary | WordKinds.Rare,
        _ => throw new InvalidOperationException($"The vocabulary has a section of which nothing is known: {section}."),
    };

    private void AddNames()
    {
        var kind = WordKinds.None;
        var normal = new NormalText();
        foreach (var line in Resources.Lines("names.txt"))
        {
            if (line[0] == '[')
            {
                kind = line is "[first]" ? WordKinds.First : WordKinds.None;
                continue;
            }

            foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var sure = word[^1] == '!';
                var hash = WordHash.Of(Plain.Of(sure ? word[..^1] : word, normal));
                var ordinary = !sure && (Find(hash) & (WordKinds.Ordinary | WordKinds.Keep)) != 0;
                Add(hash, kind | (ordinary ? WordKinds.Weak : WordKinds.Name));
            }
        }
    }
}
