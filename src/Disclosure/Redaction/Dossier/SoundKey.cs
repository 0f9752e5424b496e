namespace Exchange.Disclosure.Redaction;

/// <summary>
/// How a name sounds, roughly: the spellings that one name of Arabic, Berber, Turkish or Tigrinya gets in Latin letters have one key.
/// Mohammed, Mohamed and Muhammad do; so do Youssef and Joesoef, Rachid and Rasjid, Noureddine and Nordin.
/// </summary>
internal static class SoundKey
{
    private const int Longest = 40;
    private const int FewestConsonants = 3;
    private const int ShortestForConsonants = 5;

    /// <summary>The keys of a word.</summary>
    /// <param name="letters">The plain letters of the word.</param>
    /// <param name="softCh">Whether <c>ch</c> sounds as in Rachid, or as in Chalid.</param>
    /// <param name="full">The key with its vowels.</param>
    /// <param name="consonants">The key without; zero when too little is left to say anything.</param>
    public static void Of(ReadOnlySpan<byte> letters, bool softCh, out ulong full, out ulong consonants)
    {
        if (letters.Length > Longest)
            letters = letters[..Longest];
        (full, consonants) = (WordHash.Empty, WordHash.Empty);
        var (last, count, emitted) = ((byte)0, 0, 0);
        for (var i = 0; i < letters.Length;)
        {
            var sound = Next(letters, ref i, softCh, emitted == 0);
            if (sound == 0 || sound == last)
                continue;

            // A run of vowels is one sound.
            var vowel = sound is (byte)'a' or (byte)'i' or (byte)'u';
            if (vowel && last is (byte)'a' or (byte)'i' or (byte)'u')
                continue;
            last = sound;
            emitted++;
            full = WordHash.Add(full, sound);
            if (!vowel)
            {
                consonants = WordHash.Add(consonants, sound);
                count++;
            }
            else if (emitted == 1)
            {
                consonants = WordHash.Add(consonants, (byte)'a');
            }
        }

        if (count < FewestConsonants || letters.Length < ShortestForConsonants)
            consonants = 0;
    }

    /// <summary>Whether a word has a <c>ch</c>, of which nobody can tell the sound.</summary>
    public static bool HasCh(ReadOnlySpan<byte> letters)
    {
        for (var i = 0; i + 1 < letters.Length; i++)
        {
            if ((letters[i] | 0x20) == 'c' && (letters[i + 1] | 0x20) == 'h')
                return true;
        }

        return false;
    }

    private static byte Next(ReadOnlySpan<byte> letters, ref int i, bool softCh, bool first)
    {
        var c = At(letters, i);
        var next = At(letters, i + 1);
        var ends = i + 1 >= letters.Length;
        i++;
        switch (c)
        {
            case 'a':
                return next is 'i' or 'y' && At(letters, i + 1) is not ('a' or 'e' or 'o' or 'u') ? Skip(ref i, 'i') : (byte)'a';
            case 'e':
                if (ends && !first)
                    return 0;
                return (byte)'i';
            case 'i':
                return (byte)'i';
            case 'j' or 'y':
                return IsVowel(next) ? (byte)'j' : (byte)'i';
            case 'o':
                return next is 'u' or 'e' ? Skip(ref i, 'u') : (byte)'u';
            case 'u' or 'w':
                return next is 'e' && !ends && i + 1 < letters.Length && c == 'u' ? Skip(ref i, 'u') : (byte)'u';
            case 'h':
                return first || (IsVowel(next) && IsVowel(At(letters, i - 2))) || (IsVowel(At(letters, i - 2)) && next is 'm') ? (byte)'h' : (byte)0;
            case 'c':
                if (next == 'h')
                    return Skip(ref i, softCh ? 's' : 'k');
                return next is 'e' or 'i' or 'y' ? (byte)'s' : (byte)'k';
            case 's':
                if (next == 'c' && At(letters, i + 1) == 'h')
                    i += 2;
                else if (next is 'h' or 'j')
                    i++;
                return (byte)'s';
            case 'x':
                return (byte)(first ? 'h' : 's');
            case 'z':
                return (byte)'s';
            case 'q':
                return (byte)'k';
            case 'k':
                return (byte)'k';
            case 'p':
                return next == 'h' ? Skip(ref i, 'f') : (byte)'p';
            case 'v':
                return (byte)'f';
            case 'd':
                if (next == 'j')
                    return 0;
                return (byte)(ends ? 't' : 'd');
            case 'b':
                return (byte)(ends ? 'p' : 'b');
            default:
                return (byte)c;
        }
    }

    private static byte Skip(ref int i, char sound)
    {
        i++;
        return (byte)sound;
    }

    private static int At(ReadOnlySpan<byte> letters, int i) => (uint)i < (uint)letters.Length ? letters[i] | 0x20 : 0;

    private static bool IsVowel(int c) => c is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';
}
