namespace Exchange.Disclosure.Redaction;

/// <summary>Whether a word that is in no list is ordinary all the same: a compound, an adjective of a place, a slip of the pen.</summary>
internal sealed class OrdinaryWords(Lexicon lexicon)
{
    private const int ShortestPart = 4;
    private const int Longest = 40;

    /// <summary>Whether a small word is a compound or a misspelt ordinary word.</summary>
    public bool Accepts(Page page, int i)
    {
        var letters = page.Letters(i);
        page.Steps += letters.Length;
        return letters.Length <= Longest && (IsCompound(letters) || IsProper(letters) || IsLaw(letters) || AnyHyphen(page, i) || IsSlip(page, letters));
    }

    /// <summary>Whether a word at the beginning of a sentence is a compound; surnames that look like one are not taken for one.</summary>
    public bool AcceptsCapital(Page page, int i)
    {
        var letters = page.Letters(i);
        page.Steps += letters.Length;
        return letters.Length is >= 9 and <= Longest && page[i].Case == Casing.Title && !EndsAsSurname(letters) && IsCompound(letters) || AcceptsProper(page, i);
    }

    /// <summary>Whether a word with a capital is made of the name of a place or an abbreviation: Utrechtse, GGZ-instelling.</summary>
    public bool AcceptsProper(Page page, int i)
    {
        var letters = page.Letters(i);
        page.Steps += letters.Length;
        if (page[i].Case == Casing.Upper && (letters.Length <= 3 || (letters.Length == 4 && !HasVowel(letters))))
            return true;
        return IsProper(letters) || AnyHyphen(page, i) || IsLaw(letters) || IsInstitution(letters);
    }

    private static bool IsLaw(ReadOnlySpan<byte> letters) => letters.Length >= 6 && EndsWith(letters, "wet"u8);

    // Jeugdinstituut, Zorgloket: an ordinary word and a kind of institution.
    private bool IsInstitution(ReadOnlySpan<byte> letters)
    {
        foreach (var kind in Institutions)
        {
            if (letters.Length >= kind.Length + ShortestPart - 1 && EndsWith(letters, kind))
            {
                var head = letters[..^kind.Length];
                return IsPart(WordHash.Of(head)) || ((head[^1] | 0x20) == 's' && IsPart(WordHash.Of(head[..^1])));
            }
        }

        return false;
    }

    private static readonly byte[][] Institutions =
    [
        .. "instituut centrum team teams zorg dienst bureau raad fonds loket hulp overleg aanpak werk rechter rechtbank politie commissie inspectie autoriteit agentschap verordening regeling besluit protocol richtlijn convenant register registratie expertise opleiding programma project tafel kamer"
            .Split(' ').Select(System.Text.Encoding.ASCII.GetBytes),
    ];

    private bool IsProper(ReadOnlySpan<byte> letters)
    {
        foreach (var ending in (ReadOnlySpan<int>)[1, 2, 3])
        {
            if (letters.Length <= ending + 3)
                continue;
            var tail = letters[^ending..];
            var fits = ending switch
            {
                1 => (tail[0] | 0x20) is 's' or 'e',
                2 => ((tail[0] | 0x20) == 's' && (tail[1] | 0x20) == 'e') || ((tail[0] | 0x20) == 'e' && (tail[1] | 0x20) == 'r'),
                _ => (tail[0] | 0x20) == 'e' && (tail[1] | 0x20) == 'r' && (tail[2] | 0x20) is 's',
            };
            if (fits && (lexicon.Find(WordHash.Of(letters[..^ending])) & WordKinds.Keep) != 0)
                return true;
        }

        return false;
    }

    private bool IsCompound(ReadOnlySpan<byte> letters)
    {
        var head = WordHash.Empty;
        for (var cut = 0; cut + ShortestPart <= letters.Length; cut++)
        {
            if (cut >= ShortestPart && IsPart(head))
            {
                var tail = WordHash.Of(letters[cut..]);
                if (IsPart(tail) || ((letters[cut] | 0x20) == 's' && letters.Length - cut > ShortestPart && IsPart(WordHash.Of(letters[(cut + 1)..]))))
                    return true;
            }

            head = WordHash.Add(head, letters[cut]);
        }

        return false;
    }

    private bool IsPart(ulong hash)
    {
        var kinds = lexicon.Find(hash);
        return (kinds & WordKinds.Ordinary) != 0 && (kinds & WordKinds.Name) == 0;
    }

    // One letter too many, another, or two that changed places, of a word of six letters or more.
    private bool IsSlip(Page page, ReadOnlySpan<byte> letters)
    {
        if (letters.Length is < 6 or > 16)
            return false;
        var before = WordHash.Empty;
        for (var at = 0; at < letters.Length; at++)
        {
            page.Steps += 2;
            var rest = letters[(at + 1)..];
            if (at > 0 && IsPart(WordHash.Add(before, rest)))
                return true;
            if (at + 1 < letters.Length && IsPart(WordHash.Add(WordHash.Add(WordHash.Add(before, letters[at + 1]), letters[at]), letters[(at + 2)..])))
                return true;
            if (letters.Length >= 7 && at > 0)
            {
                for (var letter = (byte)'a'; letter <= (byte)'z'; letter++)
                {
                    if (IsPart(WordHash.Add(WordHash.Add(before, letter), letters[at..])))
                        return true;
                }
            }

            before = WordHash.Add(before, letters[at]);
        }

        return false;
    }

    private static bool AnyHyphen(Page page, int i) =>
        page.IsMark(i + 1, '-') && !page[i + 1].Spaced && page.IsTight(i + 2, TokenKind.Word) && page[i + 2].Is(WordKinds.Ordinary) && page[i].Is(WordKinds.Acronym);

    private static bool EndsAsSurname(ReadOnlySpan<byte> letters)
    {
        foreach (var ending in SurnameEndings)
        {
            if (letters.Length > ending.Length && EndsWith(letters, ending))
                return true;
        }

        return false;
    }

    private static bool EndsWith(ReadOnlySpan<byte> letters, ReadOnlySpan<byte> ending)
    {
        var tail = letters[^ending.Length..];
        for (var k = 0; k < tail.Length; k++)
        {
            if ((tail[k] | 0x20) != ending[k])
                return false;
        }

        return true;
    }

    private static bool HasVowel(ReadOnlySpan<byte> letters)
    {
        foreach (var letter in letters)
        {
            if ((letter | 0x20) is 'a' or 'e' or 'i' or 'o' or 'u' or 'y')
                return true;
        }

        return false;
    }

    private static readonly byte[][] SurnameEndings =
    [
        .. "berg bergen dijk hof huis huizen man veld velde kamp stra ma sma ink horst bos bosch laar meer mans beek broek hoven hoeven wijk stein burg dal daal rode kerk kerke meijer meyer mulder bakker poort brug brugge water waters woud wold hoek voort schoot loo"
            .Split(' ').Select(System.Text.Encoding.ASCII.GetBytes),
    ];
}
