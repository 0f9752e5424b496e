using System.Globalization;

namespace Exchange.Disclosure.Redaction;

/// <summary>
/// A name by its words: folded, without prefixes, in no order. "Vries, Jan de" and "JAN DE VRIES" are one name, "J. de Vries" is a shorter
/// form of it.
/// </summary>
internal sealed class PersonName : IEquatable<PersonName>
{
    private readonly SortedSet<Word> _words;

    private PersonName(IEnumerable<Word> words)
    {
        _words = [.. words];
        Key = string.Join('.', _words.Select(w => w.Hash.ToString("x16", CultureInfo.InvariantCulture)));
    }

    /// <summary>The name as a key: equal for equal names; empty for a name without words.</summary>
    public string Key { get; }

    /// <summary>How many words it has.</summary>
    public int Length => _words.Count;

    /// <summary>How many of them are written out.</summary>
    public int Whole => _words.Count(w => !w.IsInitial);

    /// <summary>The words that are written out, each as a name of its own.</summary>
    public IEnumerable<PersonName> Parts => _words.Where(w => !w.IsInitial).Select(w => new PersonName([w]));

    /// <summary>The name that was claimed in a text.</summary>
    public static PersonName In(Page page, in Claim claim)
    {
        var (words, all) = (new List<Word>(), WordHash.Empty);
        for (var i = claim.From; i < claim.To; i++)
        {
            ref var token = ref page[i];
            if (token.Kind != TokenKind.Word)
                continue;
            all = WordHash.Add(all, page.Letters(i));
            if (token.Length == 1 || !token.Is(WordKinds.Particle))
                words.Add(new Word(token.Hash, (byte)(token.First | 0x20), token.Length == 1));
        }

        return new PersonName(words.Count > 0 ? words : [new Word(all, 0, false)]);
    }

    /// <summary>The name that a dossier has, as somebody wrote it.</summary>
    public static PersonName Of(Lexicon lexicon, string text)
    {
        var normal = new NormalText();
        Normaliser.Read(text, 0, text.Length, normal);
        var words = new List<Word>();
        var bytes = normal.Bytes;
        for (var i = 0; i < bytes.Length; i++)
        {
            var from = i;
            while (i < bytes.Length && IsLetter(bytes[i]))
                i++;
            var hash = WordHash.Of(bytes[from..i]);
            if (i == from + 1 || (i > from && (lexicon.Find(hash) & WordKinds.Particle) == 0))
                words.Add(new Word(hash, (byte)(bytes[from] | 0x20), i == from + 1));
        }

        return new PersonName(words);
    }

    /// <summary>Whether every word of it is in another name, or stands there written out.</summary>
    public bool IsPartOf(PersonName other) => _words.All(word => other._words.Any(word.Fits));

    /// <inheritdoc/>
    public bool Equals(PersonName? other) => other?.Key == Key;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PersonName);

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    private static bool IsLetter(byte b) => (b | 0x20) is >= (byte)'a' and <= (byte)'z' || b == Folds.ForeignLetter;

    private readonly record struct Word(ulong Hash, byte First, bool IsInitial) : IComparable<Word>
    {
        public int CompareTo(Word other) => Hash.CompareTo(other.Hash);

        public bool Fits(Word other) => Hash == other.Hash || (IsInitial && !other.IsInitial && First == other.First);
    }
}
