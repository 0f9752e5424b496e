namespace Exchange.Disclosure.Redaction;

/// <summary>
/// Every name, alias, address and handle of a dossier in one table, by fingerprint: as it is written, as it sounds, and with letters taken
/// away. One look finds what a word may be; nothing grows with the number of spellings of a name.
/// </summary>
internal sealed class KnownDossier
{
    private const ulong SoundSalt = 0xC2B2AE3D27D4EB4F;
    private const ulong ConsonantSalt = 0x165667B19E3779F9;
    private const ulong TightSalt = 0x27D4EB2F165667C5;

    private readonly List<KnownWord> _words = [];
    private readonly KeyTable _keys;
    private ulong _lengths;

    public KnownDossier(IReadOnlyList<KnownPerson> persons)
    {
        Persons = persons;
        _keys = new KeyTable(persons.Count * 128);
    }

    /// <summary>The persons.</summary>
    public IReadOnlyList<KnownPerson> Persons { get; }

    /// <summary>The years in which they were born.</summary>
    public HashSet<int> BirthYears { get; } = [];

    /// <summary>The word under a fingerprint.</summary>
    public KnownWord? Exact(ulong hash) => At(_keys.Find(hash));

    /// <summary>The handle of letters and digits under a fingerprint.</summary>
    public KnownWord? Handle(ulong hash) => At(_keys.Find(hash ^ TightSalt));

    /// <summary>Adds a word as it is written.</summary>
    public KnownWord Add(string plain, int person, KnownKinds kinds)
    {
        if (plain.Length < 64 && (kinds & KnownKinds.Initials) == 0)
            _lengths |= 1UL << plain.Length;
        return Add(WordHash.Of(plain), person, kinds);
    }

    /// <summary>Adds a handle of letters and digits.</summary>
    public void AddHandle(ulong hash, int person) => Add(hash ^ TightSalt, person, KnownKinds.Handle);

    /// <summary>Adds how a word sounds and how it may be misspelt.</summary>
    public void AddLikeness(ReadOnlySpan<byte> plain, int word)
    {
        for (var soft = 0; soft < (SoundKey.HasCh(plain) ? 2 : 1); soft++)
        {
            SoundKey.Of(plain, soft == 0, out var full, out var consonants);
            _keys.Put(full ^ SoundSalt, word);
            if (consonants != 0)
                _keys.Put(consonants ^ ConsonantSalt, word);
        }

        Span<ulong> near = stackalloc ulong[Spelling.MostDeletions];
        var count = Spelling.Deletions(plain, Spelling.Slips(plain.Length), near);
        for (var i = 0; i < count; i++)
            _keys.Put(near[i], word);
        if (plain.Length >= Spelling.Shortest)
            _keys.Put(Spelling.Key(WordHash.Of(plain)), word);
    }

    /// <summary>The word with a number.</summary>
    public KnownWord this[int number] => _words[number];

    /// <summary>The word that a strange word may stand for: by sound, by a slip, by an ending, or because it holds it.</summary>
    public KnownWord? Like(ReadOnlySpan<byte> letters, ulong hash, bool misspelt, ref long steps)
    {
        if (_words.Count == 0)
            return null;
        if (letters.Length > Spelling.Longest)
            return Within(letters, ref steps);
        steps += letters.Length;
        if (Ending(letters) is { } stem)
            return stem;
        if (letters.Length >= 3)
        {
            for (var soft = 0; soft < (SoundKey.HasCh(letters) ? 2 : 1); soft++)
            {
                SoundKey.Of(letters, soft == 0, out var full, out var consonants);
                if (At(_keys.Find(full ^ SoundSalt)) is { } sounds)
                    return sounds;
                if (consonants != 0 && At(_keys.Find(consonants ^ ConsonantSalt)) is { } likely)
                    return likely;
            }
        }

        // Nadia is no slip for Naima: what is a name of its own is another person.
        var slips = Spelling.Slips(letters.Length);
        if (slips > 0 && misspelt)
        {
            if (At(_keys.Find(Spelling.Key(hash))) is { } longer)
                return longer;
            Span<ulong> near = stackalloc ulong[Spelling.MostDeletions];
            var count = Spelling.Deletions(letters, slips, near);
            steps += count;
            for (var i = 0; i < count; i++)
            {
                if (At(_keys.Find(near[i])) is { } found)
                    return found;
            }
        }

        return Within(letters, ref steps);
    }

    /// <summary>The word that a word is with an ending: Jansens, Jans', Jantje, Fatimaatje.</summary>
    public KnownWord? Ending(ReadOnlySpan<byte> letters)
    {
        foreach (var ending in Endings)
        {
            if (letters.Length < ending.Length + 2 || !EndsWith(letters, ending))
                continue;
            if (Exact(WordHash.Of(letters[..^ending.Length])) is { } word && (word.Kinds & KnownKinds.Name) != 0)
                return word;
        }

        return null;
    }

    private static readonly byte[][] Endings = [[.. "s"u8], [.. "je"u8], [.. "tje"u8], [.. "pje"u8], [.. "etje"u8], [.. "atje"u8], [.. "otje"u8], [.. "jes"u8], [.. "tjes"u8], [.. "ie"u8]];

    private static bool EndsWith(ReadOnlySpan<byte> letters, byte[] ending)
    {
        for (var i = 0; i < ending.Length; i++)
        {
            if ((letters[letters.Length - ending.Length + i] | 0x20) != ending[i])
                return false;
        }

        return true;
    }

    // A name in a longer word: every place, and of each only the lengths that the dossier has.
    private KnownWord? Within(ReadOnlySpan<byte> letters, ref long steps)
    {
        if (letters.Length <= Spelling.Shortest)
            return null;
        for (var from = 0; from + Spelling.Shortest <= letters.Length; from++)
        {
            var hash = WordHash.Empty;
            var longest = Math.Min(letters.Length - from, 31);
            for (var length = 1; length <= longest; length++)
            {
                hash = WordHash.Add(hash, letters[from + length - 1]);
                if (length >= Spelling.Shortest && (_lengths & (1UL << length)) != 0 && Exact(hash) is { } word && (word.Kinds & KnownKinds.Name) != 0)
                    return word;
            }

            steps += longest;
        }

        return null;
    }

    private KnownWord Add(ulong key, int person, KnownKinds kinds)
    {
        var number = _keys.Put(key, _words.Count);
        if (number == _words.Count)
            _words.Add(new KnownWord(number));
        var word = _words[number];
        word.Kinds |= kinds;
        if (!word.Persons.Contains(person))
            word.Persons.Add(person);
        return word;
    }

    private KnownWord? At(int number) => number < 0 ? null : _words[number];
}
