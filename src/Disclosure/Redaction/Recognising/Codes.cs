namespace Exchange.Disclosure.Redaction;

/// <summary>Codes of letters and digits: IBAN, plates, document numbers, handles that end in digits.</summary>
internal static class Codes
{
    private const int ShortestIban = 15;
    private const int LongestIban = 34;
    private const int DutchIban = 18;
    private const int ShortestCode = 6;

    // A code has not more parts; so that a text of parts only is not looked through from each of them.
    private const int MostParts = 24;

    /// <summary>Reads an IBAN: country, two digits, and eleven characters or more, in groups or not (ISO 13616, mod 97 of ISO 7064).</summary>
    public static int Iban(Page page, int i)
    {
        if (page[i].Kind != TokenKind.Word || page[i].Length != 2 || page[i].Foreign || !page.IsTight(i + 1, TokenKind.Number) && !(page.IsWord(i, "nl"u8) && page.Is(i + 1, TokenKind.Number)))
            return 0;
        if (page[i + 1].Length < 2)
            return 0;
        var (characters, best, remainder) = (2, 0, 0);
        for (var at = i + 1; at < page.Count && characters <= LongestIban; at++)
        {
            ref var token = ref page[at];
            page.Steps++;
            if (token.Kind == TokenKind.Mark && (token.First == '.' || (token.First == '-' && characters < DutchIban && page.IsWord(i, "nl"u8))) && at + 1 < page.Count && !page[at + 1].Spaced)
                continue;
            if (token.Kind is not (TokenKind.Word or TokenKind.Number) || token.Length > 30 || (best > 0 && token.Kind == TokenKind.Word && token.Spaced))
                break;
            foreach (var b in page.Letters(at))
            {
                characters++;
                if (characters > 4)
                    remainder = Continue(remainder, b);
            }

            if (characters is >= ShortestIban and <= LongestIban && (characters == DutchIban || !page.IsWord(i, "nl"u8)) && Check(page, i, remainder))
                best = at + 1;
        }

        return best > 0 ? best : DutchBank(page, i);
    }

    // An account with a slip in it is an account all the same.
    private static int DutchBank(Page page, int i)
    {
        if (!page.IsWord(i, "nl"u8) || page[i + 1].Length != 2)
            return 0;
        var bank = i + 2;
        if (!page.Is(bank, TokenKind.Word) || page[bank].Length != 4 || !page.Is(bank + 1, TokenKind.Number))
            return 0;
        return DigitRun.Read(page, bank + 1) is { Count: >= 8 and <= 12 } run ? run.To : 0;
    }

    private static bool Check(Page page, int i, int remainder)
    {
        foreach (var b in page.Letters(i))
            remainder = Continue(remainder, b);
        foreach (var b in page.Letters(i + 1)[..2])
            remainder = Continue(remainder, b);
        return remainder == 1;
    }

    private static int Continue(int remainder, byte b) =>
        b is >= (byte)'0' and <= (byte)'9' ? ((remainder * 10) + b - '0') % 97 : ((remainder * 100) + (b | 0x20) - 'a' + 10) % 97;

    /// <summary>Reads a Dutch plate of any series: three groups of one to three letters or digits, six characters in all.</summary>
    public static int Plate(Page page, int i)
    {
        if (page[i].Length > 3 || page[i].Foreign)
            return 0;
        var (characters, groups, words, numbers, at, dashes, spaces, plain, small) = (0, 0, 0, 0, i, 0, 0, true, false);
        while (groups < 3)
        {
            if (at >= page.Count)
                return 0;
            ref var token = ref page[at];
            if (token.Kind is not (TokenKind.Word or TokenKind.Number) || token.Length > 3 || token.Foreign)
                return 0;
            if (token.Kind == TokenKind.Word)
            {
                words++;
                plain &= token.Case is Casing.Upper || (token.Case == Casing.Title && token.Length == 1);
                small |= token.Is(WordKinds.Function | WordKinds.Preposition | WordKinds.Determiner) && token.Length > 1 && (token.Case == Casing.Lower || token.Shouted);
                plain &= !(token.Length > 1 && token.Is(WordKinds.Ordinary | WordKinds.Acronym) && (token.Case == Casing.Lower || token.Shouted));
            }
            else
            {
                numbers++;
            }

            characters += token.Length;
            groups++;
            at++;
            if (groups == 3)
                break;
            if (page.IsMark(at, '-') && !page[at].Spaced)
            {
                dashes++;
                at++;
            }
            else if (at < page.Count && page[at].Spaced)
            {
                spaces++;
            }
        }

        page.Steps += 3;
        if (characters != 6 || words == 0 || numbers == 0 || page.IsTight(at, TokenKind.Word) || page.IsTight(at, TokenKind.Number))
            return 0;
        if (dashes == 1 || (small && dashes == 0))
            return 0;
        if (dashes == 2)
        {
            // NL-12-AB-3: what hangs on belongs to it
            while (page.IsMark(at, '-') && !page[at].Spaced && at + 1 < page.Count && !page[at + 1].Spaced && page[at + 1].Kind is TokenKind.Word or TokenKind.Number && page[at + 1].Length <= 3)
                at += 2;
            return at;
        }

        var cue = Cues.Before(page, i, WordKinds.NumberCue);
        return (spaces == 0 && (plain || cue)) || cue || (plain && spaces > 0 && !page[i].Shouted && words + numbers == 3 && words < 3) ? at : 0;
    }

    /// <summary>
    /// Claims the plate behind a word that says it is one, of whatever country: groups of letters and digits, four to nine in all.
    /// </summary>
    public static void BehindCue(Page page, int cue)
    {
        if (!page.IsWord(cue, PlateCues) || (page.IsWord(cue, "kent"u8) && !(page.IsMark(cue + 1, '.') && !page[cue + 1].Spaced)))
            return;
        var from = cue + 1;
        while (from < cue + 4 && (page.IsWord(from, PlateLinks) || (page.Is(from, TokenKind.Mark) && page[from].First is (byte)':' or (byte)'.' or (byte)',' or (byte)'(' or (byte)'"')))
            from++;
        var (at, to, characters, digits, letters) = (from, 0, 0, 0, 0);
        for (var groups = 0; groups < 4 && at < page.Count; groups++)
        {
            ref var token = ref page[at];
            page.Steps++;
            if (token.Kind is not (TokenKind.Word or TokenKind.Number) || token.Claim != RedactionCategory.None || token.Length > (token.Kind == TokenKind.Word ? 3 : 5))
                break;
            if (token.Kind == TokenKind.Word && token.Spaced && token.Case == Casing.Lower
                && token.Is(WordKinds.Function | WordKinds.Preposition | WordKinds.Determiner | WordKinds.Verb | WordKinds.Acronym))
                break;
            characters += token.Length;
            if (characters > LongestPlate)
                break;
            digits += token.Kind == TokenKind.Number ? 1 : 0;
            letters += token.Kind == TokenKind.Word ? 1 : 0;
            at++;
            if (digits > 0 && letters > 0 && characters >= ShortestPlate)
                to = at;
            if (page.IsMark(at, '-') && !page[at].Spaced)
                at++;
        }

        if (to > 0)
            page.Claim(from, to, RedactionCategory.Plate);
    }

    private const int ShortestPlate = 4;
    private const int LongestPlate = 9;

    private static readonly WordSet PlateLinks = new("is met nr");

    private static readonly WordSet PlateCues = new("kenteken kent kentekennummer kentekennr gekentekend kentekenplaat kentekens");

    /// <summary>Reads the second half of a court's number, which looks like a plate: FA RK 23-0914, JE RK 16-7378.</summary>
    public static int Court(Page page, int i)
    {
        var roll = page.IsWord(i, Rolls) ? i : page.Is(i, TokenKind.Word) && page[i].Length == 2 && page.IsWord(i + 1, Rolls) ? i + 1 : -1;
        return roll >= 0 && page.Is(roll + 1, TokenKind.Number) && page[roll + 1].Length == 2 && page.IsMark(roll + 2, '-') && page.IsTight(roll + 3, TokenKind.Number) && page[roll + 3].Length is >= 2 and <= 6 ? roll + 4 : 0;
    }

    private static readonly WordSet Rolls = new("rk za ez");

    /// <summary>Reads a run of letters and digits without a space, of which six or more are a code.</summary>
    public static int Mixed(Page page, int i, KnownDossier dossier, out RedactionCategory category, out int person)
    {
        category = RedactionCategory.Number;
        person = -1;
        var (at, letters, digits, words, joined, ordinary) = (i, 0, 0, 0, false, false);
        var hash = WordHash.Empty;
        var folded = WordHash.Empty;
        for (; at < page.Count && at < i + MostParts && (at == i || !page[at].Spaced); at++)
        {
            ref var token = ref page[at];
            page.Steps++;
            if (token.Kind == TokenKind.Word)
            {
                letters += token.Length;
                words++;
                ordinary |= token.Length >= 3 && token.Is(WordKinds.Ordinary | WordKinds.Acronym | WordKinds.Keep);
            }
            else if (token.Kind == TokenKind.Number)
            {
                digits += token.Length;
            }
            else if (token.First is (byte)'_' && (page.IsTight(at + 1, TokenKind.Word) || page.IsTight(at + 1, TokenKind.Number) || page.IsMark(at + 1, '_')))
            {
                joined = true;
                continue;
            }
            else if (token.First is (byte)'.' or (byte)'-' && (page.IsTight(at + 1, TokenKind.Word) || page.IsTight(at + 1, TokenKind.Number)) && at > i)
            {
                continue;
            }
            else
            {
                break;
            }

            foreach (var b in page.Letters(at))
            {
                hash = WordHash.Add(hash, b);
                folded = WordHash.Add(folded, Leet(b));
            }
        }

        if (at == i + 1 && !joined)
            return 0;
        if (dossier.Handle(hash) is not null && letters + digits > 3 && (digits > 0 || joined || words > 1))
            return Give(RedactionCategory.Handle, out category, at);
        if (joined && letters > 1)
            return Give(RedactionCategory.Handle, out category, at);

        // Only what stands without any sign between counts from here.
        at = i;
        (letters, digits, ordinary) = (0, 0, false);
        folded = WordHash.Empty;
        for (; at < page.Count && at < i + MostParts && (at == i || !page[at].Spaced) && page[at].Kind is TokenKind.Word or TokenKind.Number; at++)
        {
            ref var token = ref page[at];
            if (token.Kind == TokenKind.Word)
            {
                letters += token.Length;
                ordinary |= token.Length >= 3 && token.Is(WordKinds.Ordinary | WordKinds.Acronym | WordKinds.Keep);
            }
            else
            {
                digits += token.Length;
            }

            foreach (var b in page.Letters(at))
                folded = WordHash.Add(folded, Leet(b));
        }

        if (letters == 0 || digits == 0)
            return 0;
        if (letters + digits >= 4 && dossier.Exact(folded) is { } known && (known.Kinds & KnownKinds.Name) != 0)
        {
            person = known.Number;
            return Give(RedactionCategory.Person, out category, at);
        }

        if (letters + digits >= ShortestCode && digits >= 2 && !(ordinary && digits <= 2) && !(page.IsWord(i, "top"u8) && digits <= 4) && !Ends(page, at - 1))
            return Give(letters > 3 && page[i].Kind == TokenKind.Word && page[i].Length == letters ? RedactionCategory.Handle : RedactionCategory.Number, out category, at);
        return Cues.Before(page, i, WordKinds.NumberCue) && digits >= 2 && letters + digits >= 5 ? Give(RedactionCategory.Number, out category, at) : 0;
    }

    private static int Give(RedactionCategory found, out RedactionCategory category, int end)
    {
        category = found;
        return end;
    }

    private static bool Ends(Page page, int i) => page.IsWord(i, Units);

    private static readonly WordSet Units = new(
        "jarige jarig jarigen ste de e uur km euro eur x mg ml cm kg gr gram meter m min sec jaar dagen weken keer procent k u "
        + "h plusser mm pk volt watt gb mb tal");

    private static byte Leet(byte b) => b switch
    {
        (byte)'0' => (byte)'o',
        (byte)'1' => (byte)'i',
        (byte)'3' => (byte)'e',
        (byte)'4' => (byte)'a',
        (byte)'5' => (byte)'s',
        (byte)'7' => (byte)'t',
        (byte)'8' => (byte)'b',
        _ => b,
    };
}
